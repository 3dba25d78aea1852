package io.tourbus.app;

import io.tourbus.admin.jmx.MBeanRegistrar;
import io.tourbus.alerts.SnsComponent;
import io.tourbus.aws.AwsClients;
import io.tourbus.deadletter.DeadLetterFile;
import io.tourbus.deadletter.DeadLetterObjects;
import io.tourbus.deadletter.DeadLetterQueue;
import io.tourbus.deadletter.DeadLetterReplayer;
import io.tourbus.deadletter.Renormalizer;
import io.tourbus.deadletter.Reprocessor;
import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.delivery.ErrorsAsFailures;
import io.tourbus.delivery.ManifestWriter;
import io.tourbus.delivery.RetryLog;
import io.tourbus.delivery.SinkRecorder;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.metrics.Traces;
import io.tourbus.run.GapTracker;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunRecorder;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Release;
import io.tourbus.settings.SettingFunction;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.sink.Sink;
import io.tourbus.sink.SinkContext;
import io.tourbus.sink.Sinks;
import io.tourbus.source.Source;
import io.tourbus.source.limit.RouteThrottle;
import io.tourbus.source.slice.RetryOnce;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.state.State;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import software.amazon.awssdk.services.sns.SnsClient;

/** Reads the settings, and binds the beans that the routes refer to, before Camel loads the routes. */
final class Wiring extends MainListenerSupport implements AutoCloseable {

    private final Modules modules;
    private final Path home;
    private final SettingsOverrides overrides;
    private final RuntimeProfile profile;
    private final Clock clock;
    private final AtomicReference<AllSettings> current = new AtomicReference<>();
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private SourceConnections sources;
    private Settings settings;
    private AwsClients aws;
    private Map<String, Sink.Configuration> sinkSettings;
    private Sinks sinks;
    private AlertsModule alerts;
    private State state;
    private AdminModule admin;

    /**
     * @param home the home folder, or the working directory if there is none
     * @param overrides settings that win over the file, including those of the environment
     */
    Wiring(Modules modules, Path home, SettingsOverrides overrides, RuntimeProfile profile, Clock clock) {
        this.modules = modules;
        this.home = home;
        this.overrides = overrides;
        this.profile = profile;
        this.clock = clock;
    }

    /** @throws ConfigurationException with all problems of the settings */
    @Override
    public void beforeConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        SettingFunction.all(context).forEach(context.getPropertiesComponent()::addPropertiesFunction);
        context.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());

        settings = SettingsFile.load(context, overrides);
        var all = AllSettings.read(settings, modules.sources(), home, profile.serving());
        var traces = Traces.read(settings);
        traces.ifPresent(tracing -> closers.push(tracing::close));
        closers.push(() -> Optional.ofNullable(state).ifPresent(State::close));
        if (profile.sinks()) {
            sinkSettings = Sinks.read(modules.sinks(), settings);
            aws = AwsClients.read(settings);
            closers.push(aws::close);
        }
        alerts = new AlertsModule(settings, all.alerts());
        closers.push(alerts::close);
        settings.check();
        current.set(all);

        main.configure()
                .setRoutesExcludePattern(profile.excludedRouteFiles(all.server().enabled()));
        if (!profile.serving()) {
            main.configure().setJmxManagementMBeansLevel(ManagementMBeansLevel.RoutesOnly);
        }
        state = profile.state() ? all.state().open() : State.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
        traces.ifPresent(tracing -> tracing.bind(context));
        bindRuns(context, all);
        if (profile.sinks()) {
            bindSinks(context, all.state());
        }
        if (profile.serving()) {
            admin = new AdminModule(all.server(), this::schedules, state, sources.controls(), clock);
            closers.push(admin::close);
            admin.bind(context);
        }
    }

    private void bindRuns(CamelContext context, AllSettings all) {
        var registry = context.getRegistry();
        sources = SourceConnections.connect(modules.sources(), context, current::get, state, clock);
        registry.bind("sliceReaders", new SliceReaders(sources.sliceReaders()));
        registry.bind("sliceExecutor", context.getExecutorServiceManager().newCachedThreadPool(this, "slices"));
        var runs = new RunRegistry(state, this::runs, clock);
        var runManager = new RunManager(
                sources.readers(),
                sources.notes(),
                modules.sinkCounters(),
                this::runs,
                new GapTracker(state.gaps()),
                runs,
                clock);
        registry.bind("runManager", runManager);
        registry.bind("runRegistry", runs);
        registry.bind("runRecorder", new RunRecorder());
        registry.bind("retryOnceCondition", new RetryOnce());
        registry.bind("embeddedMetrics", all.embeddedMetrics());
        new ScheduleModule(this::schedules, state, clock).bind(context);
        if (all.metrics()) {
            new MetricsModule(runManager, modules.sinks(), sources.entities(), state, this::schedules, clock)
                    .bind(context);
        }
        alerts.bind(context, this::runs, this::schedules, state, clock);
        registry.bind("retryLog", new RetryLog());
    }

    private void bindSinks(CamelContext context, StateSettings stateSettings) {
        var registry = context.getRegistry();
        sinks = new Sinks(modules.sinks(), sinkSettings, new SinkContext(context, aws, state, clock));
        registry.bind("sinks", sinks);
        registry.bind("sinkRecorder", new SinkRecorder(sinks));
        var lake = registry.lookupByNameAndType("lakeSettings", LakeSettings.class);
        registry.bind(
                "manifestWriter", new ManifestWriter(state.landedObjects(), lake.bucket(), Release.version(), clock));
        registry.bind("deadLetterQueue", new DeadLetterQueue(state.deadLetters(), sinks, clock));
        registry.bind(
                "deadLetterFile", new DeadLetterFile(stateSettings.folder().resolve("dead-letters")));
        registry.bind("deadLetterObjects", new DeadLetterObjects(lake.bucket()));
        registry.bind("deadLetterReplayer", new DeadLetterReplayer(state.deadLetters(), sinks));
        registry.bind("deliveryTracker", new DeliveryTracker(state, clock));
        registry.bind("renormalizer", new Renormalizer(sources::normalizer));
        registry.bind(
                "reprocessor",
                new Reprocessor(
                        registry.lookupByNameAndType("lakeReader", LakeReader.class),
                        sources.byName(),
                        lake.processedBucket(),
                        state.hashes(),
                        clock));
    }

    State state() {
        return state;
    }

    private RunSettings runs() {
        return current.get().run();
    }

    private ScheduleSettings schedules() {
        return current.get().schedules();
    }

    RouteThrottle throttle(String source) {
        return sources.throttles().get(source);
    }

    Source.Connection source(String name) {
        return sources.byName().get(name);
    }

    /** @throws ConfigurationException if the endpoint of the alerts is not valid, or a bucket cannot be accessed */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        if (profile.sinks()) {
            alerts.open(
                    main.getCamelContext(),
                    new SnsComponent(region -> aws.client(SnsClient.builder(), aws.timeouts(), region)));
        }
        if (profile.sinks() && main.configure().isAutoStartup()) {
            sinks.connections().forEach(sink -> sink.probe(settings));
            settings.check();
        }
        sources.controls().forEach((source, control) -> {
            MBeanRegistrar.register("Source", source, control);
            closers.push(() -> MBeanRegistrar.unregister("Source", source));
        });
        if (admin != null) {
            admin.serve(main.getCamelContext(), this::reloader);
        }
    }

    private SettingsReloader reloader(CamelContext context) {
        return new SettingsReloader(context, modules, home, overrides, current, sources.controls(), clock);
    }

    /** Closes the resources that Camel does not manage, the latest first. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
