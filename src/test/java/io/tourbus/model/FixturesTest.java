package io.tourbus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.PageParser;
import io.tourbus.source.page.PageResult;
import io.tourbus.spotify.ArtistNormalizer;
import io.tourbus.spotify.SpotifyResponseReader;
import io.tourbus.testing.Normalizing;
import io.tourbus.ticketmaster.EventNormalizer;
import io.tourbus.ticketmaster.VenueNormalizer;
import io.tourbus.ticketmaster.api.TicketmasterPager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Normalizes recorded API responses, if the folder with them exists: {@code ../shared/fixtures}. */
class FixturesTest {

    private static final Path FIXTURES = Path.of("..", "shared", "fixtures");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Normalizing artists = new Normalizing(entity -> ArtistNormalizer.normalize(entity, Map.of()));
    private final Normalizing venues = new Normalizing(new VenueNormalizer()::normalize);
    private final Normalizing events = new Normalizing(new EventNormalizer()::normalize);
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeEach
    void requireFixtures() {
        assumeTrue(Files.isDirectory(FIXTURES), "no recorded API responses in " + FIXTURES);
    }

    @Test
    void everyRecordedArtistIsNormalized() throws IOException {
        for (var file : files("spotify")) {
            count("artist", artists, read(SpotifyResponseReader.parserFor(Entity.ARTISTS), file));
        }
        print("spotify");

        assertThat(outcomes.get("artist: normalized")).isGreaterThanOrEqualTo(180);
        assertThat(outcomes.keySet())
                .allMatch(outcome -> outcome.matches("artist: (normalized|null entry|not a page of artists)"));
    }

    @Test
    void everyRecordedEventAndVenueIsNormalized() throws IOException {
        for (var file : files("ticketmaster")) {
            count("event", events, read(TicketmasterPager.parserFor(Entity.EVENTS), file));
            count("venue", venues, read(TicketmasterPager.parserFor(Entity.VENUES), file));
            countEmbeddedVenues(file);
        }
        print("ticketmaster");

        assertThat(outcomes.get("event: normalized")).isGreaterThanOrEqualTo(215);
        assertThat(outcomes.get("venue: normalized")).isGreaterThanOrEqualTo(5);
        assertThat(outcomes.get("embedded venue: normalized")).isGreaterThanOrEqualTo(188);
        assertThat(outcomes.keySet())
                .allMatch(
                        outcome -> outcome.matches("(embedded )?(event|venue): (normalized|null entry|not a page of .*"
                                + "|rejected: neither a name nor dates)"));
    }

    private void countEmbeddedVenues(Path file) throws IOException {
        var eventsOfFile = mapper.readTree(file.toFile()).at("/_embedded/events");
        for (JsonNode event : eventsOfFile) {
            for (JsonNode venue : event.at("/_embedded/venues")) {
                outcome("embedded venue: " + normalize(venues, venue));
            }
        }
    }

    private static List<Path> files(String source) throws IOException {
        try (var files = Files.list(FIXTURES.resolve(source))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static PageResult read(PageParser reader, Path file) throws IOException {
        try {
            return reader.read(Files.readAllBytes(file));
        } catch (MalformedResponseException e) {
            return null;
        }
    }

    private void count(String kind, Normalizing normalizing, PageResult page) throws IOException {
        if (page == null) {
            outcome(kind + ": not a page of " + kind + "s");
            return;
        }
        for (var entity : page.entities()) {
            var result = normalize(normalizing, entity.tree());
            outcome(kind + ": " + result);
        }
        outcomes.merge(kind + ": null entry", page.nulls(), Integer::sum);
    }

    private static String normalize(Normalizing normalizing, JsonNode entity) throws IOException {
        try {
            normalizing.line(entity);
            return "normalized";
        } catch (RejectedException e) {
            return "rejected: " + e.getMessage();
        }
    }

    private void outcome(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private void print(String source) {
        outcomes.forEach((outcome, count) -> System.out.printf("fixtures of %s: %5d %s%n", source, count, outcome));
    }
}
