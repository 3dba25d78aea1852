package io.tourbus.run;

import io.tourbus.settings.Settings;
import io.tourbus.source.Quota.Share;
import io.tourbus.state.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a run may do, whatever its sources.
 *
 * @param horizonDays how far ahead the daily job looks for events
 * @param nearDays how far ahead the hourly job looks for events
 * @param since from when on events are wanted, to the second; from the start of the run if empty
 * @param until up to when, not included; as far ahead as above if empty
 * @param limit how many entities of a source are enough; 0 for all
 * @param failuresInARow how many slices of a source may fail one after the other before it is left alone
 * @param longestWait how long a source may ask to wait before its part of the run ends
 * @param resumable how old a run may be that is resumed after its process died
 * @param remembered how long records are remembered that are not met again
 * @param shares the percent of a source's requests a day that each job may take
 */
public record RunSettings(
        int horizonDays,
        int nearDays,
        Optional<Instant> since,
        Optional<Instant> until,
        int limit,
        int failuresInARow,
        Duration longestWait,
        Duration resumable,
        Duration remembered,
        Map<Job, Integer> shares) {

    public RunSettings {
        shares = Map.copyOf(shares);
    }

    public static RunSettings read(Settings settings) {
        settings.number("tourbus.http.connect-timeout-millis", 1, 600_000);
        settings.number("tourbus.http.response-timeout-millis", 1, 600_000);
        settings.number("tourbus.retry.attempts", 0, 100);
        settings.seconds("tourbus.retry.backoff-seconds");
        settings.seconds("tourbus.dead-letters.catch-up-seconds");
        settings.flag("tourbus.dead-letters.in-bucket");
        var since = settings.instant("tourbus.run.since");
        var until = settings.instant("tourbus.run.until");
        if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
            settings.unfit(
                    "tourbus.run.until",
                    until.get().toString(),
                    "a time after tourbus.run.since, '%s'".formatted(since.get()));
        }
        return new RunSettings(
                settings.number("tourbus.run.horizon-days", 1, 3_660),
                settings.number("tourbus.run.near-days", 1, 3_660),
                since,
                until,
                settings.number("tourbus.run.limit", 0, 1_000_000_000),
                settings.number("tourbus.run.failures-in-a-row", 1, 1_000_000),
                settings.seconds("tourbus.retry.max-wait-seconds"),
                Duration.ofHours(settings.number("tourbus.run.resume-hours", 0, 8_760)),
                Duration.ofDays(settings.number("tourbus.state.record-days", 1, 36_500)),
                shares(settings));
    }

    private static Map<Job, Integer> shares(Settings settings) {
        return Arrays.stream(Job.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        job -> settings.number("tourbus.jobs.%s.share-percent".formatted(job.label()), 1, 100)));
    }

    /** What a job may ask of a source in a day. */
    Share share(Job job) {
        return new Share(job.label(), shares.get(job));
    }

    /** From when to when a job that starts now wants events, to the second. */
    Span events(Job job, Instant now) {
        var from = since.orElse(now.truncatedTo(ChronoUnit.SECONDS));
        return new Span(from, until.orElse(from.plus(horizon(job))));
    }

    /** Which dates a job is asked for, whenever it starts. */
    String dates(Job job) {
        return "%s/%s"
                .formatted(
                        since.map(Instant::toString).orElse("start"),
                        until.map(Instant::toString).orElse(horizon(job).toString()));
    }

    /** Whether a run that started then wants other events than its job usually does, and cannot tell what is missing of those. */
    public boolean narrowed(Job job, Instant started, Span events) {
        var from = started.truncatedTo(ChronoUnit.SECONDS);
        return !events.equals(new Span(from, from.plus(horizon(job))));
    }

    private Duration horizon(Job job) {
        return Duration.ofDays(job == Job.HOURLY ? nearDays : horizonDays);
    }
}
