package io.tourbus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tourbus.app.Modules;
import io.tourbus.job.Job;
import io.tourbus.run.RunReport;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the estimate of a run with the run. */
class RunEstimatorTest {

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 60, 40, 3_000)
                .set("tourbus.ticketmaster.page-size", "50")
                .set("tourbus.spotify.top-tracks", "false")
                .set("tourbus.spotify.related-artists", "false");
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    private static RunEstimate estimate(Job job) {
        return RunEstimator.estimate(Modules.STANDARD, sandbox.overrides(), job, Clock.systemUTC());
    }

    @Test
    void theEstimateSaysThatItIsNotForASample() {
        var note = "The estimate is for a run without --limit or tourbus.run.limit. A sample needs fewer requests.";
        assertThat(estimate(Job.VENUE_REFRESH).notes()).doesNotContain(note);
        sandbox.set("tourbus.run.limit", "5");
        try {
            assertThat(estimate(Job.VENUE_REFRESH).notes()).contains(note);
        } finally {
            sandbox.set("tourbus.run.limit", "0");
        }
    }

    @Test
    void theEstimateIsCloseToTheRun() throws IOException {
        var estimate = estimate(Job.DAILY);

        assertThat(sandbox.keys()).isEmpty();
        assertThat(sandbox.streamed()).isEmpty();
        assertThat(sandbox.servers().ticketmaster().seen()).hasSize((int) estimate.parts().stream()
                .filter(part -> part.source().equals("ticketmaster"))
                .count());

        var report = sandbox.run("daily");

        assertThat(requests(estimate, "ticketmaster"))
                .isCloseTo(requests(report, "ticketmaster"), Percentage.withPercentage(15));
        assertThat(estimate.objects()).isCloseTo(sandbox.keys().size(), Percentage.withPercentage(25));
        assertThat(records(estimate, "ticketmaster"))
                .isCloseTo(report.sum("lake_records") - spotify(report), Percentage.withPercentage(2));
        assertThat(estimate.runs()).isEqualTo(30);
        assertThat(estimate.sum())
                .isCloseTo(
                        estimate.costs().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum(),
                        within(1e-9));
    }

    @Test
    void estimatesWithoutTheStateIfItIsInUse() {
        try (var tourbus = sandbox.start()) {
            assertThat(tourbus.progress()).isEmpty();
            assertThat(estimate(Job.VENUE_REFRESH).notes())
                    .singleElement()
                    .asString()
                    .contains("in use");
        }
    }

    private static long requests(RunEstimate estimate, String source) {
        return estimate.sources().stream()
                .filter(line -> line.source().equals(source))
                .mapToLong(RunEstimate.SourceEstimate::requests)
                .sum();
    }

    private static long records(RunEstimate estimate, String source) {
        return estimate.parts().stream()
                .filter(part -> part.source().equals(source))
                .mapToLong(RunEstimate.Part::records)
                .sum();
    }

    private static long requests(RunReport report, String source) {
        return count(report, source, "requests");
    }

    private static long spotify(RunReport report) {
        return count(report, "spotify", "lake_records");
    }

    private static long count(RunReport report, String source, String name) {
        return report.lines().stream()
                .filter(row -> row.source().equals(source))
                .mapToLong(row -> row.count(name))
                .sum();
    }
}
