package io.tourbus.app;

import static org.apache.camel.support.LifecycleStrategySupport.adapt;
import static org.apache.camel.support.LifecycleStrategySupport.onCamelContextStopping;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.alerts.AlertDetector;
import io.tourbus.alerts.AlertOutbox;
import io.tourbus.alerts.AlertSender;
import io.tourbus.alerts.LoadAlerts;
import io.tourbus.app.settings.AllSettings;
import io.tourbus.metrics.Meters;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunRecorder;
import io.tourbus.run.RunRegistry;
import io.tourbus.run.RunSettings;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.schedule.ClusteredScheduler;
import io.tourbus.schedule.Jitter;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.share.Announcements;
import io.tourbus.share.SharedRuns;
import io.tourbus.share.SliceWorker;
import io.tourbus.source.slice.EntityHook;
import io.tourbus.source.slice.RetryOnce;
import io.tourbus.source.slice.SliceReaders;
import io.tourbus.state.State;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;

/**
 * Wires the runs, their schedules, their metrics and their alerts.
 *
 * @param settings supplies the current settings
 * @param runSettings those of runs
 * @param refusedEdits supplies the number of files whose edits are not applied
 * @param serving whether this process reads slices of the runs of other processes, if {@code tourbus.run.share-slices} is true
 * @param hooks changes entities before they are normalized
 */
record RunModule(
        Modules modules,
        Supplier<AllSettings> settings,
        RunSettings.Source runSettings,
        SourceConnections sources,
        State state,
        Supplier<Number> refusedEdits,
        boolean serving,
        EntityHook hooks,
        Clock clock) {

    private static final long CLAIM_MILLIS = 250;

    void bind(CamelContext context) {
        var registry = context.getRegistry();
        var runs = new RunRegistry(state, runSettings, clock);
        var runManager = new RunManager(
                sources.readers(),
                sources.notes(),
                modules.sinkCounters(),
                runSettings,
                new GapTracker(state.gaps()),
                runs,
                clock);
        registry.bind("runManager", runManager);
        registry.bind("runRegistry", runs);
        var recorder = new RunRecorder();
        registry.bind("runRecorder", recorder);
        registry.bind("sliceReaders", new SliceReaders(sources::reader, hooks));
        var threads = context.getExecutorServiceManager().newCachedThreadPool(this, "slices");
        registry.bind("sliceExecutor", threads);
        var process = "%s/%04x"
                .formatted(
                        ManagementFactory.getRuntimeMXBean().getName(),
                        ThreadLocalRandom.current().nextInt(0x10000));
        var announcements = new Announcements(context, serving && settings.get().announcesSlices());
        registry.bind(
                "sharedRuns",
                new SharedRuns(
                        state.sharedSlices(), state.slices(), recorder, sources.performers(), announcements, process));
        if (serving && settings.get().shareSlices()) {
            runManager.share();
            shareSlices(context, runManager, threads, announcements, process);
        }
        registry.bind("retryOnceCondition", new RetryOnce());
        registry.bind("embeddedMetrics", settings.get().embeddedMetrics());
        var schedules = bindSchedules(context);
        bindAlerts(context, schedules);
        if (settings.get().metrics()) {
            var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            registry.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
            new Meters(meters, clock)
                    .measure(
                            context,
                            runManager,
                            modules.sinks(),
                            sources.entities(),
                            state,
                            this::scheduleSettings,
                            schedules::isEnabled,
                            refusedEdits);
        }
    }

    private void shareSlices(
            CamelContext context,
            RunManager runs,
            ExecutorService threads,
            Announcements announcements,
            String process) {
        var worker = new SliceWorker(
                context,
                threads,
                runs,
                sources.readers(),
                state.sharedSlices(),
                state.sharedRecords(),
                sources.performers(),
                announcements,
                process);
        context.getRegistry().bind("sliceWorker", worker);
        var timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "shared-slices");
        timer.scheduleWithFixedDelay(worker::work, CLAIM_MILLIS, CLAIM_MILLIS, TimeUnit.MILLISECONDS);
        context.addLifecycleStrategy(adapt(onCamelContextStopping(stopping -> worker.end())));
    }

    private Schedules bindSchedules(CamelContext context) {
        publishSchedules(context, scheduleSettings());
        if (scheduleSettings().enabled()) {
            state.shared()
                    .ifPresentOrElse(
                            database ->
                                    new ClusteredScheduler(this::scheduleSettings, database, clock).register(context),
                            () -> ClusteredScheduler.registerLocal(context));
        }
        var jitter = new Jitter(() -> scheduleSettings().jitter());
        context.addLifecycleStrategy(adapt(onCamelContextStopping(stopping -> jitter.end())));
        context.getRegistry().bind("jitter", jitter);
        var schedules = new Schedules(this::scheduleSettings, state.runs(), state.keyValues(), clock);
        context.getRegistry().bind("schedules", schedules);
        return schedules;
    }

    /** Sets the properties that the schedule routes refer to. */
    static void publishSchedules(CamelContext context, ScheduleSettings settings) {
        var properties = context.getPropertiesComponent();
        for (var schedule : settings.schedules()) {
            properties.addInitialProperty(
                    "schedules.%s.fire".formatted(schedule.job().label()),
                    String.valueOf(settings.enabled() && !schedule.paused()));
        }
        properties.addInitialProperty(
                "schedules.misfire", String.valueOf(settings.misfire().instruction()));
    }

    private void bindAlerts(CamelContext context, Schedules schedules) {
        var registry = context.getRegistry();
        var alerts = settings.get().alerts();
        var outbox = new AlertOutbox(state.keyValues(), alerts.lease(), clock);
        registry.bind("alertOutbox", outbox);
        registry.bind(
                "alertDetector",
                new AlertDetector(alerts, runSettings, this::scheduleSettings, schedules, state.runs(), outbox, clock));
        registry.bind("loadAlerts", new LoadAlerts(() -> settings.get().alerts(), outbox, clock));
        registry.bind("alertFormat", alerts.format());
        registry.bind("alertSender", new AlertSender(alerts));
    }

    private ScheduleSettings scheduleSettings() {
        return settings.get().schedules();
    }
}
