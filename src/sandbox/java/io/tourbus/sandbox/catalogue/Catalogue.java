package io.tourbus.sandbox.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The artists, venues and events of the sandbox, generated from a seed: the same seed produces the same data. The simulated APIs
 * render them as JSON.
 */
public final class Catalogue {

    /** Search terms that together find every artist. */
    public static final List<String> TERMS = List.of("rock", "pop", "jazz", "country", "electronic", "hip hop");

    /**
     * @param from the day before the first events, which are spread over one year
     */
    public record Size(long seed, int artists, int venues, int events, LocalDate from) {}

    /**
     * @param term the search term of {@link #TERMS} that finds it
     * @param attractionId its ID at Ticketmaster
     * @param link its Spotify URL in Ticketmaster's external links; {@code null} for most artists
     * @param salt seed for random fields of the JSON
     */
    public record Artist(String id, String name, String term, String attractionId, String link, long salt) {}

    /**
     * @param location {@code null} if unknown
     * @param postalCode {@code null} if unknown
     * @param onlyInItsLanguage whether the name is only returned for its own language
     */
    public record Venue(
            String id,
            String name,
            Town town,
            GeoPoint location,
            String postalCode,
            boolean onlyInItsLanguage,
            long salt) {}

    /** The precision of an event's date. */
    public enum Dated {
        TO_THE_SECOND,
        TO_THE_DAY,
        TO_BE_ANNOUNCED,
        TO_BE_DEFINED
    }

    /**
     * @param start local midnight if only the day is known; {@code null} if there is no date
     * @param genre {@code null} for some events
     */
    public record Event(
            String id,
            String name,
            Venue venue,
            List<Artist> performers,
            Dated dated,
            Instant start,
            Genre genre,
            long salt) {

        private static final String UNCLASSIFIED = "Z7r";

        /** Whether the event has a classification. None of a catalogue lacks it: {@link #unclassified} creates such events. */
        public boolean classified() {
            return !id.startsWith(UNCLASSIFIED);
        }

        /** Returns a copy without a classification. */
        public Event unclassified() {
            return as(UNCLASSIFIED + id);
        }

        /** Returns a copy with another ID. */
        public Event as(String otherId) {
            return new Event(otherId, name, venue, performers, dated, start, genre, salt);
        }
    }

    private final Size size;
    private final Density density;
    private final Dates dates;
    private final List<Artist> artists;
    private final List<Venue> venues;
    private final List<Venue> american;
    private final List<Venue> foreign;
    private final List<Event> events;
    private final Map<String, Artist> artistsById = new HashMap<>();

    public Catalogue(Size size) {
        this(size, Density.EVEN);
    }

    public Catalogue(Size size, Density density) {
        this.size = size;
        this.density = density;
        this.dates = new Dates(size.from(), density.uneven());
        this.artists = IntStream.range(0, size.artists()).mapToObj(this::artist).toList();
        this.venues = IntStream.range(0, size.venues()).mapToObj(this::venue).toList();
        this.american = venues.stream()
                .filter(venue -> venue.town().country().equals("US"))
                .toList();
        this.foreign = venues.stream()
                .filter(venue -> !venue.town().country().equals("US"))
                .toList();
        this.events =
                numbered(IntStream.range(0, size.events()).mapToObj(this::event).toList());
        artists.forEach(artist -> artistsById.put(artist.id(), artist));
    }

    public List<Artist> artists() {
        return artists;
    }

    public List<Venue> venues() {
        return venues;
    }

    public List<Event> events() {
        return events;
    }

    public Artist artist(String id) {
        return artistsById.get(id);
    }

    /** Returns the IDs of the records that a complete run delivers. */
    public Stream<String> artistRecordIds() {
        return artists.stream().map(artist -> "spotify_" + artist.id());
    }

    public Stream<String> venueRecordIds() {
        return venues.stream().map(venue -> "ticketmaster_" + venue.id());
    }

    public Stream<String> concertRecordIds() {
        return events.stream().map(event -> "ticketmaster_" + event.id());
    }

    public Stream<String> concertRecordIds(String country) {
        return events.stream()
                .filter(event -> event.venue().town().country().equals(country))
                .map(event -> "ticketmaster_" + event.id());
    }

    /** Returns whether events are unevenly distributed, so that Tourbus needs narrower queries for some days. */
    public boolean uneven() {
        return density.uneven();
    }

    /** Returns the countries with venues. */
    public List<String> countries() {
        return venues.stream()
                .map(venue -> venue.town().country())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the states with venues, each with its country: {@code NY:US}. */
    public List<String> states() {
        return venues.stream()
                .map(Venue::town)
                .filter(town -> town.state() != null)
                .map(town -> town.state() + ":" + town.country())
                .distinct()
                .sorted()
                .toList();
    }

    private Random random(int kind, int index) {
        return new Random(size.seed() * 31 + kind * 1_000_003L + index * 2_654_435_761L);
    }

    private Artist artist(int index) {
        var random = random(1, index);
        random.nextLong();
        var id = Ids.random(random, 22, index);
        return new Artist(
                id,
                similar(index, Names.band(random), random),
                TERMS.get(index % TERMS.size()),
                "K8v" + Ids.random(random, 8, index),
                link(id, random),
                random.nextLong());
    }

    private static String link(String id, Random random) {
        if (random.nextInt(100) >= 15) {
            return null;
        }
        return switch (random.nextInt(12)) {
            case 0 -> "https://open.spotify.com/user/" + id;
            case 1 -> "https://open.spotify.com/artist/" + id + "?si=" + Ids.random(random, 16, 0);
            default -> "https://open.spotify.com/artist/" + id;
        };
    }

    /** Gives some artists the name of another artist, or one that differs only in accents, case or article. */
    private String similar(int index, String name, Random random) {
        if (index % 40 != 39) {
            return name;
        }
        var other = random(1, index - 30);
        other.nextLong();
        Ids.random(other, 22, index - 30);
        return Names.near(Names.band(other), random);
    }

    private Venue venue(int index) {
        var random = random(2, index);
        random.nextLong();
        var nameless = random.nextInt(100) == 0;
        var id = "Kov" + Ids.random(random, 9, index);
        var name = nameless ? null : Names.venue(random);
        var town = Names.pick(Town.ALL, random);
        var onlyInItsLanguage = random.nextInt(10) == 0;
        var salt = random.nextLong();
        var location = random.nextInt(100) == 0 ? null : town.around(random);
        var blank = random.nextInt(20) == 0 ? " " : "";
        var postalCode = random.nextInt(40) == 0 ? null : "%05d%s".formatted(random.nextInt(100_000), blank);
        return new Venue(id, name, town, location, postalCode, onlyInItsLanguage, salt);
    }

    private Event event(int index) {
        var random = random(3, index);
        random.nextLong();
        var crowded = index < density.sameSecond();
        var venue = crowded ? Names.pick(american, random) : venue(random);
        var performers = performers(random);
        var name = performers.isEmpty() ? "Open Air" : performers.get(0).name();
        var dated = crowded ? Dated.TO_THE_SECOND : dated(random);
        return new Event(
                "vvG" + Ids.random(random, 11, index),
                Names.event(name, random),
                venue,
                performers,
                dated,
                crowded ? dates.crowdedSecond() : start(dated, venue, random),
                Genre.pick(random),
                random.nextLong());
    }

    private Venue venue(Random random) {
        if (density.uneven() && !american.isEmpty() && !foreign.isEmpty()) {
            return Names.pick(random.nextBoolean() ? american : foreign, random);
        }
        return Names.pick(venues, random);
    }

    private List<Event> numbered(List<Event> made) {
        if (!density.idsByDate()) {
            return made;
        }
        var byDate = made.stream()
                .sorted(Comparator.comparing(Event::start, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Event::id))
                .toList();
        return IntStream.range(0, byDate.size())
                .mapToObj(rank -> byDate.get(rank).as("vvG" + Ids.growing(random(4, rank), 11, rank)))
                .toList();
    }

    private List<Artist> performers(Random random) {
        var count = random.nextInt(20) == 0 ? 0 : random.nextInt(4) == 0 ? 2 + random.nextInt(4) : 1;
        return artists.isEmpty()
                ? List.of()
                : Stream.generate(() -> Names.pick(artists, random))
                        .limit(count)
                        .distinct()
                        .toList();
    }

    private static Dated dated(Random random) {
        var chance = random.nextInt(200);
        if (chance == 0) {
            return Dated.TO_BE_ANNOUNCED;
        }
        if (chance == 1) {
            return Dated.TO_BE_DEFINED;
        }
        return chance < 8 ? Dated.TO_THE_DAY : Dated.TO_THE_SECOND;
    }

    private Instant start(Dated dated, Venue venue, Random random) {
        return dated == Dated.TO_BE_ANNOUNCED || dated == Dated.TO_BE_DEFINED
                ? null
                : dates.start(venue.town().zone(), dated == Dated.TO_THE_SECOND, random);
    }
}
