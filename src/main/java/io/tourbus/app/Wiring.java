package io.tourbus.app;

import io.tourbus.admin.jmx.MBeanRegistrar;
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
import io.tourbus.lake.LakeObjects;
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
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.Source;
import io.tourbus.source.limit.RouteThrottle;
import io.tourbus.source.slice.RetryOnce;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.state.State;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.ManagementMBeansLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Registry;

/** Reads the settings and makes the beans that the routes name, before Camel reads the routes. */
final class Wiring extends MainListenerSupport implements AutoCloseable {

    private final Modules modules;
    private final Path home;
    private final SettingsOverrides overlay;
    private final RuntimeProfile extent;
    private final Clock clock;
    private final AtomicReference<AllSettings> present = new AtomicReference<>();
    private SourceConnections sources;
    private AwsModule aws;
    private AlertsModule alerts;
    private State state;
    private AdminModule operations;
    private Optional<Traces> traces = Optional.empty();

    /**
     * @param home Tourbus's own folder, or the working directory where there is none
     * @param overlay has the environment in it: Camel does not look there first any more
     */
    Wiring(Modules modules, Path home, SettingsOverrides overlay, RuntimeProfile extent, Clock clock) {
        this.modules = modules;
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

        var settings = SettingsFile.load(context, overlay);
        var all = AllSettings.read(settings, modules.sources(), home, extent.serving());
        traces = Traces.read(settings);
        aws = extent.sinks() ? AwsModule.read(settings) : null;
        alerts = new AlertsModule(settings, all.alerts());
        settings.check();
        present.set(all);
        main.configure().setRoutesExcludePattern(extent.without(all.server().enabled()));
        if (!extent.serving()) {
            main.configure().setJmxManagementMBeansLevel(ManagementMBeansLevel.RoutesOnly);
        }
        state = extent.state() ? all.state().open() : State.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "");
        var registry = context.getRegistry();
        traces.ifPresent(some -> some.bind(context));
        sources = SourceConnections.connect(modules.sources(), context, present::get, state, clock);
        registry.bind("sliceReaders", new SliceReaders(sources.sliceReaders()));
        registry.bind("sliceExecutor", context.getExecutorServiceManager().newCachedThreadPool(this, "slices"));
        var journal = new RunRegistry(state, this::runs, clock);
        var jobs = new RunManager(
                sources.readers(), sources.notes(), this::runs, new GapTracker(state.gaps()), journal, clock);
        registry.bind("runManager", jobs);
        new ScheduleModule(this::schedules, state, clock).bind(context);
        if (all.measured()) {
            new MetricsModule(jobs, sources.entities(), state, this::schedules, clock).bind(context);
        }
        registry.bind("runRegistry", journal);
        alerts.bind(context, this::runs, this::schedules, state, clock);
        registry.bind("runRecorder", new RunRecorder());
        registry.bind("retryLog", new RetryLog());
        registry.bind("embeddedMetrics", all.embeddedMetrics());
        registry.bind("retryOnceCondition", new RetryOnce());
        if (extent.sinks()) {
            registry.bind("renormalizer", new Renormalizer(sources::normalizer));
            bindSinks(registry, all.state());
            registry.bind(
                    "reprocessor",
                    new Reprocessor(
                            aws.lakeReader(), sources.byName(), aws.lake().processedBucket(), state.hashes(), clock));
        }
        if (extent.serving()) {
            operations = new AdminModule(all.server(), this::schedules, state, sources.controls(), clock);
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
                        object -> landed.contains(object.metadata().get("run_id"), object.landed())));
        registry.bind("manifestWriter", new ManifestWriter(landed, aws.lake().bucket(), Release.version(), clock));
        registry.bind("deadLetterQueue", new DeadLetterQueue(state.deadLetters(), clock));
        registry.bind(
                "deadLetterFile", new DeadLetterFile(stateSettings.folder().resolve("dead-letters")));
        registry.bind("deadLetterObjects", new DeadLetterObjects(aws.lake().bucket()));
        registry.bind("deadLetterReplayer", new DeadLetterReplayer(state.deadLetters()));
        registry.bind("deliveryTracker", new DeliveryTracker(state, clock));
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

    /** A source that is connected. */
    Source.Connection source(String name) {
        return sources.byName().get(name);
    }

    /** The throttle of a source. */
    RouteThrottle throttle(String source) {
        return sources.throttles().get(source);
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
        sources.controls().forEach((source, control) -> MBeanRegistrar.register("Source", source, control));
        if (operations != null) {
            operations.serve(main.getCamelContext(), aws.streamTail(clock), this::edits);
        }
    }

    private SettingsReloader edits(CamelContext context) {
        return new SettingsReloader(context, modules.sources(), home, overlay, present, sources.controls(), clock);
    }

    /** Closes what Camel does not: the clients of the sinks and the state. */
    @Override
    public void close() {
        if (sources != null) {
            sources.controls().keySet().forEach(source -> MBeanRegistrar.unregister("Source", source));
        }
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
