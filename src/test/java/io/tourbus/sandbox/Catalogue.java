package io.tourbus.sandbox;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What there is in the sandbox: artists, venues and events, made from a seed, the same every time. Payloads are rendered
 * when they are asked for, see {@link ArtistPayload}, {@link VenuePayload} and {@link EventPayload}.
 */
public final class Catalogue {

    /** Search terms that together find every artist. */
    public static final List<String> TERMS = List.of("rock", "pop", "jazz", "country", "electronic", "hip hop");

    /**
     * @param from the day of the first events, which are spread over the year after it
     */
    public record Size(long seed, int artists, int venues, int events, LocalDate from) {}

    /**
     * @param term the one of {@link #TERMS} that finds it
     * @param attractionId its id at Ticketmaster
     * @param link its address in Ticketmaster's external links, {@code null} for most
     * @param salt for the payload's chance
     */
    record Artist(String id, String name, String term, String attractionId, String link, long salt) {

        /** The id of the record that a performer resolves to. */
        String performerId() {
            return link != null && link.contains("/artist/") ? "spotify_" + id : "ticketmaster_" + attractionId;
        }
    }

    record Venue(String id, String name, Town town, boolean onlyInItsLanguage, long salt) {}

    /** How an event's date is known. */
    enum Dated {
        TO_THE_SECOND,
        TO_THE_DAY,
        TO_BE_ANNOUNCED,
        TO_BE_DEFINED
    }

    /** @param start at midnight local time when it is known to the day; {@code null} when there is no date */
    record Event(String id, String name, Venue venue, List<Artist> performers, Dated dated, Instant start, long salt) {}

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** Leaves room within a year for the move to a weekend. */
    private static final int DAYS = 355;

    private final Size size;
    private final List<Artist> artists;
    private final List<Venue> venues;
    private final List<Event> events;
    private final Map<String, Artist> artistsById = new HashMap<>();

    public Catalogue(Size size) {
        this.size = size;
        this.artists = IntStream.range(0, size.artists()).mapToObj(this::artist).toList();
        this.venues = IntStream.range(0, size.venues()).mapToObj(this::venue).toList();
        this.events = IntStream.range(0, size.events()).mapToObj(this::event).toList();
        artists.forEach(artist -> artistsById.put(artist.id(), artist));
    }

    List<Artist> artists() {
        return artists;
    }

    List<Venue> venues() {
        return venues;
    }

    List<Event> events() {
        return events;
    }

    Artist artist(String id) {
        return artistsById.get(id);
    }

    /** Ids of the records that should come of it, by what they are. */
    public Stream<String> artistRecordIds() {
        return artists.stream().map(artist -> "spotify_" + artist.id());
    }

    public Stream<String> venueRecordIds() {
        return venues.stream().map(venue -> "ticketmaster_" + venue.id());
    }

    public Stream<String> concertRecordIds() {
        return events.stream().map(event -> "ticketmaster_" + event.id());
    }

    /** The countries in which there are venues. */
    public List<String> countries() {
        return venues.stream()
                .map(venue -> venue.town().country())
                .distinct()
                .sorted()
                .toList();
    }

    /** The states in which there are venues, each with its country: {@code NY:US}. */
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
        var id = id(random, 22, index);
        return new Artist(
                id,
                Names.band(random),
                TERMS.get(index % TERMS.size()),
                "K8v" + id(random, 8, index),
                link(id, random),
                random.nextLong());
    }

    private static String link(String id, Random random) {
        if (random.nextInt(100) >= 15) {
            return null;
        }
        return switch (random.nextInt(12)) {
            case 0 -> "https://open.spotify.com/user/" + id;
            case 1 -> "https://open.spotify.com/artist/" + id + "?si=" + id(random, 16, 0);
            default -> "https://open.spotify.com/artist/" + id;
        };
    }

    private Venue venue(int index) {
        var random = random(2, index);
        random.nextLong();
        var nameless = random.nextInt(100) == 0;
        return new Venue(
                "Kov" + id(random, 9, index),
                nameless ? null : Names.venue(random),
                Names.pick(Town.ALL, random),
                random.nextInt(10) == 0,
                random.nextLong());
    }

    private Event event(int index) {
        var random = random(3, index);
        random.nextLong();
        var venue = Names.pick(venues, random);
        var performers = performers(random);
        var name = performers.isEmpty() ? "Open Air" : performers.get(0).name();
        var dated = dated(random);
        return new Event(
                "vvG" + id(random, 11, index),
                Names.event(name, random),
                venue,
                performers,
                dated,
                start(dated, venue, random),
                random.nextLong());
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

    /** Weekends have twice the events of other days, and most events start on the hour or at half past. */
    private Instant start(Dated dated, Venue venue, Random random) {
        if (dated == Dated.TO_BE_ANNOUNCED || dated == Dated.TO_BE_DEFINED) {
            return null;
        }
        var day = size.from().plusDays(1 + random.nextInt(DAYS));
        if (day.getDayOfWeek().getValue() < DayOfWeek.FRIDAY.getValue() && random.nextBoolean()) {
            day = day.plusDays(
                    DayOfWeek.SATURDAY.getValue() - day.getDayOfWeek().getValue());
        }
        var time = dated == Dated.TO_THE_DAY
                ? LocalTime.MIDNIGHT
                : LocalTime.of(18 + random.nextInt(4), 30 * random.nextInt(2));
        return day.atTime(time).atZone(venue.town().zone()).toInstant();
    }

    /** Letters and digits by chance, ended by the index, so that no two of a kind are the same. */
    private static String id(Random random, int length, int index) {
        var text = new StringBuilder();
        for (int rest = index; text.length() < 4; rest /= DIGITS.length()) {
            text.append(DIGITS.charAt(rest % DIGITS.length()));
        }
        while (text.length() < length) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.reverse().toString();
    }
}
