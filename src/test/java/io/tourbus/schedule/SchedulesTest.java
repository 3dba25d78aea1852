package io.tourbus.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.Modules;
import io.tourbus.check.PreflightCheck;
import io.tourbus.check.PreflightCheck.Finding;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.testing.Logged;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;

/** The effect of the schedule settings on a running Tourbus. */
class SchedulesTest extends SandboxTest {

    private final Logged logged = new Logged();

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 10, 10, 10);
        sandbox.set("tourbus.jobs.scheduled", "true");
    }

    @AfterEach
    void close() {
        logged.close();
        sandbox.servers().ticketmaster().faults().release();
    }

    @Test
    void doesNotStartThePausedJobOnItsSchedule() throws JMException {
        sandbox.set("tourbus.jobs.daily.paused", "true");

        try (var tourbus = sandbox.managed().start()) {
            assertThat(tourbus.progress()).isEmpty();
            assertThat(state("schedule-daily")).isEqualTo("Stopped");
            assertThat(state("schedule-hourly")).isEqualTo("Started");
        }
    }

    @ParameterizedTest
    @CsvSource({"fire-once,1", "skip,2"})
    void configuresTheMisfireInstructionOfQuartz(String setting, int instruction) throws SchedulerException {
        sandbox.set("tourbus.jobs.misfire", setting);

        try (var tourbus = sandbox.managed().start()) {
            assertThat(tourbus.progress()).isEmpty();
            assertThat(trigger("daily").getMisfireInstruction()).isEqualTo(instruction);
        }
    }

    @Test
    void aDelayedJobDoesNotBlockShutdown() {
        sandbox.set("tourbus.jobs.venue-refresh.cron", "* * * * * ?").set("tourbus.jobs.jitter-seconds", "3600");

        var tourbus = sandbox.managed().start();
        await().until(() ->
                logged.lines().stream().anyMatch(line -> line.startsWith("job delayed job=venue-refresh seconds=")));

        assertThat(CompletableFuture.runAsync(tourbus::close)).succeedsWithin(20, SECONDS);
        assertThat(sandbox.servers().ticketmaster().seen()).isEmpty();
    }

    @Test
    void logsThatARunningJobIsNotStartedAgain() throws JMException {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        sandbox.set("tourbus.jobs.scheduled", "false").set("tourbus.jobs.venue-refresh.cron", "* * * * * ?");

        try (var tourbus = sandbox.managed().start()) {
            var manualRun = new Thread(() -> tourbus.run("venue-refresh"));
            manualRun.start();
            await().until(() -> faults.hanging() == 1);
            ManagementFactory.getPlatformMBeanServer().invoke(route("schedule-venue-refresh"), "start", null, null);
            await().until(() -> logged.lines().stream()
                    .anyMatch(
                            line -> line.startsWith("job not started reason=venue-refresh is running already: run ")));
            ManagementFactory.getPlatformMBeanServer().invoke(route("schedule-venue-refresh"), "stop", null, null);
            faults.release();
            await().until(() -> !manualRun.isAlive());
        }

        assertThat(logged.warnings()).isEmpty();
    }

    @Test
    void startsAMissedJobOnceAtStartupAndResumesARunWhoseProcessDied() {
        sandbox.set("tourbus.jobs.scheduled", "false");
        sandbox.clock(Clock.offset(Clock.systemUTC(), Duration.ofDays(-8))).run("venue-refresh");
        sandbox.set("tourbus.jobs.scheduled", "true").clock(Clock.systemUTC());
        var now = Instant.now();
        try (var state = sandbox.state()) {
            var before = state.runs().latest(Optional.of("venue-refresh"), 1).get(0);
            state.runs()
                    .begin(
                            "died",
                            "artist-refresh",
                            now,
                            new TimeSpan(now, now.plusSeconds(1)),
                            before.fingerprint().orElseThrow());
        }

        try (var tourbus = sandbox.managed().start()) {
            await().until(() -> logged.lines().stream()
                            .filter(line -> line.startsWith("run ended "))
                            .count()
                    == 3);
            assertThat(tourbus.progress()).isEmpty();
        }

        assertThat(logged.lines()).contains("run resumed run=died");
        try (var state = sandbox.state()) {
            assertThat(state.runs().find("died").orElseThrow().status()).isEqualTo("complete");
            assertThat(state.runs().find("died").orElseThrow().deaths()).isEqualTo(1);
        }

        assertThat(logged.lines())
                .filteredOn(line -> line.startsWith("job caught up"))
                .containsExactly("job caught up job=venue-refresh");
    }

    @Test
    void checkShowsPausesAndTheLongestDelay() {
        sandbox.set("tourbus.jobs.daily.paused", "true").set("tourbus.jobs.jitter-seconds", "300");

        assertThat(found("daily")).containsExactly("paused");
        assertThat(found("hourly")).singleElement().asString().matches("next at .*:00:00Z, plus up to 300 s of jitter");
    }

    private List<String> found(String job) {
        return PreflightCheck.run(Modules.STANDARD, sandbox.overrides(), Clock.systemUTC(), false).stream()
                .filter(finding -> finding.what().equals(job))
                .map(Finding::found)
                .toList();
    }

    private static Object state(String route) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(route(route), "State");
    }

    private static ObjectName route(String id) throws JMException {
        return new ObjectName("org.apache.camel:context=tourbus,type=routes,name=\"%s\"".formatted(id));
    }

    private static Trigger trigger(String job) throws SchedulerException {
        for (Scheduler scheduler : SchedulerRepository.getInstance().lookupAll()) {
            if (scheduler.isStarted() && !scheduler.isShutdown()) {
                return scheduler.getTrigger(TriggerKey.triggerKey(job, "tourbus"));
            }
        }
        throw new AssertionError("no running scheduler");
    }
}
