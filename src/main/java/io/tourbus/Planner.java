package io.tourbus;

import io.tourbus.run.Job;
import io.tourbus.run.Jobs;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.settings.Overlay;
import io.tourbus.source.Outline;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Asks the sources what a run would find, with a request for each query at most. Delivers nothing. */
public final class Planner {

    private final Bus bus;
    private final Clock clock;
    private final FirstPage firstPage;
    private final List<String> notes = new ArrayList<>();

    private Planner(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
        this.firstPage = new FirstPage(bus, clock);
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException when the settings do not allow it
     * @throws io.tourbus.source.SourceException when a source does not answer as it should
     */
    public static Outlook of(Overlay overlay, Job job, Clock clock) {
        try (var bus = Bus.withoutSinks(overlay, true, clock).start()) {
            return new Planner(bus, clock).of(job, overlay);
        } catch (StateInUseException e) {
            try (var bus = Bus.withoutSinks(overlay, false, clock).start()) {
                var planner = new Planner(bus, clock);
                planner.notes.add(
                        "the state is in use by another process: what earlier runs know and have asked is left out");
                return planner.of(job, overlay);
            }
        }
    }

    private Outlook of(Job job, Overlay overlay) {
        var jobs = bus.bean("runManager", Jobs.class);
        var parts = List.copyOf(jobs.outline(job).stream()
                .collect(Collectors.toMap(
                        outline -> outline.slice().query(), this::part, Outlook.Part::and, LinkedHashMap::new))
                .values());
        var loads = jobs.quotas().stream()
                .map(quota -> Outlook.Load.of(
                        parts, bus.millisPerRequest(quota.source()), quota, job.label(), jobs.sharePercent(job)))
                .toList();
        if (parts.stream().anyMatch(Outlook.Part::atLeast)) {
            notes.add(
                    "Ticketmaster counts to 10,000 and no further: once a run has read them, it is known how many there are");
        }
        return Outlook.of(job.label(), parts, loads, runs(job, overlay), Prices.read(), notes);
    }

    private Outlook.Part part(Outline outline) {
        var there = outline.counted() ? firstPage.of(outline.slice()).said() : OptionalLong.empty();
        return Outlook.Part.of(outline.slice().query(), there, outline.effort(there.orElse(0)));
    }

    private long runs(Job job, Overlay overlay) {
        var now = clock.instant();
        return job.scheduled()
                ? SettingsFile.read(overlay, ScheduleSettings::read).of(job).fires(now, now.plus(Duration.ofDays(30)))
                : 1;
    }
}
