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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

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
        public List<Embedded> embedded(JsonFields event, Record concert) {
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
        Set<String> ids = new HashSet<>();
        for (var event : events) {
            for (var attraction : event.tree().path("_embedded").path("attractions")) {
                ids.add(attraction.path("id").asText(""));
            }
        }
        ids.remove("");
        return ids;
    }

    /**
     * The venues and attractions of an event, as separate records.
     *
     * @param concert the record of the event
     * @param linked receives the attractions of Spotify artists, with the ID of the artist, when their records are created
     */
    public static List<Embedded> embedded(JsonFields event, Concert concert, BiConsumer<String, Attraction> linked) {
        var embedded = event.at("_embedded");
        List<Embedded> found = new ArrayList<>();
        for (var venue : embedded.objects("venues")) {
            if (hasId(venue)) {
                found.add(venue(venue));
            }
        }
        var performers = concert.performers().iterator();
        for (var attraction : embedded.objects("attractions")) {
            if (hasId(attraction)) {
                found.add(artist(attraction, next(performers), linked));
            }
        }
        return found;
    }

    private static boolean hasId(JsonFields entity) {
        return entity.text("id") != null;
    }

    /** The next performer with an ID. */
    private static Performer next(Iterator<Performer> performers) {
        var performer = performers.next();
        return performer.ticketmasterId() == null ? next(performers) : performer;
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
