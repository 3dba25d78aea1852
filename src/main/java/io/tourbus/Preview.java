package io.tourbus;

import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.run.Jobs;
import io.tourbus.run.Run;
import io.tourbus.settings.Overlay;
import io.tourbus.source.Query;
import io.tourbus.source.Slice;
import io.tourbus.source.SliceReader;
import io.tourbus.spotify.ArtistId;
import io.tourbus.spotify.SpotifyPlan;
import io.tourbus.ticketmaster.TicketmasterPlan;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Looks at the first page of what a source has, as it would become records. Needs no AWS, and writes nothing anywhere. */
public final class Preview implements AutoCloseable {

    /** @param said how many there are, as far as the source tells */
    public record Found(List<RecordLine> records, List<Reject> rejects, OptionalLong said) {}

    private record Kind(String via, String reader) {}

    private static final Kind SEARCH = new Kind("spotify-search", "spotifySearch");
    private static final Kind ARTISTS = new Kind("spotify-artists", "spotifyArtists");
    private static final Kind TRACKS = new Kind("spotify-top-tracks", "spotifyTopTracks");
    private static final Kind VENUES = new Kind("ticketmaster-venues", "ticketmasterVenues");
    private static final Kind EVENTS = new Kind("ticketmaster-events", "ticketmasterEvents");

    private final Bus bus;
    private final Run run;

    private Preview(Bus bus, Run run) {
        this.bus = bus;
        this.run = run;
    }

    /**
     * @throws io.tourbus.settings.ConfigurationException when the settings do not allow it
     * @throws StartException when a route does not
     */
    public static Preview open(Overlay overlay, Clock clock) {
        return new Preview(Bus.withoutSinks(overlay, clock).start(), Run.looking(clock.instant()));
    }

    /** Those that are read, by name. */
    List<String> sources() {
        return bus.bean("jobs", Jobs.class).sources();
    }

    /**
     * @param query for artists a text to search for, or an artist's id or address; for tracks the latter; for venues and events
     *     a keyword, or parameters of the Discovery API ({@code countryCode=US&city=Austin})
     * @throws IllegalArgumentException when a source has no such entities, or the query is none
     * @throws io.tourbus.source.SourceException when the source does not answer as it should
     */
    public Found of(String source, Entity entity, String query) {
        return source.equals(SpotifyPlan.SOURCE) ? spotify(entity, query) : ticketmaster(entity, query);
    }

    private Found spotify(Entity entity, String query) {
        var id = ArtistId.of(query).map(List::of).orElse(List.of());
        if (entity == Entity.TRACKS) {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("'%s' is no artist: name one by its id or address".formatted(query));
            }
            return first(SpotifyPlan.SOURCE, entity, TRACKS, Map.of("market", "US"), id);
        }
        if (entity != Entity.ARTISTS) {
            throw new IllegalArgumentException("spotify has no %s: ask for artists or tracks".formatted(entity));
        }
        return id.isEmpty()
                ? first(SpotifyPlan.SOURCE, entity, SEARCH, Map.of("q", query, "type", "artist"), List.of())
                : first(SpotifyPlan.SOURCE, entity, ARTISTS, Map.of(), id);
    }

    private Found ticketmaster(Entity entity, String query) {
        if (entity != Entity.VENUES && entity != Entity.EVENTS) {
            throw new IllegalArgumentException("ticketmaster has no %s: ask for venues or events".formatted(entity));
        }
        Map<String, String> parameters = new TreeMap<>(Map.of("locale", "*"));
        if (query.contains("=")) {
            for (var one : query.split("&")) {
                var parts = one.split("=", 2);
                if (parts.length < 2 || parts[0].isBlank()) {
                    throw new IllegalArgumentException(
                            "'%s' is no parameter: write name=value&name=value, or a keyword".formatted(one));
                }
                parameters.put(parts[0].strip(), parts[1].strip());
            }
        } else {
            parameters.put("keyword", query);
        }
        return first(TicketmasterPlan.SOURCE, entity, entity == Entity.VENUES ? VENUES : EVENTS, parameters, List.of());
    }

    private Found first(String source, Entity entity, Kind kind, Map<String, String> parameters, List<String> ids) {
        var slice = Slice.of(new Query(source, entity, "preview"), kind.via(), "preview", parameters, ids);
        var reader = bus.bean(kind.reader(), SliceReader.class);
        var reading = reader.open(slice);
        for (int tries = 0; tries < 2 && reading.pages() == 0 && reading.hasNext(); tries++) {
            reader.read(bus.page(run, reading), reading, run.id());
        }
        return new Found(
                reading.normalized().stream().map(Normalized::line).toList(), reading.rejects(), reading.said());
    }

    @Override
    public void close() {
        bus.close();
    }
}
