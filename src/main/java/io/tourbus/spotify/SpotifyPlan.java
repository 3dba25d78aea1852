package io.tourbus.spotify;

import io.tourbus.model.Entity;
import io.tourbus.source.Query;
import io.tourbus.source.Scope;
import io.tourbus.source.Slice;
import io.tourbus.source.SlicePlan;
import io.tourbus.source.SliceQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A slice for each search term, and one for each thousand of the artists that are known by id. */
public final class SpotifyPlan implements SlicePlan {

    public static final String SOURCE = "spotify";

    private static final int IDS_OF_A_SLICE = 1_000;

    private final SpotifySettings settings;

    public SpotifyPlan(SpotifySettings settings) {
        this.settings = settings;
    }

    @Override
    public SliceQueue slices(Scope scope) {
        if (!scope.wants(Entity.ARTISTS)) {
            return new SliceQueue(Stream.empty());
        }
        return new SliceQueue(Stream.concat(
                byId(settings.artistIds()), settings.searchTerms().stream().map(this::search)));
    }

    private static Query query(String title) {
        return new Query(SOURCE, Entity.ARTISTS, title);
    }

    private Slice search(String term) {
        Map<String, String> query = new HashMap<>(Map.of("q", term, "type", "artist"));
        settings.market().ifPresent(market -> query.put("market", market));
        return Slice.of(query("search " + term), "spotify-search", "search " + term, query, List.of());
    }

    private Stream<Slice> byId(List<String> ids) {
        return IntStream.iterate(0, from -> from < ids.size(), from -> from + IDS_OF_A_SLICE)
                .mapToObj(from -> ids.subList(from, Math.min(ids.size(), from + IDS_OF_A_SLICE)))
                .map(some -> Slice.of(query("artists by id"), "spotify-artists", "artists by id", Map.of(), some));
    }
}
