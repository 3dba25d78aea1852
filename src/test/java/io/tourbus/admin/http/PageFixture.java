package io.tourbus.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.state.DeadLetter;
import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.RunFingerprint;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.State;
import io.tourbus.state.StoredSlice;
import io.tourbus.warehouse.BuildResult.TableSize;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import io.tourbus.warehouse.quality.WarehouseSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The state of an installation with many problems, for tests of the page. */
final class PageFixture {

    static final String FAILED = "20261120T020000Z-daily-bad1";
    static final String CANCELLED = "20261118T040000Z-artist-refresh-stop";
    /** Pictures for the docs show what a reader expects. */
    static final String MARKUP = Boolean.getBoolean("tourbus.write-docs")
            ? "the record is too large"
            : "<img src=x onerror=\"document.title='markup'\">";

    static final int REFUSED = 520;
    /** Addresses of views, with a text that each shows. */
    static final Map<String, String> VIEWS = Map.of(
            "/",
            "every hour at :00",
            "/runs",
            FAILED,
            "/runs/" + FAILED,
            "search rock",
            "/runs/" + CANCELLED,
            "artist-refresh",
            "/data?show=records&entity=venues",
            "Search in the latest records",
            "/data?show=completeness",
            "search rock",
            "/data?show=warehouse",
            "Not so: spotify_1",
            "/data?show=lake",
            "concert-data-raw",
            "/dead-letters",
            "the stream does not exist",
            "/routes",
            "delivery.camel.yaml");

    private static final String KEY = "the API rejects the key (401) for /search?q=rock&limit=50: check the key";
    private static final String STREAM =
            "the stream did not accept 2 records (Service: Kinesis, Status Code: 400, Request ID: 1-2) (SDK Attempt Count: 1)";

    private PageFixture() {}

    /** Adds a complete, a failed and a cancelled run, and {@value #REFUSED} dead letters with one reason and one with another. */
    static void fill(State state) {
        cancel(state);
        var start = Instant.parse("2026-11-19T02:00:00Z");
        end(state, "20261119T020000Z-daily-good", start, "complete", 900, "{}");
        end(state, FAILED, start.plusSeconds(86_400), "failed", 0, "{\"artists-1\": \"%s\"}".formatted(KEY));
        state.deadLetters()
                .add(IntStream.range(0, REFUSED)
                        .mapToObj(number -> letter("spotify_" + number, "the stream does not exist"))
                        .toList());
        state.deadLetters().add(List.of(letter("spotify_x", MARKUP)));
    }

    /** Adds what a build of the warehouse leaves, with a rule that fails. @param folder the folder of the state */
    static void checkWarehouse(Path folder) {
        var rule = new RuleResult(
                "artists-key",
                "artists",
                "unique",
                Severity.ERROR,
                false,
                10,
                1,
                10,
                0,
                "spotify_1",
                "Each has one row.");
        new WarehouseSummary(
                        "2026-11-20T03:00:00Z",
                        List.of(new TableSize("artists", 10, 3, 1)),
                        List.of(rule),
                        Map.of("artists-key", "2026-11-19T03:00:00Z"),
                        List.of(new WarehouseSummary.Concerts("2027-01-01", 2)),
                        List.of(new WarehouseSummary.Concerts("DE", 2)))
                .write(WarehouseSummary.file(folder));
    }

    private static void cancel(State state) {
        var start = Instant.parse("2026-11-18T04:00:00Z");
        var runs = state.runs();
        runs.begin(
                CANCELLED,
                "artist-refresh",
                start,
                new TimeSpan(start, start.plusSeconds(1)),
                new RunFingerprint("", ""));
        state.slices()
                .delivering(
                        CANCELLED,
                        new StoredSlice(
                                "spotify", "artists", "search rock", "search", "artists-rock", Map.of(), List.of()));
        var report = """
                {"run_id": "%s", "job": "artist-refresh", "status": "cancelled", "started_at": "%s", "duration_ms": 1000,
                 "sources": [], "queries": [], "notes": []}""".formatted(CANCELLED, start);
        runs.end(CANCELLED, "cancelled", report, start.plusSeconds(1));
    }

    private static DeadLetter letter(String target, String reason) {
        return new DeadLetter(
                Stage.of("stream"),
                FAILED,
                "artists-1",
                "spotify",
                "artists",
                target,
                Map.of(),
                "{\"artist_id\": \"%s\"}".formatted(target).getBytes(UTF_8),
                reason,
                false,
                3,
                Instant.parse("2026-11-20T02:01:00Z"));
    }

    private static void end(State state, String id, Instant start, String status, int records, String missing) {
        var runs = state.runs();
        runs.begin(id, "daily", start, new TimeSpan(start, start.plusSeconds(1)), new RunFingerprint("", ""));
        runs.startedBy(id, RunOrigin.of("cli", "--cities " + MARKUP));
        var report = """
                {"run_id": "%s", "job": "daily", "status": "%s", "started_at": "%s", "duration_ms": 61000,
                 "sources": [{"source": "spotify", "entity": "artists", "rejections": {"no name": 2}, "repairs": {},
                              "counts": {"requests": 12, "lake_records": %d, "missing": 5, "rejected": 2}}],
                 "queries": [{"source": "spotify", "entity": "artists", "query": "search rock", "said": 5, "received": 0,
                              "unique": 0, "open_ended": false, "complete": %s, "missing": %s},
                             {"source": "ticketmaster", "entity": "events", "query": "events DE", "said": 2, "received": 2,
                              "unique": 2, "open_ended": false, "complete": %s, "missing": %s}],
                 "notes": ["no venue: /venues?countryCode=CA&locale=*&page=0&size=200&sort=name%%2Casc&includeTest=no"]}""".formatted(
                        id,
                        status,
                        start,
                        records,
                        missing.equals("{}"),
                        missing,
                        missing.equals("{}"),
                        missing.replace("artists-1", "events-de").replace(KEY, STREAM));
        runs.end(id, status, report, start.plusSeconds(61));
    }
}
