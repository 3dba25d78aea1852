package io.tourbus.app;

import io.tourbus.admin.http.ServerSettings;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.Settings;
import io.tourbus.spotify.SpotifyPlan;
import io.tourbus.spotify.SpotifySettings;
import io.tourbus.ticketmaster.TicketmasterPlan;
import io.tourbus.ticketmaster.TicketmasterSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All settings except those of the sinks.
 *
 * @param measured {@code camel.metrics.enabled}
 * @param only {@code tourbus.run.only}; empty for all sources
 */
record AllSettings(
        SpotifySettings spotify,
        TicketmasterSettings ticketmaster,
        RunSettings run,
        ScheduleSettings schedules,
        ServerSettings server,
        StateSettings state,
        AlertSettings alerts,
        EmbeddedMetrics embeddedMetrics,
        boolean measured,
        List<String> only) {

    /**
     * Leaves {@link Settings#check()} to the caller.
     *
     * @param home the home folder of Tourbus, or the working directory if there is none
     * @param starting whether servers are about to start
     */
    static AllSettings read(Settings settings, Path home, boolean starting) {
        var all = new AllSettings(
                SpotifySettings.read(settings, home),
                TicketmasterSettings.read(settings),
                RunSettings.read(settings),
                ScheduleSettings.read(settings),
                ServerSettings.read(settings, starting),
                StateSettings.read(settings, home),
                AlertSettings.read(settings),
                EmbeddedMetrics.read(settings, System.getenv().keySet()),
                settings.flag("camel.metrics.enabled"),
                settings.list("tourbus.run.only"));
        settings.validate("tourbus.lambda.margin-seconds", "tourbus.traces.");
        all.checkSources(settings);
        all.checkOnly(settings);
        return all;
    }

    /** Whether {@code tourbus.run.only} allows a source. */
    boolean wants(String source) {
        return only.isEmpty() || only.contains(source);
    }

    private void checkSources(Settings settings) {
        if (!spotify.configured() && !ticketmaster.configured() && !settings.hasProblems()) {
            settings.problem("API_SPOTIFY_CLIENT_ID is not set. Set it to read Spotify.");
            settings.problem("API_SPOTIFY_CLIENT_SECRET is not set. Set it to read Spotify.");
            settings.problem("API_TICKETMASTER_API_KEY is not set. Set it to read Ticketmaster.");
        }
    }

    private void checkOnly(Settings settings) {
        Map<String, Boolean> sources = new TreeMap<>(
                Map.of(SpotifyPlan.SOURCE, spotify.configured(), TicketmasterPlan.SOURCE, ticketmaster.configured()));
        for (var source : only) {
            if (!sources.containsKey(source)) {
                settings.invalid("tourbus.run.only", source, "one or more of " + String.join(", ", sources.keySet()));
            } else if (!sources.get(source)) {
                settings.problem(
                        "tourbus.run.only", "names a source without credentials: " + source, "Set its credentials.");
            }
        }
    }
}
