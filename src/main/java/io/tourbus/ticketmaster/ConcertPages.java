package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Concert;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.PageNormalizer;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Converts pages of events to concerts, links performers to known Spotify artists, and registers new performers. */
record ConcertPages(PerformerRegistry performers) implements PageNormalizer {

    @Override
    public Function<JsonNode, Concert> forPage(PageResult page, PageRequest request) {
        var matches = performers.matches(attractionIds(page));
        var normalizer = new EventNormalizer(
                attraction -> Optional.ofNullable(matches.get(attraction)).flatMap(PerformerMatch::artistId));
        return entity -> {
            var concert = normalizer.normalize(entity);
            concert.performers().forEach(this::register);
            return concert;
        };
    }

    private static Set<String> attractionIds(PageResult page) {
        return page.entities().stream()
                .map(RawEntity::tree)
                .flatMap(event ->
                        StreamSupport.stream(event.at("/_embedded/attractions").spliterator(), false))
                .map(attraction -> attraction.path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private void register(Concert.Performer performer) {
        if (performer.spotifyId() == null) {
            performers.addNamed(performer.ticketmasterId(), performer.name());
        } else {
            performers.addLinked(performer.spotifyId());
        }
    }
}
