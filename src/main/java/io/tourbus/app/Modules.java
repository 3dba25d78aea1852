package io.tourbus.app;

import io.tourbus.app.settings.Home;
import io.tourbus.described.DescribedSource;
import io.tourbus.described.SourceFolder;
import io.tourbus.lake.LakeSink;
import io.tourbus.model.Entity;
import io.tourbus.settings.SettingsTable;
import io.tourbus.sink.Sink;
import io.tourbus.source.Source;
import io.tourbus.spotify.SpotifySource;
import io.tourbus.stream.StreamSink;
import io.tourbus.ticketmaster.TicketmasterSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sources and sinks of Tourbus. To add one, implement {@link Source} or {@link Sink} and add it to {@link #STANDARD}. The
 * lake is required: it stores the manifests, and records are rebuilt from it.
 */
public record Modules(List<Source> sources, List<Sink> sinks) {

    public static final Modules STANDARD = new Modules(
            List.of(new SpotifySource(), new TicketmasterSource()), List.of(new LakeSink(), new StreamSink()));

    /**
     * The standard sources and sinks, and the sources that the files in {@code sources/} of the home folder describe. Their settings
     * are known from here on.
     */
    public static Modules installed() {
        var names = STANDARD.sources().stream().map(Source::name).toList();
        var described = Home.exists() ? SourceFolder.read(Home.path().resolve("sources"), names) : List.<Source>of();
        SettingsTable.declare(
                described.stream().flatMap(source -> source.settings().stream()).toList(),
                described.stream()
                        .filter(source -> source.settings().isEmpty())
                        .map(Source::name)
                        .toList());
        return new Modules(
                Stream.concat(STANDARD.sources().stream(), described.stream()).toList(), STANDARD.sinks());
    }

    public Modules {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
    }

    /** The sources that files describe. */
    List<DescribedSource> described() {
        return sources.stream()
                .filter(DescribedSource.class::isInstance)
                .map(DescribedSource.class::cast)
                .toList();
    }

    /** The kinds of entities that Tourbus knows, with those that descriptions define. */
    public List<Entity> kinds() {
        return Stream.concat(
                        Entity.standard().stream(), described().stream().flatMap(source -> source.kinds().stream()))
                .distinct()
                .toList();
    }

    /** The names of the counters of all sinks. */
    public List<String> sinkCounters() {
        return sinks.stream().flatMap(sink -> sink.counters().stream()).toList();
    }
}
