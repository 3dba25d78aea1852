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

/** Tourbus while it stays. */
class ServeTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 50, 30, 40);
    }

    @Test
    void aJobRunsOnItsSchedule() {
        sandbox.set("tourbus.jobs.scheduled", "true").set("tourbus.jobs.venue-refresh.cron", "* * * * * ?");

        try (var bus = sandbox.start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> sandbox.lines("normalized/venues").size() >= 60);
            sandbox.servers().ticketmaster().faults().latency(Duration.ofMillis(100));
            await().until(() -> bus.progress().contains("venues"));
            assertThat(sandbox.servers().kinesis().records(SandboxServers.STREAM))
                    .as("what has not changed is not streamed again")
                    .hasSize(30);
        }
    }

    @Test
    void noSchedulesFireUnlessTheyAreAskedTo() throws Exception {
        sandbox.set("tourbus.jobs.daily.cron", "* * * * * ?");

        try (var bus = sandbox.start()) {
            assertThat(bus.progress()).isEmpty();
            assertThat(MBeans.attributes(
                            "org.apache.camel:context=tourbus,type=routes,name=\"schedule-daily\"", "State"))
                    .containsExactly("Stopped");
        }
    }

    @Test
    void whatMattersHasANameOverJmxAndNoSecretShowsThere() throws Exception {
        try (var bus = sandbox.start()) {
            bus.run("daily");

            assertThat(bus.bean("metricsRegistry", MeterRegistry.class))
                    .as("where nobody looks, nothing is measured")
                    .isNull();
            assertThat(MBeans.attributes("io.tourbus:type=Source,name=ticketmaster", "MillisPerRequest"))
                    .containsExactly("2");
            assertThat(MBeans.attributes("org.apache.camel:type=processors,*", null))
                    .as("where nobody looks, what would be seen costs no time")
                    .isEmpty();
            assertThat(MBeans.all())
                    .isNotEmpty()
                    .noneMatch(value -> value.contains("sandbox-key") || value.contains("sandbox-secret"));
        }
    }

    @Test
    void noThreadOfTheSinksIsLeftWhenTourbusHasEnded() {
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
