package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Outcome;
import io.tourbus.estimate.RunEstimate;
import io.tourbus.estimate.RunEstimator;
import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import io.tourbus.model.Schemas;
import io.tourbus.preview.Preview;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code sources/seatgeek.source.yaml}, from the description to the records. */
class SeatGeekTest extends SandboxTest {

    private static final int EVENTS = 12;
    private static final LocalDateTime FIRST =
            LocalDateTime.now(ZoneOffset.UTC).plusDays(2).with(LocalTime.of(23, 0));

    private ApiServer api;
    private Modules modules;

    @BeforeEach
    void install() throws IOException {
        api = new ApiServer(new SeatGeek(FIRST, EVENTS));
        var home = HomeFolder.live(folder);
        Files.createDirectory(home.resolve("sources"));
        Files.copy(Path.of("sources/seatgeek.source.yaml"), home.resolve("sources/seatgeek.source.yaml"));
        modules = Modules.installed();
        sandbox = new SandboxContext(folder, 1, 1, 1)
                .modules(modules)
                .set("tourbus.run.only", "seatgeek")
                .set("tourbus.seatgeek.api-key", SeatGeek.CLIENT_ID)
                .set("tourbus.seatgeek.base-url", api.url() + "/2")
                .set("tourbus.seatgeek.millis-per-request", "2");
    }

    @AfterEach
    void leave() {
        HomeFolder.leave();
        SettingsTable.declare(List.of());
        api.close();
    }

    @Test
    void planCheckAndPreviewReadIt() {
        var estimate = RunEstimator.estimate(modules, sandbox.overrides(), Job.DAILY, Clock.systemUTC());
        assertThat(estimate.parts())
                .extracting(RunEstimate.Part::query, RunEstimate.Part::reportedTotal, RunEstimate.Part::slices)
                .containsExactly(tuple("venues US", 3L, 1L), tuple("artists", 3L, 1L), tuple("events US", 12L, 13L));

        assertThat(PreflightCheck.run(modules, sandbox.overrides(), Clock.systemUTC(), false))
                .filteredOn(finding -> finding.what().equals("seatgeek"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.OK);
                    assertThat(finding.found()).contains("3 records");
                });

        try (var preview = Preview.open(modules, sandbox.overrides(), Clock.systemUTC())) {
            assertThat(preview.fetch("seatgeek", Entity.EVENTS, "venue.city=Boston")
                            .records())
                    .hasSize(EVENTS);
        }
        assertThat(api.requests())
                .last()
                .satisfies(request -> assertThat(request.parameters())
                        .containsEntry("venue.city", "Boston")
                        .containsEntry("taxonomies.name", "concert"));
    }

    @Test
    void aRefusedCredentialIsNamedAsItIsSet() {
        sandbox.set("tourbus.seatgeek.api-key", "wrong");

        assertThat(PreflightCheck.run(modules, sandbox.overrides(), Clock.systemUTC(), false))
                .filteredOn(finding -> finding.what().equals("seatgeek"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.found()).contains("check tourbus.seatgeek.api-key (set by this command)"));
    }

    @Test
    void aRunDeliversItsRecords() throws IOException {
        var report = sandbox.run("daily");

        assertThat(report.status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(report.lines())
                .filteredOn(line -> line.source().equals("seatgeek"))
                .extracting(RunReport.Line::entity)
                .contains("venues", "artists", "events");
        assertThat(sandbox.landed(report))
                .contains("seatgeek_venue-1", "seatgeek_event-12")
                .hasSize(3 + EVENTS);
        assertThat(sandbox.records("normalized/artists"))
                .extracting(artist -> artist.path("artist_id").asText())
                .containsExactly("seatgeek_performer-1", "seatgeek_performer-2", "seatgeek_performer-3");
        assertThat(sandbox.streamed()).contains("seatgeek_venue-1", "seatgeek_event-12");

        requireValidRecords();
        var first = record("concerts", "concert_id", "seatgeek_event-1");
        assertThat(first.path("event_date").asText()).isEqualTo(FIRST + ":00Z");
        assertThat(first.path("event_date_precision").asText()).isEqualTo("second");
        assertThat(first.path("local_time").asText()).isEqualTo("19:00:00");
        assertThat(first.path("status").asText()).isEqualTo("scheduled");
        assertThat(first.path("artist_id").asText()).isEqualTo("seatgeek_performer-1");
        assertThat(first.path("venue_ids"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo("seatgeek_venue-1");
        assertThat(first.path("source").asText()).isEqualTo("seatgeek");
        var withoutTime = record("concerts", "concert_id", "seatgeek_event-3");
        assertThat(withoutTime.path("event_date_precision").asText()).isEqualTo("day");
        assertThat(withoutTime.path("local_time").isNull()).isTrue();
        assertThat(record("venues", "venue_id", "seatgeek_venue-2")
                        .path("latitude")
                        .asDouble())
                .isEqualTo(42.35);
    }

    /** The schemas that consumers of all sources use. */
    private void requireValidRecords() throws IOException {
        var schemas = new Schemas();
        for (var kind : Entity.standard()) {
            for (var line : sandbox.lines("normalized/" + kind.recordFolder())) {
                assertThat(schemas.problems(kind, line)).isEmpty();
            }
        }
    }

    private JsonNode record(String kind, String key, String id) throws IOException {
        return sandbox.records("normalized/" + kind).stream()
                .filter(record -> record.path(key).asText().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
