package io.tourbus.spotify;

import io.tourbus.source.Page;
import io.tourbus.source.Pager;
import io.tourbus.source.Request;
import io.tourbus.source.Slice;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Artists by name, a search for each: {@code GET /search?q=artist:"…"}; 10 results, which every app may ask for. */
final class NamePager implements Pager {

    private static final int RESULTS = 10;

    private final UnaryOperator<String> name;

    /** @param name which the slice has for an id */
    NamePager(UnaryOperator<String> name) {
        this.name = name;
    }

    @Override
    public Request first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<Request> next(Slice slice, Request asked, Page answer) {
        var from = asked.from() + 1;
        return from < slice.ids().size() ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return false;
    }

    private Request request(Slice slice, int from) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        var plain = name.apply(slice.ids().get(from)).replace('"', ' ').strip();
        parameters.put("q", "artist:\"%s\"".formatted(plain));
        parameters.put("type", "artist");
        parameters.put("limit", String.valueOf(RESULTS));
        parameters.put("offset", "0");
        return new Request("/search", parameters, from);
    }
}
