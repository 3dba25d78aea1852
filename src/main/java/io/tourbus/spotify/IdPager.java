package io.tourbus.spotify;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** Pages through the IDs of a slice: each request fetches a batch of IDs or a single one. */
record IdPager(Call call, IntSupplier idsPerCall, BooleanSupplier open) implements Pager {

    private static final int RESULTS_BY_NAME = 10;

    /** Creates the request for a batch of IDs. */
    @FunctionalInterface
    private interface Call {

        /** @param from how many IDs of the slice precede the batch */
        PageRequest request(Slice slice, List<String> batch, int from);
    }

    /**
     * Artists by ID: {@code GET /artists?ids=…} for up to 50, which is not available in development mode since February 2026,
     * or {@code GET /artists/{id}} for one.
     *
     * @param idsPerCall evaluated for each request
     */
    static IdPager artists(IntSupplier idsPerCall) {
        return new IdPager(
                (slice, batch, from) -> batch.size() == 1
                        ? new PageRequest("/artists/" + batch.get(0), Map.of(), from)
                        : new PageRequest("/artists", Map.of("ids", String.join(",", batch)), from),
                idsPerCall,
                () -> true);
    }

    /**
     * Entities of an artist: {@code GET /artists/{id}/top-tracks} and {@code /artists/{id}/related-artists}.
     *
     * @param resource last part of the path
     * @param open whether the app may still use the endpoint; evaluated for each request
     */
    static IdPager ofArtist(String resource, BooleanSupplier open) {
        return new IdPager(
                (slice, batch, from) ->
                        new PageRequest("/artists/%s/%s".formatted(batch.get(0), resource), slice.parameters(), from),
                () -> 1,
                open);
    }

    /**
     * Artists by name: {@code GET /search?q=artist:"…"} with 10 results, which all apps may request.
     *
     * @param name extracts the artist name from an ID of the slice
     */
    static IdPager names(UnaryOperator<String> name) {
        return new IdPager(
                (slice, batch, from) -> new PageRequest("/search", byName(slice, name.apply(batch.get(0))), from),
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
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        var from = request.from() + size(request);
        return from < slice.ids().size() && open.getAsBoolean() ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public Optional<PageRequest> fallback(Slice slice, PageRequest refused) {
        return open.getAsBoolean() ? Optional.of(request(slice, refused.from())) : Optional.empty();
    }

    @Override
    public PageRequest atMost(int wanted, Slice slice, PageRequest request) {
        return request(slice, request.from(), Math.min(wanted, size(request)));
    }

    private static int size(PageRequest request) {
        var ids = request.parameters().get("ids");
        return ids == null ? 1 : ids.split(",").length;
    }

    private PageRequest request(Slice slice, int from) {
        return request(slice, from, Math.min(slice.ids().size() - from, idsPerCall.getAsInt()));
    }

    private PageRequest request(Slice slice, int from, int ids) {
        var end = from + ids;
        return call.request(slice, slice.ids().subList(from, end), from);
    }
}
