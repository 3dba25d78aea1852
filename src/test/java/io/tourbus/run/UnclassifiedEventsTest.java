package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.app.Modules;
import io.tourbus.estimate.RunEstimate;
import io.tourbus.estimate.RunEstimator;
import io.tourbus.job.Job;
import io.tourbus.run.RunReport.Status;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnclassifiedEventsTest {

    @TempDir
    private Path folder;

    @Test
    void areReadIfTheSettingIsOn() throws IOException {
        try (var sandbox = new SandboxContext(folder, 10, 10, 50)
                .set("tourbus.run.only", "ticketmaster")
                .set("tourbus.ticketmaster.countries", "US")
                .set("tourbus.ticketmaster.cities", "")) {
            var tomorrow = Clock.systemUTC().instant().plus(Duration.ofDays(1));
            var event = sandbox.catalogue().events().stream()
                    .filter(each -> each.start() != null && each.start().isAfter(tomorrow))
                    .filter(each -> each.venue().town().country().equals("US"))
                    .findFirst()
                    .orElseThrow();
            var id = "ticketmaster_" + sandbox.servers().ticketmaster().addUnclassified(event);
            var before = requests(sandbox);
            assertThat(sandbox.run("daily").status()).isEqualTo(Status.COMPLETE);
            assertThat(concerts(sandbox)).isNotEmpty().noneMatch(concert -> concert.endsWith(id));

            sandbox.set("tourbus.ticketmaster.unclassified", "true");

            assertThat(requests(sandbox)).isEqualTo(before + 3);
            assertThat(sandbox.run("daily").status()).isEqualTo(Status.COMPLETE);
            assertThat(concerts(sandbox)).anyMatch(id::equals);
        }
    }

    private static long requests(SandboxContext sandbox) {
        return RunEstimator.estimate(Modules.STANDARD, sandbox.overrides(), Job.DAILY, Clock.systemUTC())
                .parts()
                .stream()
                .mapToLong(RunEstimate.Part::requests)
                .sum();
    }

    private static List<String> concerts(SandboxContext sandbox) throws IOException {
        return sandbox.records("normalized/concerts").stream()
                .map(record -> record.path("concert_id").asText())
                .toList();
    }
}
