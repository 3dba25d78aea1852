package io.tourbus.estimate;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.job.Job;
import io.tourbus.preview.Preview;
import io.tourbus.run.RunManager;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.slice.SlicePreview;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Estimates a run, for {@code tourbus plan}. It sends at most one request per query to the sources, and delivers nothing. */
public final class RunEstimator {

    private final TourbusContext tourbus;
    private final Clock clock;
    private final List<String> notes = new ArrayList<>();

    private RunEstimator(TourbusContext tourbus, Clock clock) {
        this.tourbus = tourbus;
        this.clock = clock;
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException if settings are not valid
     * @throws io.tourbus.source.error.SourceException if a source does not respond as expected
     */
    public static RunEstimate estimate(Modules modules, SettingsOverrides overrides, Job job, Clock clock) {
        try (var tourbus =
                TourbusContext.withoutSinks(modules, overrides, true, clock).start()) {
            return new RunEstimator(tourbus, clock).estimate(job, overrides);
        } catch (StateInUseException e) {
            try (var tourbus = TourbusContext.withoutSinks(modules, overrides, false, clock)
                    .start()) {
                var estimator = new RunEstimator(tourbus, clock);
                estimator.notes.add(
                        "The state is in use by another process, so this estimate ignores what earlier runs found.");
                return estimator.estimate(job, overrides);
            }
        }
    }

    private RunEstimate estimate(Job job, SettingsOverrides overrides) {
        var jobs = tourbus.bean("runManager", RunManager.class);
        var parts = List.copyOf(jobs.preview(job).stream()
                .collect(Collectors.toMap(
                        preview -> preview.slice().query(), this::part, RunEstimate.Part::plus, LinkedHashMap::new))
                .values());
        var sources = jobs.quotas().stream()
                .map(quota -> RunEstimate.SourceEstimate.of(
                        parts, tourbus.millisPerRequest(quota.source()), quota, job.label(), jobs.sharePercent(job)))
                .toList();
        parts.stream()
                .filter(RunEstimate.Part::atLeast)
                .map(RunEstimate.Part::source)
                .distinct()
                .forEach(source -> tourbus.source(source).countLimit().ifPresent(notes::add));
        if (!tourbus.setting("tourbus.run.limit").equals("0")) {
            notes.add("The estimate is for a run without --limit or tourbus.run.limit. A sample needs fewer requests.");
        }
        return RunEstimate.of(job.label(), parts, sources, runs(job, overrides), Prices.read(), notes);
    }

    private RunEstimate.Part part(SlicePreview preview) {
        var reportedTotal = preview.counted()
                ? Preview.readFirstPage(tourbus, preview.slice(), clock).reportedTotal()
                : OptionalLong.empty();
        var estimate = preview.estimate(reportedTotal.orElse(0));
        return RunEstimate.Part.of(preview.slice().query(), reportedTotal, estimate, preview.fresh());
    }

    private long runs(Job job, SettingsOverrides overrides) {
        var now = clock.instant();
        return job.scheduled()
                ? SettingsFile.read(overrides, ScheduleSettings::read)
                        .forJob(job)
                        .countFires(now, now.plus(Duration.ofDays(30)))
                : 1;
    }
}
