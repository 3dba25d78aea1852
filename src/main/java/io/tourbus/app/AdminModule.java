package io.tourbus.app;

import io.tourbus.admin.AdminApi;
import io.tourbus.admin.DeadLetterApi;
import io.tourbus.admin.IdleMemory;
import io.tourbus.admin.RecordBrowser;
import io.tourbus.admin.RouteAdmin;
import io.tourbus.admin.SliceBrowser;
import io.tourbus.admin.WarehouseBrowser;
import io.tourbus.admin.health.HealthChecks;
import io.tourbus.admin.http.AdminServer;
import io.tourbus.admin.http.DeclaredParameters;
import io.tourbus.admin.http.JolokiaPlugin;
import io.tourbus.admin.http.ServerSettings;
import io.tourbus.admin.http.ServerVertx;
import io.tourbus.admin.http.StatusEvent;
import io.tourbus.admin.jmx.JobControl;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.admin.status.RunLog;
import io.tourbus.admin.status.ServiceStatus;
import io.tourbus.app.settings.Home;
import io.tourbus.app.settings.StartException;
import io.tourbus.app.settings.StateSettings;
import io.tourbus.job.Job;
import io.tourbus.lake.LakeReader;
import io.tourbus.operations.LocalOperations;
import io.tourbus.operations.Operations;
import io.tourbus.reload.GatedDirectComponent;
import io.tourbus.reload.LiveContext;
import io.tourbus.reload.ReloadService;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunRecorder;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.State;
import io.tourbus.stream.StreamTail;
import io.tourbus.warehouse.quality.WarehouseSummary;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.plugin.JolokiaPlatformHttpPlugin;

/** Wires what {@code serve} offers in addition: HTTP API, web page, MBeans of jobs, health checks and reload. */
record AdminModule(
        Modules modules,
        ServerSettings settings,
        ServerVertx vertx,
        Supplier<ScheduleSettings> schedules,
        AdminApi.Starter starter,
        StateSettings stateSettings,
        State state,
        SortedMap<String, SourceControl> controls,
        ReloadStatus reload,
        RunLog runLog,
        Clock clock)
        implements AutoCloseable {

    /** Binds the beans of the API routes. The beans {@code runManager} and {@code schedules} must be bound before. */
    void bind(CamelContext context) {
        var registry = context.getRegistry();
        var runManager = registry.lookupByNameAndType("runManager", RunManager.class);
        var jobSchedules = registry.lookupByNameAndType("schedules", Schedules.class);
        Supplier<Operations> operations = () -> new LocalOperations(new ServingAccess(state, context));
        registry.bind("deadLetterApi", new DeadLetterApi(state.deadLetters(), operations));
        registry.bind(
                "adminApi",
                new AdminApi(
                        runManager,
                        jobSchedules,
                        state,
                        operations,
                        starter,
                        registry.lookupByNameAndType("sliceExecutor", ExecutorService.class)));
        var sources = new SourceControl.Sources(controls);
        var routes = new RouteAdmin((LiveContext) context, clock);
        registry.bind(
                "sliceBrowser",
                new SliceBrowser(
                        state.runs(),
                        state.slices(),
                        registry.lookupByNameAndType("runRecorder", RunRecorder.class),
                        run -> state.shared().isPresent() ? state.sharedSlices().holders(run) : Map.of()));
        registry.bind("runLog", runLog.open());
        var warehouse = new WarehouseBrowser(WarehouseSummary.file(stateSettings.folder()));
        registry.bind("warehouseBrowser", warehouse);
        registry.bind("sourceStatus", sources);
        registry.bind("routeControl", routes);
        registry.bind(
                "serviceStatus",
                new ServiceStatus(state, runManager, jobSchedules, sources, routes, reload, warehouse, clock));
        Optional.ofNullable(registry.lookupByNameAndType("lakeReader", LakeReader.class))
                .ifPresent(
                        lake -> registry.bind("recordBrowser", new RecordBrowser(state.runs(), lake, modules.kinds())));
        registry.bind("reloadStatus", reload);
        registry.bind("vertx", vertx);
        if (settings.jolokia()) {
            registry.bind(JolokiaPlatformHttpPlugin.NAME, new JolokiaPlugin());
        }
        context.getComponent("platform-http", PlatformHttpComponent.class)
                .setHeaderFilterStrategy(new DeclaredParameters(context));
        new HealthChecks(state, schedules, jobSchedules, reload).register(context, runManager.quotas());
    }

    private record ServingAccess(State state, CamelContext camel) implements LocalOperations.Access {}

    /**
     * Registers the MBeans, and adds the services that are not routes. Camel's HTTP server must have been added before.
     *
     * @param excludedRouteFiles the names of the route files that Camel does not load
     * @param reloader creates the reloader of settings
     */
    void serve(
            CamelContext context, Set<String> excludedRouteFiles, Function<CamelContext, SettingsReloader> reloader) {
        registerNamedStepsOnly(context);
        var api = context.getRegistry().lookupByNameAndType("adminApi", AdminApi.class);
        var sources = context.getRegistry().lookupByNameAndType("sourceStatus", SourceControl.Sources.class);
        var status = context.getRegistry().lookupByNameAndType("serviceStatus", ServiceStatus.class);
        var stream = context.getRegistry().lookupByNameAndType("streamTail", StreamTail.class);
        api.jobs().forEach(job -> new JobControl(job.job(), api, context).register());
        try {
            if (settings.reload() && Home.exists()) {
                context.addComponent("direct", new GatedDirectComponent());
                context.addService(new ReloadService(
                        (LiveContext) context,
                        Home.path(),
                        excludedRouteFiles,
                        reloader.apply(context)::read,
                        modules.described(),
                        reload,
                        StartException::messageOf,
                        clock));
            }
            var runs = context.getRegistry().lookupByNameAndType("runManager", RunManager.class);
            context.addService(new IdleMemory(() -> !runs.active().isEmpty()));
            var stateFolder = state.shared().isPresent() ? Optional.<Path>empty() : Optional.of(stateSettings.folder());
            context.addService(new AdminServer(
                    context,
                    vertx,
                    settings,
                    () -> StatusEvent.of(api, state.deadLetters().count(), sources, reload, status),
                    stream::next,
                    stateFolder));
        } catch (Exception e) {
            throw new IllegalStateException("before the start, Camel only collects services", e);
        }
    }

    /** There are hundreds of steps, and each MBean takes tens of kilobytes. */
    private static void registerNamedStepsOnly(CamelContext context) {
        var agent = context.getManagementStrategy().getManagementAgent();
        if (agent != null) {
            agent.setOnlyRegisterProcessorWithCustomId(true);
        }
    }

    @Override
    public void close() {
        runLog.close();
        vertx.close();
        Stream.of(Job.values()).map(Job::label).forEach(JobControl::unregister);
    }
}
