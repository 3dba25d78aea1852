package io.tourbus.admin.jmx;

/**
 * The active run of a job over JMX, as {@code io.tourbus:type=Run,name=<job>}, while Tourbus serves. If the job is not running,
 * the texts describe its last run, and the numbers are -1.
 */
public interface RunControlMXBean {

    /** Blank if there is no run. */
    String getId();

    /** {@code running}, {@code complete}, {@code partial}, {@code failed}, or {@code unfinished} if its process died; blank if there is no run. */
    String getStatus();

    /** ISO 8601 in UTC; blank if there is no run. */
    String getStarted();

    /** Received entities, including repeated ones. */
    long getCame();

    /** Entities that the sources have reported so far. */
    long getExpected();

    /** Requests so far. */
    long getRequests();

    /** Requests left today for the source with the fewest; -1 also if no source has a limit. */
    long getRequestsLeft();
}
