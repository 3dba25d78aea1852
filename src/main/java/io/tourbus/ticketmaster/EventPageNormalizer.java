package io.tourbus.ticketmaster;

import io.tourbus.model.Artist;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.model.Concert;
import io.tourbus.model.Concert.Performer;
import io.tourbus.model.Entity;
import io.tourbus.model.Record;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.SliceReader.Embedded;
import io.tourbus.source.slice.SliceReader.EntityNormalizer;
import io.tourbus.source.slice.SliceReader.PageNormalizer;
import io.tourbus.state.PerformerMatches.PerformerMatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Converts pages of events, and the venues and attractions in them. Links performers to known Spotify artists, and registers new
 * performers.
 */
public final class EventPageNormalizer implements PageNormalizer {

    private final PerformerRegistry registry;

    EventPageNormalizer(PerformerRegistry registry) {
        this.registry = registry;
    }

    @Override
    public EntityNormalizer forPage(PageResult page, PageRequest request) {
        var matches = registry.matches(attractionIds(page.entities()));
        return new Page(
                new EventNormalizer(attraction ->
                        Optional.ofNullable(matches.get(attraction)).flatMap(PerformerMatch::artistId)),
                registry,
                new HashMap<>(),
                new HashSet<>(),
                new HashSet<>());
    }

    /**
     * @param attractions what the events contain about Spotify artists, by artist ID
     * @param linked the Spotify artists that performers link to
     * @param musicbrainzIds of performers
     */
    private record Page(
            EventNormalizer normalizer,
            PerformerRegistry registry,
            Map<String, Attraction> attractions,
            Set<String> linked,
            Set<String> musicbrainzIds)
            implements EntityNormalizer {

        @Override
        public Concert normalize(JsonFields event) {
            var concert = normalizer.normalize(event);
            concert.performers().forEach(performer -> {
                register(performer);
                Optional.ofNullable(performer.musicbrainzId()).ifPresent(musicbrainzIds::add);
            });
            return concert;
        }

        private void register(Performer performer) {
            if (performer.spotifyId() == null) {
                registry.addNamed(performer.ticketmasterId(), performer.name());
            } else {
                linked.add(performer.spotifyId());
            }
        }

        @Override
        public Stream<Embedded> embedded(JsonFields event, Record concert) {
            return EventPageNormalizer.embedded(event, (Concert) concert, attractions::put);
        }

        @Override
        public void end() {
            registry.addLinked(linked);
            registry.addAttractions(attractions);
            registry.addIds(PerformerRegistry.MUSICBRAINZ, musicbrainzIds);
        }
    }

    private static Set<String> attractionIds(List<RawEntity> events) {
        return events.stream()
                .map(event -> event.tree().path("_embedded").path("attractions"))
                .flatMap(attractions -> StreamSupport.stream(attractions.spliterator(), false))
                .map(attraction -> attraction.path("id").asText(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * The venues and attractions of an event, as separate records.
     *
     * @param concert the record of the event
     * @param linked receives the attractions of Spotify artists, with the ID of the artist, when their records are created
     */
    public static Stream<Embedded> embedded(JsonFields event, Concert concert, BiConsumer<String, Attraction> linked) {
        var embedded = event.at("_embedded");
        var performers = concert.performers().stream()
                .filter(performer -> performer.ticketmasterId() != null)
                .iterator();
        return Stream.concat(
                embedded.objects("venues").filter(EventPageNormalizer::hasId).map(EventPageNormalizer::venue),
                embedded.objects("attractions")
                        .filter(EventPageNormalizer::hasId)
                        .map(attraction -> artist(attraction, performers.next(), linked)));
    }

    private static boolean hasId(JsonFields entity) {
        return entity.text("id") != null;
    }

    private static Embedded venue(JsonFields venue) {
        return new Embedded(
                Entity.VENUES, EventNormalizer.venueId(venue), () -> new VenueNormalizer().normalize(venue));
    }

    private static Embedded artist(JsonFields attraction, Performer performer, BiConsumer<String, Attraction> linked) {
        return new Embedded(Entity.ARTISTS, Artist.identity(performer.artistId()), () -> {
            var artist = AttractionNormalizer.normalize(attraction, performer);
            if (performer.spotifyId() != null) {
                linked.accept(performer.spotifyId(), artist.attraction());
            }
            return artist;
        });
    }
}
