package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Pager;
import io.tourbus.source.slice.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** Asks for what hangs on the ids of a slice, some of them at once or each alone. */
final class IdPager implements Pager {

    private static final int RESULTS_BY_NAME = 10;

    /** Asks for some of the ids of a slice. */
    @FunctionalInterface
    private interface Call {

        /** @param from how many ids of the slice come before these */
        PageRequest request(Slice slice, List<String> some, int from);
    }

    private final Call call;
    private final IntSupplier idsPerCall;
    private final BooleanSupplier open;

    private IdPager(Call call, IntSupplier idsPerCall, BooleanSupplier open) {
        this.call = call;
        this.idsPerCall = idsPerCall;
        this.open = open;
    }

    /**
     * Artists by id: {@code GET /artists?ids=…} for up to 50 at once, which apps in development mode may no longer call
     * (February 2026), or {@code GET /artists/{id}} for one, which every app may.
     *
     * @param idsPerCall asked before each call, for it may change
     */
    static IdPager artists(IntSupplier idsPerCall) {
        return new IdPager(
                (slice, some, from) -> some.size() == 1
                        ? new PageRequest("/artists/" + some.get(0), Map.of(), from)
                        : new PageRequest("/artists", Map.of("ids", String.join(",", some)), from),
                idsPerCall,
                () -> true);
    }

    /**
     * What hangs on an artist: {@code GET /artists/{id}/top-tracks} and {@code …/related-artists}.
     *
     * @param what the end of the path
     * @param open whether the app may go on asking
     */
    static IdPager following(String what, BooleanSupplier open) {
        return new IdPager(
                (slice, some, from) ->
                        new PageRequest("/artists/%s/%s".formatted(some.get(0), what), slice.parameters(), from),
                () -> 1,
                open);
    }

    /**
     * Artists by name: {@code GET /search?q=artist:"…"}; 10 results, which every app may ask for.
     *
     * @param name which the slice has for an id
     */
    static IdPager names(UnaryOperator<String> name) {
        return new IdPager(
                (slice, some, from) -> new PageRequest("/search", byName(slice, name.apply(some.get(0))), from),
                () -> 1,
                () -> true);
    }

    private static Map<String, String> byName(Slice slice, String name) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("q", "artist:\"%s\"".formatted(name.replace('"', ' ').strip()));
        parameters.put("type", "artist");
        parameters.put("limit", String.valueOf(RESULTS_BY_NAME));
        parameters.put("offset", "0");
        return parameters;
    }

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest asked, PageResult answer) {
        var from = asked.from() + size(asked);
        return from < slice.ids().size() && open.getAsBoolean() ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return open.getAsBoolean() ? Optional.of(request(slice, refused.from())) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return false;
    }

    private static int size(PageRequest asked) {
        var ids = asked.parameters().get("ids");
        return ids == null ? 1 : ids.split(",").length;
    }

    private PageRequest request(Slice slice, int from) {
        var end = Math.min(slice.ids().size(), from + idsPerCall.getAsInt());
        return call.request(slice, slice.ids().subList(from, end), from);
    }
}
