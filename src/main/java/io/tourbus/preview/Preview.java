package io.tourbus.preview;

import io.tourbus.app.Modules;
import io.tourbus.app.StartException;
import io.tourbus.app.TourbusContext;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.run.RunManager;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.slice.Slice;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** Looks at the first page of what a source has, as it would become records. Needs no AWS, and writes nothing anywhere. */
public final class Preview implements AutoCloseable {

    /** @param said how many there are, as far as the source tells */
    public record Found(List<RecordLine> records, List<Reject> rejects, OptionalLong said) {}

    private final TourbusContext bus;
    private final FirstPage firstPage;

    private Preview(TourbusContext bus, Clock clock) {
        this.bus = bus;
        this.firstPage = new FirstPage(bus, clock);
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException when the settings do not allow it
     * @throws StartException when a route does not
     */
    public static Preview open(Modules modules, SettingsOverrides overlay, Clock clock) {
        return new Preview(
                TourbusContext.withoutSinks(modules, overlay, false, clock).start(), clock);
    }

    /** Those that are read, by name. */
    public List<String> sources() {
        return bus.bean("runManager", RunManager.class).sources();
    }

    /**
     * @param query for artists a text to search for, or an artist's id or address; for tracks the latter; for venues and events
     *     a keyword, or parameters of the Discovery API ({@code countryCode=US&city=Austin})
     * @throws IllegalArgumentException when a source has no such entities, or the query is none
     * @throws io.tourbus.source.error.SourceException when the source does not answer as it should
     */
    public Found fetch(String source, Entity entity, String query) {
        return firstPage(bus.source(source).preview(entity, query));
    }

    /** The first page of a query that always has results. */
    public Found probe(String source) {
        return firstPage(bus.source(source).probe());
    }

    private Found firstPage(Slice slice) {
        var reading = firstPage.read(slice);
        return new Found(
                reading.normalized().stream().map(Normalized::line).toList(),
                reading.rejects(),
                reading.reportedTotal());
    }

    @Override
    public void close() {
        bus.close();
    }
}
