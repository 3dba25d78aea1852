package io.tourbus.bench;

/** A measured program. */
@FunctionalInterface
interface Crawler {

    /** Reads all events and venues, and delivers them to lake and stream. */
    void run() throws Exception;
}
