package io.tourbus.ticketmaster;

import io.tourbus.source.slice.SlicePreview.Estimate;
import io.tourbus.ticketmaster.api.PageDepthLimit;
import io.tourbus.ticketmaster.api.TicketmasterPager;

/** What it takes to read so many entities, as the benchmark has it. */
final class TicketmasterRequestEstimator {

    /** How many events there are in a window, of 1,000 that it may have. */
    private static final int EVENTS_PER_WINDOW = 850;
    /** What a window takes beside the pages that its events would fill: one that is not full, and now and then a narrower try. */
    private static final double REQUESTS_PER_WINDOW = 0.6;

    private final PageDepthLimit reach;

    TicketmasterRequestEstimator(PageDepthLimit reach) {
        this.reach = reach;
    }

    /** Of a query that is read as it is. */
    Estimate whole(long there) {
        return new Estimate(parts(there, reach.maxResults()), pages(there), there, there >= TicketmasterPager.CAP);
    }

    /**
     * Of events in windows.
     *
     * @param remembered how many there were the last time: the API does not count beyond its cap
     */
    Estimate windows(long there, long remembered) {
        var capped = there >= TicketmasterPager.CAP;
        var events = capped ? Math.max(there, remembered) : there;
        var windows = parts(events, EVENTS_PER_WINDOW);
        var requests = pages(events) + (windows == 1 ? 0 : Math.round(windows * REQUESTS_PER_WINDOW));
        return new Estimate(windows, requests, events, capped && remembered < there);
    }

    private long pages(long there) {
        return parts(there, reach.pageSize());
    }

    private static long parts(long there, int size) {
        return Math.max(1, (there + size - 1) / size);
    }
}
