package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of a search, {@code GET /events?size=…&page=…} and {@code GET /venues?…}, pages counted from 0. Ticketmaster
 * serves the first 1,000 results of a query ({@code page * size} below 1,000) and says so with error DIS1035 beyond.
 */
public final class TicketmasterPager implements Pager {

    private static final int DEEPEST = 1_000;

    private final int pageSize;

    public TicketmasterPager(int pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
        var from = asked.from() + pageSize;
        return hasMore(answer, from) && from < DEEPEST ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return true;
    }

    private boolean hasMore(Page answer, int from) {
        if (answer.entities().isEmpty() && answer.nulls() == 0) {
            return false;
        }
        return answer.total().isPresent() ? from < answer.total().getAsLong() : answer.next();
    }

    private Request request(Slice slice, int from) {
        Map<String, String> parameters = new HashMap<>(slice.query());
        parameters.put("size", String.valueOf(pageSize));
        parameters.put("page", String.valueOf(from / pageSize));
        return new Request(slice.entity() == Entity.VENUES ? "/venues" : "/events", parameters, from);
    }
}
