package io.tourbus.estimate;

import io.tourbus.app.Modules;
import io.tourbus.app.SettingsFile;
import io.tourbus.app.StateInUseException;
import io.tourbus.app.TourbusContext;
import io.tourbus.job.Job;
import io.tourbus.preview.FirstPage;
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

/** Asks the sources what a run would find, with a request for each query at most. Delivers nothing. */
public final class RunEstimator {

    private final TourbusContext bus;
    private final Clock clock;
    private final FirstPage firstPage;
    private final List<String> notes = new ArrayList<>();

    private RunEstimator(TourbusContext bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        this.firstPage = new FirstPage(bus, clock);
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException when the settings do not allow it
     * @throws io.tourbus.source.error.SourceException when a source does not answer as it should
     */
    public static RunEstimate estimate(Modules modules, SettingsOverrides overlay, Job job, Clock clock) {
        try (var bus =
                TourbusContext.withoutSinks(modules, overlay, true, clock).start()) {
            return new RunEstimator(bus, clock).estimate(job, overlay);
        } catch (StateInUseException e) {
            try (var bus =
                    TourbusContext.withoutSinks(modules, overlay, false, clock).start()) {
                var planner = new RunEstimator(bus, clock);
                planner.notes.add(
                        "the state is in use by another process: what earlier runs know and have asked is left out");
                return planner.estimate(job, overlay);
            }
        }
    }

    private RunEstimate estimate(Job job, SettingsOverrides overlay) {
        var jobs = bus.bean("runManager", RunManager.class);
        var parts = List.copyOf(jobs.preview(job).stream()
                .collect(Collectors.toMap(
                        outline -> outline.slice().query(), this::part, RunEstimate.Part::and, LinkedHashMap::new))
                .values());
        var loads = jobs.quotas().stream()
                .map(quota -> RunEstimate.SourceEstimate.of(
                        parts, bus.millisPerRequest(quota.source()), quota, job.label(), jobs.sharePercent(job)))
                .toList();
        parts.stream()
                .filter(RunEstimate.Part::atLeast)
                .map(RunEstimate.Part::source)
                .distinct()
                .forEach(source -> bus.source(source).countLimit().ifPresent(notes::add));
        return RunEstimate.of(job.label(), parts, loads, runs(job, overlay), Prices.read(), notes);
    }

    private RunEstimate.Part part(SlicePreview outline) {
        var there = outline.counted() ? firstPage.read(outline.slice()).reportedTotal() : OptionalLong.empty();
        return RunEstimate.Part.of(outline.slice().query(), there, outline.estimate(there.orElse(0)));
    }

    private long runs(Job job, SettingsOverrides overlay) {
        var now = clock.instant();
        return job.scheduled()
                ? SettingsFile.read(overlay, ScheduleSettings::read)
                        .forJob(job)
                        .countFires(now, now.plus(Duration.ofDays(30)))
                : 1;
    }
}
