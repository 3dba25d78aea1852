package io.tourbus.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Concert;
import io.tourbus.source.Encounters;
import io.tourbus.source.Page;
import io.tourbus.source.PageNormalizer;
import io.tourbus.source.RawEntity;
import io.tourbus.source.Request;
import io.tourbus.state.Match;
import io.tourbus.state.Matches;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Makes concerts of a page, joins their performers to the artists of Spotify that are known, and remembers who performs. */
final class ConcertPages implements PageNormalizer {

    private final Encounters encounters;
    private final Optional<Matches> matches;

    /** @param matches of performers by their name; empty where these are not to be used */
    ConcertPages(Encounters encounters, Optional<Matches> matches) {
        this.encounters = encounters;
        this.matches = matches;
    }

    @Override
    public Function<JsonNode, Concert> of(Page page, Request asked) {
        var known = matches.map(some -> some.of(attractions(page))).orElse(Map.of());
        var normalizer = new EventNormalizer(
                attraction -> Optional.ofNullable(known.get(attraction)).flatMap(Match::spotifyId));
        return entity -> {
            var concert = normalizer.normalize(entity);
            concert.performers().forEach(this::meet);
            return concert;
        };
    }

    private static Set<String> attractions(Page page) {
        return page.entities().stream()
                .map(RawEntity::tree)
                .flatMap(event ->
                        StreamSupport.stream(event.at("/_embedded/attractions").spliterator(), false))
                .map(attraction -> attraction.path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    private void meet(Concert.Performer performer) {
        if (performer.spotifyId() == null) {
            encounters.named(performer.ticketmasterId(), performer.name());
        } else {
            encounters.linked(performer.spotifyId());
        }
    }
}
