package io.tourbus;

import io.tourbus.lake.LakeObjects;
import io.tourbus.metrics.Traces;
import io.tourbus.run.DeadLetterOffice;
import io.tourbus.run.Deliveries;
import io.tourbus.run.ErrorsAsFailures;
import io.tourbus.run.Jobs;
import io.tourbus.run.Jobs.Reader;
import io.tourbus.run.Journal;
import io.tourbus.run.Ledger;
import io.tourbus.run.Leftovers;
import io.tourbus.run.LetterFile;
import io.tourbus.run.LetterObjects;
import io.tourbus.run.Manifests;
import io.tourbus.run.Renormalizer;
import io.tourbus.run.Replay;
import io.tourbus.run.Reprocessing;
import io.tourbus.run.RetryLog;
import io.tourbus.run.RunSettings;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.run.SlicePermits;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Overlay;
import io.tourbus.settings.SettingFunction;
import io.tourbus.source.Encounters;
import io.tourbus.source.Pace;
import io.tourbus.source.Quota;
import io.tourbus.source.SecondChance;
import io.tourbus.source.SlicePlan;
import io.tourbus.source.SliceReader;
import io.tourbus.source.SliceReaders;
import io.tourbus.source.SourceKit;
import io.tourbus.spotify.SpotifyBeans;
import io.tourbus.spotify.SpotifyPlan;
import io.tourbus.state.State;
import io.tourbus.ticketmaster.TicketmasterBeans;
import io.tourbus.ticketmaster.TicketmasterPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Registry;

/** Reads the settings and makes the beans that the routes name, before Camel reads the routes. */
final class Beans extends MainListenerSupport implements AutoCloseable {

    private final Path home;
    private final Overlay overlay;
    private final Extent extent;
    private final Clock clock;
    private final AtomicReference<AllSettings> present = new AtomicReference<>();
    private final SortedMap<String, SourceControl> controls = new TreeMap<>();
    private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
    private AwsBeans aws;
    private AlertBeans alerts;
    private State state;
    private OperationBeans operations;
    private Optional<Traces> traces = Optional.empty();

    /**
     * @param home Tourbus's own folder, or the working directory where there is none
     * @param overlay has the environment in it: Camel does not look there first any more
     */
    Beans(Path home, Overlay overlay, Extent extent, Clock clock) {
        this.home = home;
        this.overlay = overlay;
        this.extent = extent;
        this.clock = clock;
    }

    /** @throws ConfigurationException naming all that is wrong with the settings */
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        SettingFunction.all(context).forEach(context.getPropertiesComponent()::addPropertiesFunction);
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());

        var settings = SettingsFile.of(context, overlay);
        var all = AllSettings.read(settings, home, extent.serving());
        traces = Traces.read(settings);
        aws = extent.sinks() ? AwsBeans.read(settings) : null;
        alerts = new AlertBeans(settings, all.alerts());
        settings.check();
        present.set(all);
        var spotify = all.spotify();
        var ticketmaster = all.ticketmaster();
        main.configure().setRoutesExcludePattern(extent.without(all.server().enabled()));
        if (!extent.serving()) {
            main.configure().setJmxManagementMBeansLevel(ManagementMBeansLevel.RoutesOnly);
        }
        state = extent.state() ? all.state().open() : State.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
        var registry = context.getRegistry();
        traces.ifPresent(some -> some.bind(context));
        var encounters = new Encounters(state.artists(), clock, spotify.configured() && spotify.matchPerformers());
        var spotifyQuota = quota(SpotifyPlan.SOURCE, spotify.requestsPerDay());
        var ticketmasterQuota = quota(TicketmasterPlan.SOURCE, ticketmaster.requestsPerDay());
        var spotifyBeans =
                new SpotifyBeans(spotify, context.createProducerTemplate(), kit(context, spotifyQuota, encounters));
        var ticketmasterBeans = new TicketmasterBeans(
                ticketmaster, spotify.matchPerformers(), kit(context, ticketmasterQuota, encounters));
        spotifyBeans.bind(registry);
        ticketmasterBeans.bind(registry);
        Map<String, SliceReader> sliceReaders = new TreeMap<>(spotifyBeans.sliceReaders());
        sliceReaders.putAll(ticketmasterBeans.sliceReaders());
        registry.bind("sliceReaders", new SliceReaders(sliceReaders));
        registry.bind("sliceExecutor", context.getExecutorServiceManager().newCachedThreadPool(this, "slices"));
        var spotifyPermits = permits(spotifyQuota, spotify.slicesAtOnce());
        var ticketmasterPermits = permits(ticketmasterQuota, ticketmaster.slicesAtOnce());

        Map<String, Reader> readers = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        if (!all.wants(SpotifyPlan.SOURCE)) {
            notes.add("spotify: left out: tourbus.run.only does not name it");
        } else if (spotify.configured()) {
            readers.put(
                    SpotifyPlan.SOURCE,
                    new Reader(
                            SlicePlan.latest(
                                    () -> spotifyBeans.plan(present.get().spotify())),
                            spotifyQuota,
                            spotifyPermits));
        } else {
            notes.add("spotify: left out: API_SPOTIFY_CLIENT_ID and API_SPOTIFY_CLIENT_SECRET are not set");
        }
        if (!all.wants(TicketmasterPlan.SOURCE)) {
            notes.add("ticketmaster: left out: tourbus.run.only does not name it");
        } else if (ticketmaster.configured()) {
            readers.put(
                    TicketmasterPlan.SOURCE,
                    new Reader(
                            SlicePlan.latest(
                                    () -> ticketmasterBeans.plan(present.get().ticketmaster())),
                            ticketmasterQuota,
                            ticketmasterPermits));
        } else {
            notes.add("ticketmaster: left out: API_TICKETMASTER_API_KEY is not set");
        }
        var journal = new Journal(state, this::runs, clock);
        var jobs = new Jobs(readers, notes, this::runs, new Leftovers(state.gaps()), journal, clock);
        registry.bind("runManager", jobs);
        new ScheduleBeans(this::schedules, state, clock).bind(context);
        if (all.measured()) {
            var entities = Map.of(
                    SpotifyPlan.SOURCE, spotifyBeans.readers().keySet(),
                    TicketmasterPlan.SOURCE, ticketmasterBeans.readers().keySet());
            new MetricBeans(jobs, entities, state, this::schedules, clock).bind(context);
        }
        registry.bind("runRepository", journal);
        alerts.bind(context, this::runs, this::schedules, state, clock);
        registry.bind("runRecorder", new Ledger());
        registry.bind("retryLog", new RetryLog());
        registry.bind("embeddedMetrics", all.embeddedMetrics());
        registry.bind("retryOnceCondition", new SecondChance());
        if (extent.sinks()) {
            var normalizers = new EnumMap<>(spotifyBeans.readers());
            normalizers.putAll(ticketmasterBeans.readers());
            registry.bind("renormalizer", new Renormalizer(normalizers));
            bindSinks(registry, all.state());
            registry.bind(
                    "reprocessing",
                    new Reprocessing(
                            aws.lakeReader(), normalizers, aws.lake().processedBucket(), state.hashes(), clock));
        }
        if (extent.serving()) {
            operations = new OperationBeans(all.server(), this::schedules, state, controls, clock);
            operations.bind(context, aws.lakeWindow());
        }
    }

    private void bindSinks(Registry registry, StateSettings stateSettings) {
        aws.bind(registry);
        var landed = state.landedObjects();
        registry.bind(
                "lakeObjects",
                new LakeObjects(
                        aws.lake().bucket(),
                        aws.lake().processedBucket(),
                        aws.lake().unchanged(),
                        object -> landed.has(object.metadata().get("run_id"), object.landed())));
        registry.bind("manifests", new Manifests(landed, aws.lake().bucket(), Release.version(), clock));
        registry.bind("deadLetterQueue", new DeadLetterOffice(state.deadLetters(), clock));
        registry.bind("deadLetterFile", new LetterFile(stateSettings.folder().resolve("dead-letters")));
        registry.bind("deadLetterObjects", new LetterObjects(aws.lake().bucket()));
        registry.bind("deadLetterReplayer", new Replay(state.deadLetters()));
        registry.bind("deliveryTracker", new Deliveries(state, clock));
    }

    State state() {
        return state;
    }

    private RunSettings runs() {
        return present.get().run();
    }

    private ScheduleSettings schedules() {
        return present.get().schedules();
    }

    private Quota quota(String source, int requestsPerDay) {
        return new Quota(source, requestsPerDay, state.usage(), state.blocks(), clock);
    }

    private SourceKit kit(CamelContext context, Quota quota, Encounters encounters) {
        var throttle = throttle(quota.source());
        context.getCamelContextExtension().addInterceptStrategy(throttle);
        var pace = new Pace(quota.source(), throttle::millis, throttle::millis);
        return SourceKit.of(quota, pace, encounters, () -> runs().longestWait(), state, clock);
    }

    /** The throttle of a source. */
    Throttle throttle(String source) {
        return throttles.computeIfAbsent(source, Throttle::new);
    }

    private SlicePermits permits(Quota quota, int slices) {
        var permits = new SlicePermits(slices);
        controls.put(quota.source(), new SourceControl(throttle(quota.source()), quota, permits));
        return permits;
    }

    /** @throws ConfigurationException when an address or a bucket cannot be had; for a bus that is not to be started, none is asked for */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        if (extent.sinks()) {
            alerts.open(main.getCamelContext(), aws.topics());
        }
        if (extent.sinks() && main.configure().isAutoStartup()) {
            aws.probe();
        }
        controls.forEach((source, control) -> Exposed.register("Source", source, control));
        if (operations != null) {
            operations.serve(main.getCamelContext(), aws.streamTail(clock), this::edits);
        }
    }

    private SettingsEdits edits(CamelContext context) {
        return new SettingsEdits(context, home, overlay, present, controls, clock);
    }

    /** Closes what Camel does not: the clients of the sinks and the state. */
    @Override
    public void close() {
        controls.keySet().forEach(source -> Exposed.unregister("Source", source));
        if (operations != null) {
            operations.close();
        }
        if (alerts != null) {
            alerts.close();
        }
        if (aws != null) {
            aws.close();
        }
        if (state != null) {
            state.close();
        }
        traces.ifPresent(Traces::close);
    }
}
