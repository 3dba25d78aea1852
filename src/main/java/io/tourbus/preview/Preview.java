package io.tourbus.preview;

import io.tourbus.app.Modules;
import io.tourbus.app.TourbusContext;
import io.tourbus.app.settings.StartException;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.source.slice.SliceReading;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** Fetches the first page of a query and converts it to records, for {@code tourbus preview}. It writes nothing, and does not need AWS. */
public final class Preview implements AutoCloseable {

    /** @param reportedTotal the number of entities that the source reports for the query; empty if it reports none */
    public record Found(List<RecordLine> records, List<Reject> rejects, OptionalLong reportedTotal) {}

    /** A source can reject the first request and ask for a different one, such as a smaller page. */
    private static final int MAX_ATTEMPTS = 2;

    private final TourbusContext tourbus;
    private final Clock clock;

    private Preview(TourbusContext tourbus, Clock clock) {
        this.tourbus = tourbus;
        this.clock = clock;
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException if settings are not valid
     * @throws StartException if a route does not start
     */
    public static Preview open(Modules modules, SettingsOverrides overrides, Clock clock) {
        return new Preview(
                TourbusContext.withoutSinks(modules, overrides, false, clock).start(), clock);
    }

    /** The names of the enabled sources. */
    public List<String> sources() {
        return tourbus.bean("runManager", RunManager.class).sources();
    }

    /**
     * @param query for artists, a search term or the ID or URL of an artist; for tracks, the ID or URL of an artist; for venues
     *     and events, a keyword or parameters of the Discovery API ({@code countryCode=US&city=Austin})
     * @throws IllegalArgumentException if the source does not have the entity, or the query is not valid
     * @throws io.tourbus.source.error.SourceException if the source does not respond as expected
     */
    public Found fetch(String source, Entity entity, String query) {
        return firstPage(tourbus.source(source).preview(entity, query));
    }

    /** Sends a query that always has results. */
    public Found probe(String source) {
        return firstPage(tourbus.source(source).probe());
    }

    private Found firstPage(Slice slice) {
        var reading = readFirstPage(tourbus, slice, clock);
        return new Found(
                reading.normalized().stream().map(Normalized::line).toList(),
                reading.rejects(),
                reading.reportedTotal());
    }

    /**
     * Reads the first page of a slice without delivering it.
     *
     * @throws io.tourbus.source.error.SourceException if the source does not respond as expected
     */
    public static SliceReading readFirstPage(TourbusContext tourbus, Slice slice, Clock clock) {
        var run = Run.preview(clock.instant());
        var reader = tourbus.bean("sliceReaders", SliceReaders.class);
        var reading = reader.open(slice);
        for (int attempts = 0; attempts < MAX_ATTEMPTS && reading.pages() == 0 && reading.hasNext(); attempts++) {
            reader.read(tourbus.page(run, reading), reading, run.id());
        }
        return reading;
    }

    @Override
    public void close() {
        tourbus.close();
    }
}
