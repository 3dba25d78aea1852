package io.tourbus.admin.jmx;

/** What can be seen and changed of a source over JMX, as {@code io.tourbus:type=Source,name=<source>}. */
public interface SourceControlMXBean {

    /** Requests a day; 0 for no limit of our own. */
    int getRequestsPerDay();

    void setRequestsPerDay(int requests);

    /** Requests counted today. */
    long getRequestsToday();

    /** Requests left today; -1 where there is no limit. */
    long getRequestsLeft();

    /** When the day of the source is over, ISO 8601 in UTC. */
    String getDayEnds();

    /** Until when and why the source is not asked; blank when it is. */
    String getBlocked();

    /** Lets the source be asked again, whatever it said. */
    void unblock();

    /** Milliseconds from one request to the next. */
    long getMillisPerRequest();

    void setMillisPerRequest(long millis);

    /** Slices read at the same time, by all runs together. */
    int getSlicesAtOnce();

    void setSlicesAtOnce(int slices);
}
