package io.tourbus.admin.jmx;

/** What can be seen and done of a job over JMX, as {@code io.tourbus:type=Job,name=<job>}, while Tourbus serves. */
public interface JobControlMXBean {

    /** The expression of its schedule, as Quartz reads it. */
    String getCron();

    boolean isPaused();

    /** When it runs next, ISO 8601 in UTC; blank while it is paused. */
    String getNext();

    /** The run under way; blank when there is none. */
    String getRunning();

    /** How far the run under way has come: entities that came, of those that the sources have said to have; blank when none is. */
    String getProgress();

    /** Its last run that is known, whether it has ended or not; blank when there is none. */
    String getLastRun();

    /** What the last run that has ended has left as its report, as JSON; blank when there is none. */
    String getLastReport();

    /**
     * Starts it, and does not wait for its end.
     *
     * @return the id of its run
     * @throws IllegalStateException when it is running already
     */
    String trigger();

    /** Does not start it on its schedule until it is resumed, be Tourbus started again meanwhile or not. */
    void pause();

    void resume();
}
