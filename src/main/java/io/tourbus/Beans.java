package io.tourbus;

import io.tourbus.run.Jobs;
import io.tourbus.run.Ledger;
import io.tourbus.run.RetryLog;
import io.tourbus.run.RunSettings;
import io.tourbus.run.Workers;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Settings;
import io.tourbus.settings.TimeFunction;
import io.tourbus.source.SlicePlan;
import io.tourbus.spotify.SpotifyBeans;
import io.tourbus.spotify.SpotifyPlan;
import io.tourbus.spotify.SpotifySettings;
import io.tourbus.ticketmaster.TicketmasterBeans;
import io.tourbus.ticketmaster.TicketmasterPlan;
import io.tourbus.ticketmaster.TicketmasterSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Reads the settings and makes the beans that the routes name, before Camel reads the routes. */
final class Beans extends MainListenerSupport {

    private final Clock clock;

    Beans(Clock clock) {
        this.clock = clock;
    }

    /** @throws ConfigurationException naming all that is wrong with the settings */
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        context.getPropertiesComponent().addPropertiesFunction(TimeFunction.ofSeconds(context));
        context.getPropertiesComponent().addPropertiesFunction(TimeFunction.ofRequestsPerMinute(context));

        var settings = new Settings(
                key -> context.getPropertiesComponent().resolveProperty(key).orElse(null));
        var spotify = SpotifySettings.read(settings);
        var ticketmaster = TicketmasterSettings.read(settings);
        var run = RunSettings.read(settings);
        checkSources(settings, spotify, ticketmaster);
        var aws = AwsBeans.read(settings);
        settings.check();

        var registry = context.getRegistry();
        new SpotifyBeans(spotify, context.createProducerTemplate(), run.longestWait(), clock).bind(registry);
        new TicketmasterBeans(ticketmaster, run.longestWait(), clock).bind(registry);
        aws.bind(registry);
        registry.bind("spotifyWorkers", new Workers("spotify", spotify.slicesAtOnce()));
        registry.bind("ticketmasterWorkers", new Workers("ticketmaster", ticketmaster.slicesAtOnce()));
        registry.bind("jobs", jobs(spotify, ticketmaster, run));
        registry.bind("ledger", new Ledger());
        registry.bind("retryLog", new RetryLog());
    }

    private static void checkSources(Settings settings, SpotifySettings spotify, TicketmasterSettings ticketmaster) {
        if (!spotify.configured() && !ticketmaster.configured() && !settings.hasProblems()) {
            settings.problem("API_SPOTIFY_CLIENT_ID is not set: set it to read Spotify");
            settings.problem("API_SPOTIFY_CLIENT_SECRET is not set: set it to read Spotify");
            settings.problem("API_TICKETMASTER_API_KEY is not set: set it to read Ticketmaster");
        }
    }

    private Jobs jobs(SpotifySettings spotify, TicketmasterSettings ticketmaster, RunSettings run) {
        Map<String, SlicePlan> plans = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        if (spotify.configured()) {
            plans.put(SpotifyPlan.SOURCE, new SpotifyPlan(spotify));
        } else {
            notes.add("spotify: left out: API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET are not set");
        }
        if (ticketmaster.configured()) {
            plans.put(TicketmasterPlan.SOURCE, new TicketmasterPlan(ticketmaster));
        } else {
            notes.add("ticketmaster: left out: API_TICKETMASTER_API_KEY is not set");
        }
        return new Jobs(plans, notes, run, clock);
    }
}
