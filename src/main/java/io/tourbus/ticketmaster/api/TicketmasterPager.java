package io.tourbus.ticketmaster.api;

import io.tourbus.model.Entity;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Pager;
import io.tourbus.source.slice.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pages of a search, {@code GET /events?size=…&page=…} and {@code GET /venues?…}, pages counted from 0; see {@link PageDepthLimit}. */
public final class TicketmasterPager implements Pager {

    /** The API counts no further: this total may stand for any that is larger. */
    public static final long CAP = 10_000;

    private final PageDepthLimit reach;

    public TicketmasterPager(PageDepthLimit reach) {
        this.reach = reach;
    }

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0, reach.pageSize());
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest asked, PageResult answer) {
        var size = asked.from() == 0 ? reach.pageSize(answer.total().orElse(0)) : sizeOf(asked);
        var from = asked.from() + size;
        return hasMore(answer, from) && reach.serves(from) ? Optional.of(request(slice, from, size)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public long cap() {
        return CAP;
    }

    @Override
    public int reach() {
        return reach.maxResults();
    }

    private static int sizeOf(PageRequest request) {
        return Integer.parseInt(request.parameters().get("size"));
    }

    private static boolean hasMore(PageResult answer, int from) {
        if (answer.empty()) {
            return false;
        }
        return answer.total().isPresent() ? from < answer.total().getAsLong() : answer.next();
    }

    private PageRequest request(Slice slice, int from, int size) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("size", String.valueOf(size));
        parameters.put("page", String.valueOf(from / size));
        return new PageRequest(slice.entity() == Entity.VENUES ? "/venues" : "/events", parameters, from);
    }
}
