package io.tourbus.app;

import io.tourbus.admin.EssentialRoutes;
import io.tourbus.admin.http.ServerVertx;
import io.tourbus.admin.jmx.MBeanRegistrar;
import io.tourbus.admin.jmx.SharedMBeanInfo;
import io.tourbus.admin.status.RunLog;
import io.tourbus.alerts.AlertSender;
import io.tourbus.alerts.SnsComponent;
import io.tourbus.app.settings.AllSettings;
import io.tourbus.app.settings.CurrentSettings;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.SettingsFile;
import io.tourbus.app.settings.SettingsOfRuns;
import io.tourbus.app.settings.SliceQueueSetting;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.aws.AwsClients;
import io.tourbus.deadletter.DeadLetterFile;
import io.tourbus.deadletter.DeadLetterObjects;
import io.tourbus.deadletter.DeadLetterQueue;
import io.tourbus.deadletter.DeadLetterReplayer;
import io.tourbus.deadletter.Redelivery;
import io.tourbus.deadletter.Renormalizer;
import io.tourbus.deadletter.Reprocessor;
import io.tourbus.delivery.AbandonedObjects;
import io.tourbus.delivery.DeliveryTracker;
import io.tourbus.delivery.ErrorsAsFailures;
import io.tourbus.delivery.ManifestWriter;
import io.tourbus.delivery.RetryLog;
import io.tourbus.delivery.SinkRecorder;
import io.tourbus.hook.HookCalls;
import io.tourbus.hook.HookDeadLetters;
import io.tourbus.hook.OptionalSinks;
import io.tourbus.hook.PostgresTables;
import io.tourbus.hook.RecordEditor;
import io.tourbus.hook.RecordHooks;
import io.tourbus.lake.LakeObjects;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.metrics.Traces;
import io.tourbus.redshift.Redshift;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunManager;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Release;
import io.tourbus.settings.SettingFunction;
import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.sink.Sink;
import io.tourbus.sink.Sinks;
import io.tourbus.source.Source;
import io.tourbus.source.limit.BoundedHttpComponent;
import io.tourbus.source.limit.MemoryBudget;
import io.tourbus.source.slice.EntityHook;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import software.amazon.awssdk.services.sns.SnsClient;

/** Reads the settings, and binds the beans that the routes refer to, before Camel loads the routes. */
final class Wiring extends MainListenerSupport implements AutoCloseable {

    /**
     * The parts of Tourbus that a command needs.
     *
     * @param sinks whether records can be delivered; otherwise only the routes that read from sources are loaded
     * @param state whether the state database is opened; otherwise the state is an empty one in memory
     * @param serving whether the HTTP API, health checks and reload are available
     */
    record Profile(boolean sinks, boolean state, boolean serving) {

        static final Profile RUN = new Profile(true, true, false);
        static final Profile SERVE = new Profile(true, true, true);
        static final Profile PREVIEW = new Profile(false, false, false);
        static final Profile PREVIEW_WITH_STATE = new Profile(false, true, false);

        /** The names of the route files to load, without folder and extension. Each source has a file with its name. */
        List<String> routeFiles(List<Source> sources) {
            return sinks
                    ? HookFolder.isPresent() ? List.of("*", "hooks/*") : List.of("*")
                    : Stream.concat(
                                    Stream.of("failures", "fetching", "sources"),
                                    sources.stream().map(Source::routeFile).distinct())
                            .toList();
        }

        /**
         * @param server whether there is an HTTP server for the API
         * @param redshift whether loads of Redshift are scheduled
         * @param described whether a source is read whose routes no file contains
         * @param announced whether slices are announced in a queue
         * @param hooks whether the installation has hooks, which can use the templates of sinks
         */
        Set<String> excludedRouteFiles(
                boolean server, boolean redshift, boolean described, boolean announced, boolean hooks) {
            return Stream.of(
                            serving ? "" : "operations",
                            serving && server ? "" : "api",
                            redshift ? "" : "redshift",
                            described ? "" : "described",
                            serving && announced ? "" : "slice-queue",
                            hooks ? "" : "optional-sinks",
                            "stream-records")
                    .filter(name -> !name.isEmpty())
                    .map("%s.camel.yaml"::formatted)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    private final Modules modules;
    private final SettingsOverrides overrides;
    private final Profile profile;
    private final Clock clock;
    private final AtomicReference<AllSettings> current = new AtomicReference<>();
    private final ReloadStatus reload = new ReloadStatus();
    private final CurrentSettings visible = new CurrentSettings(current);
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private String initiator = "cli";
    private SourceConnections sources;
    private Settings settings;
    private AwsClients aws;
    private Map<String, Sink.Configuration> sinkSettings;
    private CompletableFuture<Map<String, Sink.Configuration>> preparing;
    private CompletableFuture<Void> probing = CompletableFuture.completedFuture(null);
    private Sinks sinks;
    private HookDeadLetters deadLetters;
    private RecordHooks recordHooks;
    private State state;
    private AdminModule admin;
    private Set<String> excludedRouteFiles = Set.of();

    /** @param overrides settings that win over the file, including those of the environment */
    Wiring(Modules modules, SettingsOverrides overrides, Profile profile, Clock clock) {
        this.modules = modules;
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
        context.getCamelContextExtension().setManagementMBeanAssembler(new SharedMBeanInfo(context));

        settings = SettingsFile.load(context, overrides);
        var all = AllSettings.read(settings, modules.sources(), profile.serving());
        var traces = Traces.read(settings);
        traces.ifPresent(tracing -> closers.push(tracing::close));
        closers.push(() -> Optional.ofNullable(state).ifPresent(State::close));
        if (profile.sinks()) {
            sinkSettings = Sinks.read(modules.sinks(), settings);
            aws = AwsClients.read(settings);
            HookFolder.problems().forEach(settings::problem);
            closers.push(aws::close);
        }
        // In Lambda, which does not serve, the client of Redshift is missing.
        var redshiftScheduled = profile.serving() && Redshift.isScheduled(settings);
        if (redshiftScheduled) {
            var redshift = Redshift.toLoad(settings, Home.path());
            closers.push(redshift::close);
            context.getRegistry().bind("redshift", redshift);
        }
        settings.check();
        if (profile.sinks()) {
            preparing = inBackground("prepare-sinks", () -> Sinks.prepare(sinkSettings, aws));
            closers.push(() -> await(preparing));
        }
        current.set(profile.serving() ? all : all.startedBy(RunOrigin.of(initiator, overrides.options())));

        var described = modules.sources().stream()
                .filter(source -> all.sources().get(source.name()).configured())
                .flatMap(source -> source.routes().stream())
                .toList();
        described.forEach(main.configure()::addRoutesBuilder);
        excludedRouteFiles = profile.excludedRouteFiles(
                all.server().server().enabled(),
                redshiftScheduled,
                !described.isEmpty(),
                all.announcesSlices(),
                HookFolder.isPresent());
        main.configure()
                .setRoutesExcludePattern(
                        excludedRouteFiles.stream().map("**/%s"::formatted).collect(Collectors.joining(",")));
        if (!profile.serving()) {
            main.configure().setJmxManagementMBeansLevel(ManagementMBeansLevel.RoutesOnly);
        }
        state = profile.state() ? all.state().open() : all.state().openEmpty();
        var limits = profile.state() ? state : all.state().openLimits(state);
        closers.push(limits::close);
        traces.ifPresent(tracing -> tracing.bind(context));
        var memory = MemoryBudget.ofHeap();
        context.getRegistry().bind("responseMemory", memory);
        for (var scheme : List.of("http", "https")) {
            context.addComponent(scheme, new BoundedHttpComponent(all.responses(), memory));
        }
        sources = SourceConnections.connect(modules.sources(), context, visible, state, limits, clock);
        var hooks = profile.sinks() ? hooks(context, all.state()) : EntityHook.NONE;
        new RunModule(
                        modules,
                        visible,
                        new SettingsOfRuns(modules.sources(), overrides, visible),
                        sources,
                        state,
                        () -> reload.refused().size(),
                        profile.serving(),
                        hooks,
                        clock)
                .bind(context);
        context.getRegistry().bind("retryLog", new RetryLog());
        if (profile.sinks()) {
            bindSinks(context, main.configure().isAutoStartup());
        }
        if (profile.serving()) {
            var temporary = TemporaryFolder.open(all.state().folder());
            closers.push(temporary::close);
            admin = new AdminModule(
                    modules,
                    all.server(),
                    new ServerVertx(all.server(), temporary.path().resolve("vertx-cache")),
                    () -> current.get().schedules(),
                    new RunStarter(
                            modules,
                            overrides,
                            visible,
                            context.getRegistry().lookupByNameAndType("runManager", RunManager.class)),
                    all.state(),
                    state,
                    sources.controls(),
                    reload,
                    new RunLog(state.runs()),
                    clock);
            closers.push(admin::close);
            admin.bind(context);
        }
    }

    private RecordHooks hooks(CamelContext context, StateSettings stateSettings) {
        var registry = context.getRegistry();
        var file = new DeadLetterFile(stateSettings.folder().resolve("dead-letters"));
        registry.bind("deadLetterFile", file);
        var calls = new HookCalls(context, settings.seconds("tourbus.hooks.timeout-seconds"));
        deadLetters = new HookDeadLetters(state.deadLetters(), calls, file::append, clock);
        recordHooks = new RecordHooks(calls, deadLetters, settings.flag("tourbus.lake.unchanged"));
        registry.bind("hooks", recordHooks);
        registry.bind("record", new RecordEditor());
        registry.bind("optionalSinks", new OptionalSinks(deadLetters));
        registry.bind("postgresTables", new PostgresTables());
        return recordHooks;
    }

    /** @param probe whether to look in the background for problems of the sinks */
    private void bindSinks(CamelContext context, boolean probe) {
        var registry = context.getRegistry();
        sinks = new Sinks(modules.sinks(), result(preparing), new Sink.Context(context, aws, state, clock));
        registry.bind("sinks", sinks);
        registry.bind("sinkRecorder", new SinkRecorder(sinks));
        var lake = registry.lookupByNameAndType("lakeSettings", LakeSettings.class);
        registry.bind("manifestWriter", new ManifestWriter(state, lake.bucket(), Release.version(), clock));
        registry.bind(
                "abandonedObjects",
                new AbandonedObjects(
                        state,
                        registry.lookupByNameAndType("lakeObjects", LakeObjects.class),
                        registry.lookupByNameAndType("lakeReader", LakeReader.class)));
        registry.bind("deadLetterQueue", new DeadLetterQueue(deadLetters, sinks, clock));
        registry.bind("deadLetterObjects", new DeadLetterObjects(lake.bucket()));
        registry.bind("deadLetterReplayer", new DeadLetterReplayer(state.deadLetters(), sinks, recordHooks));
        registry.bind("deliveryTracker", new DeliveryTracker(state, sinks, clock));
        registry.bind("renormalizer", new Renormalizer(sources::normalizer, recordHooks));
        registry.bind(
                "redelivery",
                new Redelivery(
                        registry.lookupByNameAndType("lakeReader", LakeReader.class), lake, sinks, state.hashes()));
        registry.bind(
                "reprocessor",
                new Reprocessor(
                        registry.lookupByNameAndType("lakeReader", LakeReader.class),
                        sources.byName(),
                        lake.processedBucket(),
                        state.hashes(),
                        recordHooks));
        if (probe) {
            probing = inBackground("probe-sinks", () -> {
                sinks.connections().forEach(sink -> sink.probe(settings));
                return null;
            });
            closers.push(() -> await(probing));
        }
    }

    /** Sets who starts the runs of a process without schedules. */
    void startedBy(String who) {
        initiator = who;
    }

    State state() {
        return state;
    }

    SourceConnections sources() {
        return sources;
    }

    /** @throws ConfigurationException if the endpoint of the alerts or the queue of slices is not valid */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        var context = main.getCamelContext();
        if (profile.sinks()) {
            context.addComponent(
                    "sns", new SnsComponent(region -> aws.client(SnsClient.builder(), aws.timeouts(), region)));
            var alertSender = context.getRegistry().lookupByNameAndType("alertSender", AlertSender.class);
            closers.push(alertSender::close);
            alertSender.open(context, settings);
            settings.check();
        }
        sources.controls().forEach((source, control) -> {
            MBeanRegistrar.register("Source", source, control, main.getCamelContext());
            closers.push(() -> MBeanRegistrar.unregister("Source", source));
        });
        if (admin != null) {
            context.getManagementStrategy().setManagementObjectStrategy(new EssentialRoutes());
            admin.serve(context, excludedRouteFiles, this::reloader);
            checkQueue(context);
        }
        context.getComponent("direct", DirectComponent.class)
                .setTimeout(settings.seconds("tourbus.routes.wait-seconds").toMillis());
    }

    /**
     * Checks the queue of slices without connecting to it.
     *
     * @return whether there is one
     * @throws ConfigurationException if it is not valid
     */
    boolean checkQueue(CamelContext context) {
        var announces = current.get().announcesSlices();
        if (announces) {
            SliceQueueSetting.checkEndpoint(settings, context);
            settings.check();
        }
        return announces;
    }

    /** @throws ConfigurationException if a bucket or the stream cannot be accessed */
    @Override
    public void beforeStart(BaseMainSupport main) {
        result(probing);
        settings.check();
    }

    /** The thread has the class loader of this one, which in Lambda is not that of the JVM. */
    private static <T> CompletableFuture<T> inBackground(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, run -> new Thread(run, name).start());
    }

    private static <T> T result(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private static void await(CompletableFuture<?> work) {
        work.handle((result, failure) -> result).join();
    }

    private SettingsReloader reloader(CamelContext context) {
        return new SettingsReloader(context, modules, overrides, current, sources.controls(), clock);
    }

    /** Closes the resources that Camel does not manage, the latest first. */
    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
