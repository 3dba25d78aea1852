package io.tourbus.reload;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.Logged;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.matchers.GroupMatcher;

/** Edits of routes during a run. */
class ReloadTest {

    private static final String GREETING = """
            - route:
                id: greet-visitors
                description: Greets.
                from:
                  uri: quartz
                  parameters:
                    groupName: visitors
                    triggerName: greet
                    cron: %s
                  steps:
                    - log:
                        message: hello
            """;

    @TempDir
    private Path folder;

    private final Logged logged = new Logged();
    private SandboxContext sandbox;
    private TourbusContext tourbus;
    private Path routes;

    @BeforeEach
    void open() throws IOException {
        var home = HomeFolder.live(folder);
        routes = home.resolve("routes");
        Files.createSymbolicLink(routes.resolve(".#jobs.camel.yaml"), Path.of("user@host.1"));
        sandbox = new SandboxContext(folder, 20, 100, 100);
        sandbox.set("tourbus.management.enabled", "false")
                .set("tourbus.ticketmaster.page-size", "5")
                .set("tourbus.jobs.scheduled", "true");
        tourbus = sandbox.serve();
    }

    @AfterEach
    void close() {
        HomeFolder.leave();
        logged.close();
        tourbus.close();
        sandbox.close();
    }

    @Test
    void appliesEditsDuringARunWithoutLosingData() throws Exception {
        sandbox.servers().ticketmaster().faults().latency(Duration.ofMillis(250));
        var run = CompletableFuture.supplyAsync(() -> tourbus.run("daily"));
        await().until(() -> !tourbus.runManager().orElseThrow().active().isEmpty());
        var file = routes.resolve("ticketmaster.camel.yaml");
        var good = Files.readString(file);
        var permit = "            uri: direct:rate-limit-ticketmaster";

        Files.writeString(file, "# Only a comment.\n" + good);
        for (var broken : List.of(
                good.replace("- bean:", "- baen:"),
                good.replace(permit, permit.replace("direct:", "nosuch:")),
                good.replace(permit, permit + "\n            parameters:\n              nosuch: 1"),
                good.replace(permit, "            uri: direct:{{nosuch}}"),
                good.replace("ref: runRecorder", "ref: runRecoder"),
                good + "\n- route:\n   id: [")) {
            var before = rejections();
            Files.writeString(file, broken);
            await().atMost(5, SECONDS).until(() -> rejections() == before + 1);
            assertThat(state("call-ticketmaster")).isEqualTo("Started");
        }
        assertThat(logged.lines()).noneMatch(line -> line.startsWith("reload file="));
        assertThat(tourbus.runManager().orElseThrow().active()).isNotEmpty();
        for (var shared : List.of("fetching.camel.yaml", "sources.camel.yaml")) {
            var path = routes.resolve(shared);
            saveByRename(
                    path,
                    Files.readString(path)
                            .replace("Reads all pages", "Edited. Reads all pages")
                            .replace("Waits for", "Edited. Waits for"));
        }
        var started = System.nanoTime();
        saveByRename(
                file,
                good.replace(
                        "id: call-ticketmaster\n    description: ",
                        "id: call-ticketmaster\n    description: Edited. "));
        await().atMost(20, SECONDS).until(() -> description("call-ticketmaster").startsWith("Edited. "));
        var duration = Duration.ofNanos(System.nanoTime() - started);

        assertThat(duration).isLessThan(Duration.ofSeconds(15));
        await().atMost(20, SECONDS)
                .until(() -> Stream.of("fetch-slice", "rate-limit-ticketmaster")
                        .allMatch(route -> description(route).startsWith("Edited. ")));
        sandbox.servers().ticketmaster().faults().latency(Duration.ZERO);
        assertThat(run.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(sandbox.streamed()).doesNotHaveDuplicates();
        assertThat(sandbox.records("normalized/concerts"))
                .extracting(concert -> concert.path("concert_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        sandbox.catalogue().concertRecordIds().toList());
    }

    @Test
    void addsChangesAndRemovesRoutesWithTheirFile() throws Exception {
        var file = routes.resolve("greeting.camel.yaml");

        Files.writeString(file, GREETING.formatted("0 0 1 * * ?"));
        await().until(() -> logged.lines().stream().anyMatch(line -> line.contains("added=[greet-visitors]")));
        assertThat(state("greet-visitors")).isEqualTo("Started");
        Files.writeString(file, GREETING.formatted("0 0 2 * * ?"));
        await().until(() -> logged.lines().stream().anyMatch(line -> line.contains("changed=[greet-visitors]")));
        var greet = TriggerKey.triggerKey("greet", "visitors");
        assertThat(scheduler().getTrigger(greet))
                .isInstanceOfSatisfying(
                        CronTrigger.class,
                        trigger -> assertThat(trigger.getCronExpression()).isEqualTo("0 0 2 * * ?"));
        assertThat(scheduler().getTriggerState(greet)).isEqualTo(TriggerState.NORMAL);
        Files.delete(file);
        await().until(() -> logged.lines().stream().anyMatch(line -> line.contains("removed=[greet-visitors]")));
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(route("greet-visitors")))
                .isFalse();
        assertThat(scheduler().getJobKeys(GroupMatcher.jobGroupEquals("visitors")))
                .isEmpty();
    }

    @Test
    void rebuildsSchedulesWhenTheirTemplateIsEdited() throws Exception {
        var file = routes.resolve("schedules.camel.yaml");
        var good = Files.readString(file);
        var venues = good.substring(good.indexOf("- templatedRoute:", good.indexOf("value: artist-refresh")));
        var without = good.replace(venues.substring(0, venues.indexOf("- route:")), "");

        Files.writeString(file, good.replace("ref: schedules", "ref: schedulse"));
        await().until(() -> rejections() == 1);
        assertThat(logged.lines()).anyMatch(line -> line.endsWith("Unknown bean: 'schedulse'."));
        assertThat(state("schedule-daily")).isEqualTo("Started");
        Files.writeString(file, without.replace("stateful: true", "stateful: false"));
        await().until(
                        () -> logged.lines().stream()
                                .anyMatch(
                                        line -> line.contains(
                                                "changed=[schedule-daily, schedule-hourly, schedule-artist-refresh] added=[] removed=[schedule-venue-refresh]")));

        var quartz = scheduler();
        assertThat(quartz.getJobKeys(GroupMatcher.jobGroupEquals("tourbus")))
                .extracting(JobKey::getName)
                .containsExactlyInAnyOrder("daily", "hourly", "artist-refresh");
        for (var job : List.of("daily", "hourly", "artist-refresh")) {
            assertThat(quartz.getTriggerState(TriggerKey.triggerKey(job, "tourbus")))
                    .isEqualTo(TriggerState.NORMAL);
            assertThat(quartz.getJobDetail(JobKey.jobKey(job, "tourbus")).isConcurrentExecutionDisallowed())
                    .isFalse();
        }
    }

    /** Other tests in the same process can have left a scheduler. */
    private static Scheduler scheduler() throws SchedulerException {
        for (var scheduler : SchedulerRepository.getInstance().lookupAll()) {
            if (scheduler.isStarted()
                    && !scheduler.isShutdown()
                    && scheduler.getJobGroupNames().contains("tourbus")) {
                return scheduler;
            }
        }
        throw new AssertionError("no running scheduler");
    }

    @Test
    void rejectsElementsThatAreReadOnlyAtStartup() throws IOException {
        var file = routes.resolve("failures.camel.yaml");

        Files.writeString(file, Files.readString(file).replace("backOffMultiplier: 2", "backOffMultiplier: 3"));

        await().until(() -> rejections() == 1);
        assertThat(logged.lines())
                .anyMatch(line -> line.contains("failures.camel.yaml") && line.contains("Restart Tourbus"));
    }

    private long rejections() {
        return logged.lines().stream()
                .filter(line -> line.startsWith("reload rejected"))
                .count();
    }

    /** Saves a file like editors that write a temporary file and rename it. */
    private static void saveByRename(Path file, String text) throws IOException {
        var written = Files.writeString(file.resolveSibling(".written"), text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String state(String id) throws JMException {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer().getAttribute(route(id), "State"));
    }

    private static String description(String id) {
        try {
            return String.valueOf(ManagementFactory.getPlatformMBeanServer().getAttribute(route(id), "Description"));
        } catch (JMException e) {
            return "";
        }
    }

    private static ObjectName route(String id) throws JMException {
        return new ObjectName("org.apache.camel:context=tourbus,type=routes,name=\"%s\"".formatted(id));
    }
}
