package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.settings.Setting;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.limit.DailyQuota.Share;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The settings of runs that do not depend on a source.
 *
 * @param full whether runs also deliver what did not change
 * @param allowEmpty whether a run is complete although a scope matches nothing
 * @param longestWait {@code tourbus.retry.max-wait-seconds}
 * @param resumable {@code tourbus.run.resume-hours}
 * @param resumeDied {@code tourbus.run.resume-died}
 * @param remembered {@code tourbus.state.record-days}
 * @param shares {@code tourbus.jobs.*.share-percent}
 * @param only {@code tourbus.run.only}; empty for all sources
 * @param parallelJobs whether different jobs run at the same time
 * @param origin how a run with these settings is started
 */
public record RunSettings(
        int horizonDays,
        int nearDays,
        Optional<Instant> since,
        Optional<Instant> until,
        int limit,
        boolean full,
        boolean allowEmpty,
        int failuresInARow,
        Duration longestWait,
        Duration resumable,
        boolean resumeDied,
        Duration remembered,
        Map<Job, Integer> shares,
        List<String> only,
        boolean parallelJobs,
        RunOrigin origin) {

    /** The settings in effect. */
    @FunctionalInterface
    public interface Source extends Supplier<RunSettings> {

        /** Lets work see the settings that a run was started with, if it was started with options, and there are no others now. */
        default <T> T with(KnownRun run, Supplier<T> work) {
            return work.get();
        }
    }

    /** A resumed run keeps its dates, and these do not change what it reads. */
    private static final Set<String> NOT_ASKED = Set.of(
            "tourbus.run.since",
            "tourbus.run.until",
            "tourbus.run.horizon-days",
            "tourbus.run.near-days",
            "tourbus.run.allow-empty",
            "tourbus.run.failures-in-a-row");

    public RunSettings {
        shares = Map.copyOf(shares);
        only = List.copyOf(only);
    }

    public static RunSettings read(Settings settings) {
        settings.validate("tourbus.http.", "tourbus.retry.", "tourbus.dead-letters.");
        var since = settings.instant("tourbus.run.since");
        var until = settings.instant("tourbus.run.until");
        if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
            settings.invalid(
                    "tourbus.run.until",
                    settings.required("tourbus.run.until"),
                    "a time after %s (%s)"
                            .formatted(settings.required("tourbus.run.since"), settings.name("tourbus.run.since")));
        }
        return new RunSettings(
                settings.number("tourbus.run.horizon-days"),
                settings.number("tourbus.run.near-days"),
                since,
                until,
                settings.number("tourbus.run.limit"),
                settings.flag("tourbus.run.full"),
                settings.flag("tourbus.run.allow-empty"),
                settings.number("tourbus.run.failures-in-a-row"),
                settings.seconds("tourbus.retry.max-wait-seconds"),
                Duration.ofHours(settings.number("tourbus.run.resume-hours")),
                settings.flag("tourbus.run.resume-died"),
                Duration.ofDays(settings.number("tourbus.state.record-days")),
                shares(settings),
                settings.list("tourbus.run.only"),
                settings.flag("tourbus.run.parallel-jobs"),
                RunOrigin.SCHEDULE.with(asked(settings)));
    }

    /** The settings that runs read when they start, one {@code key=value} per line. */
    private static String asked(Settings settings) {
        return SettingsTable.tourbus().values().stream()
                .filter(setting -> setting.reload() == Setting.Reload.NEXT_RUN && !setting.secret())
                .map(Setting::key)
                .filter(key -> !NOT_ASKED.contains(key))
                .map(key -> "%s=%s".formatted(key, settings.text(key).orElse("")))
                .collect(Collectors.joining("\n"));
    }

    /** The settings that have changed, each with its value then and now. */
    static List<String> differences(RunOrigin then, RunOrigin now) {
        var current = Set.of(now.settings().split("\n"));
        Map<String, String> values = new HashMap<>();
        current.forEach(line -> values.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));
        return then.settings()
                .lines()
                .filter(line -> !current.contains(line))
                .map(line -> {
                    var key = line.replaceFirst("=.*", "");
                    return "%s was %s and is %s"
                            .formatted(
                                    key, shown(line.replaceFirst("[^=]*=", "")), shown(values.getOrDefault(key, "")));
                })
                .toList();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "blank" : "'%s'".formatted(value);
    }

    /** The same settings for a run that is started in another way. */
    public RunSettings startedBy(RunOrigin other) {
        return new RunSettings(
                horizonDays,
                nearDays,
                since,
                until,
                limit,
                full,
                allowEmpty,
                failuresInARow,
                longestWait,
                resumable,
                resumeDied,
                remembered,
                shares,
                only,
                parallelJobs,
                other.with(origin.settings()));
    }

    /** Whether {@code tourbus.run.only} allows a source. */
    public boolean selects(String source) {
        return only.isEmpty() || only.contains(source);
    }

    private static Map<Job, Integer> shares(Settings settings) {
        return Arrays.stream(Job.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        job -> settings.number("tourbus.jobs.%s.share-percent".formatted(job.label()))));
    }

    /** The part of the daily quota of a source that a job can use. */
    Share share(Job job) {
        return new Share(job.label(), shares.get(job));
    }

    /** The date range of the events of a job that starts now, to the second. */
    TimeSpan events(Job job, Instant now) {
        var from = since.orElse(now.truncatedTo(ChronoUnit.SECONDS));
        return new TimeSpan(from, until.orElse(from.plus(horizon(job))));
    }

    /** The configured date range of a job, independent of its start time. */
    String dates(Job job) {
        return "%s/%s"
                .formatted(
                        since.map(Instant::toString).orElse("start"),
                        until.map(Instant::toString).orElse(horizon(job).toString()));
    }

    /** Whether a run has another date range than is usual for its job. It then says nothing about gaps in the usual range. */
    public boolean narrowed(Job job, Instant started, TimeSpan events) {
        var from = started.truncatedTo(ChronoUnit.SECONDS);
        return !events.equals(new TimeSpan(from, from.plus(horizon(job))));
    }

    private Duration horizon(Job job) {
        return Duration.ofDays(job == Job.HOURLY ? nearDays : horizonDays);
    }
}
