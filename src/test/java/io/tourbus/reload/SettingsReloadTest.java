package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.TourbusContext;
import io.tourbus.job.Job;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedules;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.Logged;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronTrigger;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;

/** Edits of settings during a run. */
class SettingsReloadTest {

    private static final String APPLIED = "reload file=application.properties ";
    private static final String REJECTED = "reload rejected, current version stays active file=application.properties";

    @TempDir
    private Path folder;

    private final Logged logged = new Logged();
    private SandboxContext sandbox;
    private TourbusContext tourbus;
    private Path file;
    private String good;

    @BeforeEach
    void open() throws IOException {
        var home = HomeFolder.live(folder);
        sandbox = new SandboxContext(folder, 20, 60, 60);
        sandbox.set("tourbus.management.enabled", "false").set("tourbus.jobs.scheduled", "true");
        readFromFile(
                "tourbus.ticketmaster.millis-per-request",
                "tourbus.spotify.requests-per-minute",
                "tourbus.retry.backoff-seconds",
                "tourbus.spotify.search-terms");
        file = home.resolve("application.properties");
        good = Files.readString(file)
                .replace("millis-per-request = 207", "millis-per-request = 2")
                .replace("page-size = 200", "page-size = 5")
                .replace("artist-names =", "artist-names = Sigur Rós")
                .replace("venue-refresh.paused = false", "venue-refresh.paused = true");
        Files.writeString(file, good);
        tourbus = sandbox.serve();
    }

    private void readFromFile(String... keys) {
        for (var key : keys) {
            sandbox.unset(key);
        }
    }

    @AfterEach
    void close() {
        HomeFolder.leave();
        logged.close();
        tourbus.close();
        sandbox.close();
    }

    @Test
    void appliesAnEditAsAWholeDuringARunWithoutLosingData() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.latency(Duration.ofMillis(50));
        faults.hang(4, "/events");
        var run = CompletableFuture.supplyAsync(() -> tourbus.run("daily"));
        await().until(() -> faults.hanging() == 4);

        editAndExpectRejection(
                good.replace("millis-per-request = 2", "millis-per-request = 3")
                                .replace("daily.cron = 0 0 2 * * ?", "daily.cron = 0 0 25 * * ?")
                        + "tourbus.retry.atempts = 5\n",
                "Unknown setting: tourbus.retry.atempts, set in %s line %d. Did you mean tourbus.retry.attempts? "
                                .formatted(file, good.lines().count() + 1)
                        + "tourbus.jobs.daily.cron is not valid: '0 0 25 * * ?', set in %s line %d. Use a cron expression"
                                .formatted(file, line("tourbus.jobs.daily.cron")));
        editAndExpectRejection(good.substring(0, good.length() / 2), " And ");
        Files.delete(file);
        await().until(() -> logged.lines().contains(REJECTED + " reason=The file is missing."));
        assertThat(tourbus.millisPerRequest("ticketmaster")).isEqualTo(2);
        assertThat(logged.lines()).noneMatch(line -> line.startsWith(APPLIED));

        edit(good.replace("millis-per-request = 2", "millis-per-request = 3")
                .replace("ticketmaster.requests-per-day = 5000", "ticketmaster.requests-per-day = 4000")
                .replace("{{env:API_RATE_LIMIT_REQUESTS:100}}", "30000")
                .replace("{{env:API_RETRY_ATTEMPTS:3}}", "50")
                .replace("{{env:API_RETRY_BACKOFF:1.0}}", "0.01")
                .replace("max-wait-seconds = 60", "max-wait-seconds = 0.02")
                .replace("rock,pop,jazz,country,electronic,hip hop", "fado")
                .replace("daily.cron = 0 0 2 * * ?", "daily.cron = 0 30 3 * * ?")
                .replace("venue-refresh.paused = true", "venue-refresh.paused = false")
                .replace("time-zone = UTC", "time-zone = Asia/Tokyo")
                .replace("near-days = 7", "near-days = 9")
                .replace("hourly.share-percent = 40", "hourly.share-percent = 41")
                .replace("stream.max-attempts = 8", "stream.max-attempts = 9"));

        assertThat(applied())
                .contains("at_once=[", "tourbus.ticketmaster.millis-per-request", "tourbus.jobs.daily.cron")
                .contains(
                        "next_run=[tourbus.jobs.hourly.share-percent, tourbus.run.near-days, tourbus.spotify.search-terms]")
                .contains("next_start=[tourbus.stream.max-attempts]")
                .endsWith("overridden=[]");
        assertThat(tourbus.runManager().orElseThrow().active()).isNotEmpty();
        assertThat(tourbus.millisPerRequest("ticketmaster")).isEqualTo(3);
        assertThat(tourbus.millisPerRequest("spotify")).isEqualTo(2);
        assertThat(tourbus.bean("ticketmasterQuota", DailyQuota.class).perDay()).isEqualTo(4_000);
        assertThat(trigger("daily").getCronExpression()).isEqualTo("0 30 3 * * ?");
        for (var job : List.of("daily", "venue-refresh")) {
            var next = tourbus.bean("schedules", Schedules.class)
                    .describe(Job.of(job))
                    .next();
            assertThat(trigger(job).getNextFireTime().toInstant()).hasToString(next);
        }
        assertThat(tourbus.bean("runManager", RunManager.class).preview(Job.DAILY))
                .extracting(preview -> preview.slice().query().title())
                .contains("search fado")
                .doesNotContain("search rock");
        assertThat(tourbus.setting("tourbus.stream.max-attempts")).isEqualTo("9");
        faults.latency(Duration.ZERO);
        faults.answer(40, "/events", 503, "{}");
        faults.release();
        assertThat(run.get(60, TimeUnit.SECONDS).status()).isEqualTo(RunReport.Status.COMPLETE);
        assertThat(logged.lines()).anyMatch(line -> line.matches("retry source=ticketmaster .* attempt=10 .*"));
        assertThat(sandbox.streamed()).doesNotHaveDuplicates();
        assertThat(sandbox.records("normalized/concerts"))
                .extracting(concert -> concert.path("concert_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        sandbox.catalogue().concertRecordIds().toList());
    }

    @Test
    void doesNotApplyOverriddenSettingsOrLogSecrets() throws IOException {
        edit(good.replace("{{env:API_TICKETMASTER_API_KEY:}}", "a-key-of-the-file")
                .replace("server.token =", "server.token = a-token-that-is-long"));

        assertThat(applied())
                .contains("at_once=[] next_run=[] next_start=[tourbus.server.token]")
                .endsWith("overridden=[tourbus.ticketmaster.api-key by this command]");
        assertThat(logged.lines()).noneMatch(line -> line.contains("a-key-of") || line.contains("a-token"));
    }

    @Test
    void readsTheFileInUtf8() throws IOException {
        assertThat(tourbus.setting("tourbus.spotify.artist-names")).isEqualTo("Sigur Rós");

        edit(good.replace("Sigur Rós", "Björk"));

        assertThat(applied()).contains("next_run=[tourbus.spotify.artist-names]");
        assertThat(tourbus.bean("runManager", RunManager.class).preview(Job.DAILY))
                .anySatisfy(preview -> assertThat(preview.slice().ids()).contains("Björk"));
    }

    @Test
    void rebuildsARouteWhenItsPropertyChanges() throws Exception {
        edit(good + "greeting.cron = 0 0 1 * * ?\n");
        Files.writeString(file.resolveSibling("routes").resolve("greeting.camel.yaml"), """
                - route:
                    id: greet-visitors
                    from:
                      uri: quartz
                      parameters:
                        groupName: tourbus
                        triggerName: greet
                        cron: '{{greeting.cron}}'
                      steps:
                        - log:
                            message: hello
                """);
        await().until(() -> logged.lines().stream().anyMatch(line -> line.contains("added=[greet-visitors]")));

        editAndExpectRejection(
                good + "greeting.cron = never\n",
                " line=%d reason=A route uses greeting.cron: greeting.camel.yaml line "
                        .formatted(good.lines().count() + 1));
        assertThat(trigger("greet").getCronExpression()).isEqualTo("0 0 1 * * ?");
        edit(good + "greeting.cron = 0 0 2 * * ?\n");
        await().until(() -> logged.lines().stream().anyMatch(line -> line.contains("changed=[greet-visitors]")));
        assertThat(trigger("greet").getCronExpression()).isEqualTo("0 0 2 * * ?");
        editAndExpectRejection(good, "Unknown property: 'greeting.cron'.");
        assertThat(trigger("greet").getCronExpression()).isEqualTo("0 0 2 * * ?");
        assertThat(tourbus.setting("greeting.cron")).isEqualTo("0 0 2 * * ?");
    }

    private void edit(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void editAndExpectRejection(String text, String reason) throws IOException {
        var before = rejections().size();
        edit(text);
        await().until(() -> rejections().size() == before + 1);
        assertThat(rejections().get(before)).contains(reason);
    }

    private List<String> rejections() {
        return logged.lines().stream().filter(line -> line.startsWith(REJECTED)).toList();
    }

    private String applied() {
        return await().until(
                        () -> logged.lines().stream()
                                .filter(line -> line.startsWith(APPLIED))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }

    private long line(String key) {
        return good.lines().takeWhile(line -> !line.startsWith(key)).count() + 1;
    }

    private static CronTrigger trigger(String job) throws SchedulerException {
        for (var scheduler : SchedulerRepository.getInstance().lookupAll()) {
            if (scheduler.isStarted() && !scheduler.isShutdown()) {
                return (CronTrigger) scheduler.getTrigger(TriggerKey.triggerKey(job, "tourbus"));
            }
        }
        throw new AssertionError("no running scheduler");
    }
}
