package io.tourbus.app;

import io.tourbus.lake.LakeSink;
import io.tourbus.sink.Sink;
import io.tourbus.source.Source;
import io.tourbus.spotify.SpotifySource;
import io.tourbus.stream.StreamSink;
import io.tourbus.ticketmaster.TicketmasterSource;
import java.util.List;

/**
 * The sources and sinks of Tourbus. To add one, implement {@link Source} or {@link Sink} and add it to {@link #STANDARD}. The
 * lake is required: it stores the manifests, and records are rebuilt from it.
 */
public record Modules(List<Source> sources, List<Sink> sinks) {

    public static final Modules STANDARD = new Modules(
            List.of(new SpotifySource(), new TicketmasterSource()), List.of(new LakeSink(), new StreamSink()));

    public Modules {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
    }

    /** The names of the counters of all sinks. */
    public List<String> sinkCounters() {
        return sinks.stream().flatMap(sink -> sink.counters().stream()).toList();
    }
}
