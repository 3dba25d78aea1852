package io.tourbus.app.settings;

import io.tourbus.admin.http.ServerSettings;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsTable;
import io.tourbus.source.Source;
import io.tourbus.source.SourceSettings;
import io.tourbus.source.limit.ResponseLimits;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.State;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All settings except those of the sinks, which read their own.
 *
 * @param sources by name
 * @param responses what is accepted from sources
 * @param metrics {@code camel.metrics.enabled}
 * @param shareSlices {@code tourbus.run.share-slices}
 * @param announcesSlices whether {@code tourbus.run.slice-queue} is set
 */
public record AllSettings(
        SortedMap<String, SourceSettings> sources,
        ResponseLimits responses,
        RunSettings run,
        ScheduleSettings schedules,
        ServerSettings server,
        StateSettings state,
        AlertSettings alerts,
        EmbeddedMetrics embeddedMetrics,
        boolean metrics,
        boolean shareSlices,
        boolean announcesSlices) {

    /**
     * Reads the settings and collects their problems. The caller calls {@link Settings#check()}.
     *
     * @param sources all sources, configured or not
     * @param starting whether the HTTP servers are about to start, so that their ports must be free
     */
    public static AllSettings read(Settings settings, List<Source> sources, boolean starting) {
        SortedMap<String, SourceSettings> bySource = new TreeMap<>();
        sources.forEach(source -> bySource.put(source.name(), source.read(settings, Home.path())));
        var all = new AllSettings(
                Collections.unmodifiableSortedMap(bySource),
                ResponseLimits.read(settings),
                RunSettings.read(settings),
                ScheduleSettings.read(settings),
                ServerSettings.read(settings, starting),
                StateSettings.read(settings),
                AlertSettings.read(settings),
                EmbeddedMetrics.read(settings, System.getenv().keySet()),
                settings.flag("camel.metrics.enabled"),
                settings.flag("tourbus.run.share-slices"),
                SliceQueueSetting.isSet(settings));
        settings.validate("tourbus.lambda.margin-seconds", "tourbus.traces.");
        all.checkSources(settings, sources);
        all.checkOnly(settings);
        all.checkSharing(settings);
        return all;
    }

    /** The same settings for runs that are started in another way. */
    public AllSettings startedBy(RunOrigin origin) {
        return new AllSettings(
                sources,
                responses,
                run.startedBy(origin),
                schedules,
                server,
                state,
                alerts,
                embeddedMetrics,
                metrics,
                shareSlices,
                announcesSlices);
    }

    private void checkSources(Settings settings, List<Source> all) {
        if (sources.values().stream().noneMatch(SourceSettings::configured) && !settings.hasProblems()) {
            for (var source : all) {
                if (sources.get(source.name()).optional()) {
                    continue;
                }
                for (var variable : sources.get(source.name()).credentialVariables()) {
                    settings.problem("%s is not set. Set it to read %s.".formatted(variable, source.title()));
                }
            }
        }
    }

    private void checkSharing(Settings settings) {
        if (shareSlices && !State.isShared(state.url())) {
            settings.problem(
                    "tourbus.run.share-slices",
                    "needs a state in PostgreSQL",
                    "Set tourbus.state.url, or set tourbus.run.share-slices to false.");
        }
        SliceQueueSetting.check(settings, shareSlices);
    }

    private void checkOnly(Settings settings) {
        for (var source : run.only()) {
            if (!sources.containsKey(source)) {
                settings.problem(
                        "tourbus.run.only",
                        "is not valid: '%s'".formatted(source),
                        SettingsTable.similar(source, sources.keySet())
                                .map("Did you mean %s?"::formatted)
                                .orElse("Use one or more of %s.".formatted(String.join(", ", sources.keySet()))));
            } else if (!sources.get(source).configured()) {
                var variables = sources.get(source).credentialVariables();
                if (!variables.isEmpty()) {
                    settings.problem(
                            "tourbus.run.only",
                            "names a source that is not set up: " + source,
                            "Set %s.".formatted(String.join(" and ", variables)));
                }
            }
        }
    }
}
