package io.tourbus.ticketmaster;

import io.tourbus.model.Entity;
import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pages of a search, {@code GET /events?size=…&page=…} and {@code GET /venues?…}, pages counted from 0; see {@link Reach}. */
final class TicketmasterPager implements Pager {

    /** The API counts no further: this total may stand for any that is larger. */
    static final long CAP = 10_000;

    private final Reach reach;

    TicketmasterPager(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0, reach.pageSize());
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
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
        return reach.most();
    }

    private static int sizeOf(Request request) {
        return Integer.parseInt(request.parameters().get("size"));
    }

    private static boolean hasMore(Page answer, int from) {
        if (answer.empty()) {
            return false;
        }
        return answer.total().isPresent() ? from < answer.total().getAsLong() : answer.next();
    }

    private Request request(Slice slice, int from, int size) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("size", String.valueOf(size));
        parameters.put("page", String.valueOf(from / size));
        return new Request(slice.entity() == Entity.VENUES ? "/venues" : "/events", parameters, from);
    }
}
