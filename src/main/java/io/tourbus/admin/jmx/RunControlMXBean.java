package io.tourbus.admin.jmx;

/**
 * What can be seen of a run over JMX, as {@code io.tourbus:type=Run,name=<job>}, while Tourbus serves: the run of the job that is
 * under way, or else its last one.
 */
public interface RunControlMXBean {

    /** Blank when the job has had none. */
    String getId();

    /** {@code running}, how it ended, or {@code unfinished} where its process died; blank when there was none. */
    String getStatus();

    /** ISO 8601 in UTC; blank when there was none. */
    String getStarted();

    /** Entities that came, repeated ones included; -1 unless it is running. */
    long getCame();

    /** How many entities there are, as far as the sources have said by now; -1 unless it is running. */
    long getExpected();

    /** Requests so far; -1 unless it is running. */
    long getRequests();

    /** Requests that the source may still be asked today that has fewest left; -1 where none has a limit, or unless it is running. */
    long getRequestsLeft();
}
