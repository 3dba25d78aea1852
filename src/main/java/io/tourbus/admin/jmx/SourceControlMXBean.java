package io.tourbus.admin.jmx;

/** The limits of a source over JMX, as {@code io.tourbus:type=Source,name=<source>}. Changes last until the process ends. */
public interface SourceControlMXBean {

    /** Limit of requests per day; 0 for none. */
    int getRequestsPerDay();

    void setRequestsPerDay(int requests);

    /** Requests since the quota was reset. */
    long getRequestsToday();

    /** Requests left until the quota resets; -1 if there is no limit. */
    long getRequestsLeft();

    /** When the quota resets, in ISO 8601 and UTC. */
    String getDayEnds();

    /** Until when and why Tourbus does not call the source; blank if it does. */
    String getBlocked();

    /** Calls the source again, even if it asked for a longer pause. */
    void unblock();

    /** Milliseconds between two requests. */
    long getMillisPerRequest();

    void setMillisPerRequest(long millis);

    /** Slices that all runs together read at the same time. */
    int getSlicesAtOnce();

    void setSlicesAtOnce(int slices);
}
