package io.tourbus.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Schedules of two processes that share a PostgreSQL database. */
@ExtendWith(Databases.Extension.class)
class SharedSchedulesTest {

    private static final Pattern STARTED = Pattern.compile("(?m)^(\\S+) .* run started .* job=venue-refresh");

    @TempDir
    private Path folder;

    @Test
    void oneProcessFiresAndTheOtherTakesOver(Databases databases) throws Exception {
        var catalogue = new Catalogue(new Catalogue.Size(7, 5, 5, 5, LocalDate.now(ZoneOffset.UTC)));
        var unhurried = new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);
        try (var servers = new SandboxServers(catalogue, folder.resolve("lake"), 0, unhurried)) {
            Map<String, String> environment = new HashMap<>(servers.environment());
            environment.put("TOURBUS_SERVER_ENABLED", "false");
            environment.put("TOURBUS_MANAGEMENT_ENABLED", "false");
            environment.put("TOURBUS_STATE_URL", databases.empty(Databases.Product.POSTGRESQL));
            environment.put("TOURBUS_STATE_USER", PostgresCluster.USER);
            environment.put("TOURBUS_JOBS_VENUE_REFRESH_CRON", "* * * * * ?");
            environment.put("TOURBUS_JOBS_CATCH_UP", "false");
            var first = start(environment);
            var second = start(environment);
            try {
                await().atMost(90, SECONDS)
                        .until(() -> Stream.of(first, second).allMatch(SharedSchedulesTest::serves)
                                && starts(first, second).count() >= 3);
                var firing = starts(first).count() > starts(second).count() ? first : second;
                var waiting = firing == first ? second : first;
                firing.terminate();
                var before = starts(waiting).count();
                await().atMost(90, SECONDS).until(() -> starts(waiting).count() > before);

                assertThat(logOf(first) + logOf(second)).doesNotContain("running already");
                var all = starts(first, second).sorted().toList();
                assertThat((long) all.size())
                        .isLessThanOrEqualTo(Duration.between(all.get(0), all.get(all.size() - 1))
                                        .toSeconds()
                                + 2);
            } finally {
                first.kill();
                second.kill();
            }
        }
    }

    private TourbusProcess start(Map<String, String> environment) throws IOException {
        return TourbusProcess.start(Path.of(""), folder, environment, "serve");
    }

    private static Stream<Instant> starts(TourbusProcess... processes) {
        return Stream.of(processes)
                .flatMap(process -> STARTED.matcher(logOf(process)).results())
                .map(found -> Instant.parse(found.group(1)));
    }

    private static boolean serves(TourbusProcess process) {
        return logOf(process).contains("running all jobs on their schedules");
    }

    private static String logOf(TourbusProcess process) {
        try {
            return process.err();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
