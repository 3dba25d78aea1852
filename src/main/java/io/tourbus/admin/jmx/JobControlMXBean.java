package io.tourbus.admin.jmx;

/** A scheduled job over JMX, as {@code io.tourbus:type=Job,name=<job>}, while Tourbus serves. */
public interface JobControlMXBean {

    /** The cron expression of its schedule, in the syntax of Quartz. */
    String getCron();

    boolean isPaused();

    /** The next start in ISO 8601 and UTC; blank while the job is paused. */
    String getNext();

    /** The ID of the active run; blank if there is none. */
    String getRunning();

    /** The progress of the active run: received entities, entities that the sources reported so far, and requests; blank if there is none. */
    String getProgress();

    /** The ID and status of the last run, which may be active; blank if there is none. */
    String getLastRun();

    /** The last report of the job, as JSON; blank if there is none. */
    String getLastReport();

    /**
     * Starts a run without waiting for its end.
     *
     * @return the ID of the run
     * @throws IllegalStateException if the job is running already
     */
    String trigger();

    /** Stops its schedule until it is resumed, even across restarts of Tourbus. */
    void pause();

    void resume();
}
