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

/** Makes concerts of a page, joins their performers to the artists of Spotify that are known, and remembers who performs. */
final class ConcertPages implements PageNormalizer {

    private final PerformerRegistry performers;

    ConcertPages(PerformerRegistry performers) {
        this.performers = performers;
    }

    @Override
    public Function<JsonNode, Concert> forPage(PageResult page, PageRequest asked) {
        var known = performers.matches(attractions(page));
        var normalizer = new EventNormalizer(
                attraction -> Optional.ofNullable(known.get(attraction)).flatMap(PerformerMatch::spotifyId));
        return entity -> {
            var concert = normalizer.normalize(entity);
            concert.performers().forEach(this::register);
            return concert;
        };
    }

    private static Set<String> attractions(PageResult page) {
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
