package io.tourbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tourbus.sandbox.SandboxServers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tourbus while it stays. */
class ServeTest {

    @TempDir
    private Path folder;

    private SandboxBus sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxBus(folder, 50, 30, 40);
    }

    @AfterEach
    void close() {
        sandbox.close();
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
            assertThat(attributes("org.apache.camel:context=tourbus,type=routes,name=\"schedule-daily\"", "State"))
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
            assertThat(attributes(
                            "org.apache.camel:type=processors,name=\"ticketmaster-throttle\",*", "TimePeriodMillis"))
                    .containsExactly("2");
            assertThat(attributes("org.apache.camel:*", null))
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

    /** @param only one attribute; {@code null} for all that can be read */
    private static List<String> attributes(String pattern, String only) throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        List<String> values = new ArrayList<>();
        for (var name : server.queryNames(new ObjectName(pattern), null)) {
            values.add(name.toString());
            for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && (only == null || only.equals(attribute.getName()))) {
                    values.add(read(server, name, attribute.getName()));
                }
            }
        }
        if (only != null) {
            values.removeIf(value -> value.startsWith("org.apache.camel:"));
        }
        return values;
    }

    private static String read(MBeanServer server, ObjectName name, String attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (JMException | RuntimeException e) {
            return "unreadable";
        }
    }
}
