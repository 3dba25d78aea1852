package io.tourbus.app;

import io.tourbus.source.Source;
import io.tourbus.spotify.SpotifySource;
import io.tourbus.ticketmaster.TicketmasterSource;
import java.util.List;
import java.util.Optional;

/** The sources that Tourbus reads. To add one, implement {@link Source} and add it to {@link #STANDARD}. */
public record Modules(List<Source> sources) {

    public static final Modules STANDARD = new Modules(List.of(new SpotifySource(), new TicketmasterSource()));

    public Modules {
        sources = List.copyOf(sources);
    }

    /** The source with this name; empty if there is none. */
    public Optional<Source> source(String name) {
        return sources.stream().filter(source -> source.name().equals(name)).findFirst();
    }
}
