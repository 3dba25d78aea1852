package io.tourbus.spotify;

import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Artists by id: {@code GET /artists?ids=…} for up to 50 at once, which apps in development mode may no longer call
 * (February 2026), or {@code GET /artists/{id}} for one, which every app may.
 */
final class ArtistIdPager implements Pager {

    private final IntSupplier idsPerCall;

    /** @param idsPerCall asked before each call, for it may change */
    ArtistIdPager(IntSupplier idsPerCall) {
        this.idsPerCall = idsPerCall;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
        var from = asked.from() + size(asked);
        return from < slice.ids().size() ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public Optional<Request> again(Slice slice, Request refused) {
        return Optional.of(request(slice, refused.from()));
    }

    @Override
    public boolean exact() {
        return false;
    }

    private static int size(Request asked) {
        var ids = asked.parameters().get("ids");
        return ids == null ? 1 : ids.split(",").length;
    }

    private Request request(Slice slice, int from) {
        var some = idsPerCall.getAsInt();
        var ids = slice.ids().subList(from, Math.min(slice.ids().size(), from + some));
        return some == 1
                ? new Request("/artists/" + ids.get(0), Map.of(), from)
                : new Request("/artists", Map.of("ids", String.join(",", ids)), from);
    }
}
