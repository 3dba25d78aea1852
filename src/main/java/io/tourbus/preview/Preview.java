package io.tourbus.preview;

import io.tourbus.app.StartException;
import io.tourbus.app.TourbusContext;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.run.RunManager;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
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
    public static Preview open(SettingsOverrides overlay, Clock clock) {
        return new Preview(TourbusContext.withoutSinks(overlay, false, clock).start(), clock);
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
        return source.equals(SpotifyPlan.SOURCE) ? spotify(entity, query) : ticketmaster(entity, query);
    }

    private Found spotify(Entity entity, String query) {
        var id = ArtistId.parse(query).map(List::of).orElse(List.of());
        if (entity == Entity.TRACKS) {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("'%s' is no artist: name one by its id or address".formatted(query));
            }
            return first(SpotifyPlan.SOURCE, entity, "spotify-top-tracks", Map.of("market", "US"), id);
        }
        if (entity != Entity.ARTISTS) {
            throw new IllegalArgumentException("spotify has no %s: ask for artists or tracks".formatted(entity));
        }
        return id.isEmpty()
                ? first(SpotifyPlan.SOURCE, entity, "spotify-search", Map.of("q", query, "type", "artist"), List.of())
                : first(SpotifyPlan.SOURCE, entity, "spotify-artists", Map.of(), id);
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
        return first(TicketmasterPlan.SOURCE, entity, "ticketmaster-" + entity.label(), parameters, List.of());
    }

    private Found first(String source, Entity entity, String via, Map<String, String> parameters, List<String> ids) {
        var reading = firstPage.read(Slice.of(new Query(source, entity, "preview"), via, "preview", parameters, ids));
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
