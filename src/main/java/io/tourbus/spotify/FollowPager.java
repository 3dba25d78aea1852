package io.tourbus.spotify;

import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What hangs on artists, a call for each: {@code GET /artists/{id}/top-tracks} and {@code …/related-artists}. */
final class FollowPager implements Pager {

    private final String what;
    private final BooleanSupplier open;

    /**
     * @param what the end of the path
     * @param open whether the app may go on asking
     */
    FollowPager(String what, BooleanSupplier open) {
        this.what = what;
        this.open = open;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
        var from = asked.from() + 1;
        return from < slice.ids().size() && open.getAsBoolean() ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return false;
    }

    private Request request(Slice slice, int from) {
        return new Request("/artists/%s/%s".formatted(slice.ids().get(from), what), slice.parameters(), from);
    }
}
