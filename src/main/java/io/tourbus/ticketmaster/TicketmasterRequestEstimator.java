package io.tourbus.ticketmaster;

import io.tourbus.source.slice.SlicePreview.Estimate;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;

/** Estimates the slices and requests that a number of entities needs. The constants are from the benchmark. */
record TicketmasterRequestEstimator(PageDepthLimit depth) {

    private static final int EVENTS_PER_WINDOW = 850;
    /** Requests per window in addition to full pages: the last page is not full, and some windows have to be narrowed. */
    private static final double REQUESTS_PER_WINDOW = 0.6;

    /** Estimates a query that is not divided into windows. */
    Estimate whole(long total) {
        return new Estimate(divide(total, depth.maxResults()), pages(total), total, total >= TicketmasterPager.CAP);
    }

    /**
     * Estimates events that are read in windows.
     *
     * @param previousTotal number of events in the last run, used if the API reports its {@link TicketmasterPager#CAP}
     */
    Estimate windows(long total, long previousTotal) {
        var capped = total >= TicketmasterPager.CAP;
        var events = capped ? Math.max(total, previousTotal) : total;
        var windows = divide(events, EVENTS_PER_WINDOW);
        var requests = pages(events) + (windows == 1 ? 0 : Math.round(windows * REQUESTS_PER_WINDOW));
        return new Estimate(windows, requests, events, capped && previousTotal < total);
    }

    private long pages(long entities) {
        return divide(entities, depth.pageSize());
    }

    /** Rounds up, to at least 1. */
    private static long divide(long entities, int size) {
        return Math.max(1, (entities + size - 1) / size);
    }
}
