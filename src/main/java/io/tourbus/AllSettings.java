package io.tourbus;

import io.tourbus.alerts.AlertSettings;
import io.tourbus.metrics.EmbeddedMetrics;
import io.tourbus.operate.ServerSettings;
import io.tourbus.run.RunSettings;
import io.tourbus.run.ScheduleSettings;
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
 * What the settings say together, save of the sinks.
 *
 * @param measured whether there are meters
 * @param only the sources that may be read; empty for all
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
     * Leaves it to the caller to check whether there was any problem.
     *
     * @param home Tourbus's own folder, or the working directory where there is none
     * @param starting whether servers are about to be started
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
        settings.seconds("tourbus.lambda.margin-seconds");
        settings.flag("tourbus.traces.enabled");
        all.checkSources(settings);
        all.checkOnly(settings);
        return all;
    }

    /** Whether a source is read if it has credentials. */
    boolean wants(String source) {
        return only.isEmpty() || only.contains(source);
    }

    private void checkSources(Settings settings) {
        if (!spotify.configured() && !ticketmaster.configured() && !settings.hasProblems()) {
            settings.problem("API_SPOTIFY_CLIENT_ID is not set: set it to read Spotify");
            settings.problem("API_SPOTIFY_CLIENT_SECRET is not set: set it to read Spotify");
            settings.problem("API_TICKETMASTER_API_KEY is not set: set it to read Ticketmaster");
        }
    }

    private void checkOnly(Settings settings) {
        Map<String, Boolean> sources = new TreeMap<>(
                Map.of(SpotifyPlan.SOURCE, spotify.configured(), TicketmasterPlan.SOURCE, ticketmaster.configured()));
        for (var source : only) {
            if (!sources.containsKey(source)) {
                settings.problem(
                        "tourbus.run.only",
                        "names '%s': set %s".formatted(source, String.join(", ", sources.keySet())));
            } else if (!sources.get(source)) {
                settings.problem("tourbus.run.only", "names %s, which has no credentials: set them".formatted(source));
            }
        }
    }
}
