package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.testing.MBeans;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedules, MBeans and threads of a context that stays open. */
class ServeTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 50, 30, 40);
    }

    @Test
    void aJobRunsOnItsSchedule() {
        sandbox.set("tourbus.jobs.scheduled", "true").set("tourbus.jobs.venue-refresh.cron", "* * * * * ?");

        try (var context = sandbox.managed().start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sandbox.lines("normalized/venues").size() >= 60);
            sandbox.servers().ticketmaster().faults().latency(Duration.ofMillis(100));
            await().until(() -> context.progress().contains("venues"));
            assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM))
                    .as("unchanged records are not streamed again")
                    .hasSize(30);
        }
    }

    @Test
    void schedulesDoNotFireByDefault() throws Exception {
        sandbox.set("tourbus.jobs.daily.cron", "* * * * * ?");

        try (var context = sandbox.managed().start()) {
            assertThat(context.progress()).isEmpty();
            assertThat(MBeans.attributes(
                            "org.apache.camel:context=tourbus,type=routes,name=\"schedule-daily\"", "State"))
                    .containsExactly("Stopped");
        }
    }

    @Test
    void sourcesHaveMBeansWithoutSecrets() throws Exception {
        try (var context = sandbox.managed().start()) {
            context.run("daily");

            assertThat(context.bean("metricsRegistry", MeterRegistry.class))
                    .as("metrics are off")
                    .isNull();
            assertThat(MBeans.attributes("io.tourbus:type=Source,name=ticketmaster", "MillisPerRequest"))
                    .containsExactly("2");
            assertThat(MBeans.attributes("org.apache.camel:type=processors,*", null))
                    .as("steps have no MBeans")
                    .isEmpty();
            assertThat(MBeans.all())
                    .isNotEmpty()
                    .noneMatch(value -> value.contains("sandbox-key") || value.contains("sandbox-secret"));
        }
    }

    @Test
    void theThreadsOfTheSinksEndWithTheContext() {
        var before = sdkThreads();

        sandbox.run("venue-refresh");

        await().until(() -> before.containsAll(sdkThreads()));
    }

    private static Set<Thread> sdkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sdk-"))
                .collect(Collectors.toSet());
    }
}
