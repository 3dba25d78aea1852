package io.tourbus.preview;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.described.DescribedSource;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The first page of a source whose description is being written.
 *
 * @param reportedTotal the number of entities that the source reports; empty if it reports none
 * @param next whether a run would request another page
 * @param unmapped the fields of the API that are in no record, with an example of their values
 */
public record SourceTrial(
        List<RecordLine> records,
        List<Reject> rejects,
        OptionalLong reportedTotal,
        boolean next,
        SortedMap<String, String> unmapped) {

    /**
     * Requests one page.
     *
     * @param query an ID, words to search for, or parameters of the API
     * @throws ConfigurationException if settings are not valid, or the source needs settings that are not set
     * @throws IllegalArgumentException if the source does not have the entity, or the query is not valid
     * @throws io.tourbus.source.error.SourceException if the source does not respond as expected
     */
    public static SourceTrial run(
            DescribedSource source, SettingsOverrides overrides, Entity kind, String query, Clock clock) {
        var modules = new Modules(List.of(source), Modules.STANDARD.sinks());
        requireConfigured(source, overrides);
        try (var tourbus =
                TourbusContext.withoutSinks(modules, overrides, false, clock).start()) {
            var slice = tourbus.source(source.name()).preview(kind, query);
            var reading = Preview.readFirstPage(tourbus, slice, clock);
            var entities = Stream.concat(
                    reading.normalized().stream().map(Normalized::raw),
                    reading.rejects().stream().filter(reject -> !reject.empty()).map(Reject::json));
            return new SourceTrial(
                    reading.normalized().stream().map(Normalized::line).toList(),
                    reading.rejects(),
                    reading.reportedTotal(),
                    reading.hasNext(),
                    source.unmapped(kind, entities.toList()));
        }
    }

    /** Makes the settings of a source known that is not installed. @return the settings to read only this source */
    public static Map<String, String> prepare(DescribedSource source) {
        SettingsTable.declare(source.settings());
        var enabled = "tourbus.%s.enabled".formatted(source.name());
        var only = Map.of("tourbus.run.only", source.name());
        return SettingsTable.find(enabled).isPresent()
                ? Map.of("tourbus.run.only", source.name(), enabled, "true")
                : only;
    }

    private static void requireConfigured(DescribedSource source, SettingsOverrides overrides) {
        var problems = SettingsFile.read(overrides, settings -> {
            var read = source.read(settings, Home.path());
            if (!read.configured() && !settings.hasProblems()) {
                read.credentialVariables()
                        .forEach(variable -> settings.problem(
                                "%s is not set. Set it to read %s.".formatted(variable, source.title())));
            }
            return settings.problems();
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
