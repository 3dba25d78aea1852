package io.tourbus.app;

import io.tourbus.admin.AdminApi;
import io.tourbus.admin.RouteAdmin;
import io.tourbus.admin.health.HealthChecks;
import io.tourbus.admin.http.AdminServer;
import io.tourbus.admin.http.ServerSettings;
import io.tourbus.admin.jmx.JobControl;
import io.tourbus.admin.jmx.MBeanRegistrar;
import io.tourbus.admin.jmx.RunControl;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.admin.jmx.SourceStatus;
import io.tourbus.job.Job;
import io.tourbus.lake.LakeBrowser;
import io.tourbus.reload.ReloadService;
import io.tourbus.run.RunManager;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.State;
import io.tourbus.stream.StreamTail;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Makes what can be seen and done from outside while Tourbus serves. */
record AdminModule(
        ServerSettings settings,
        Supplier<ScheduleSettings> times,
        State state,
        SortedMap<String, SourceControl> controls,
        Clock clock)
        implements AutoCloseable {

    /** Binds what the routes name; schedules and jobs are bound already. */
    void bind(CamelContext context, LakeBrowser lake) {
        var registry = context.getRegistry();
        var jobs = registry.lookupByNameAndType("runManager", RunManager.class);
        var schedules = registry.lookupByNameAndType("schedules", Schedules.class);
        registry.bind("adminApi", new AdminApi(jobs, schedules, state.runs(), state.deadLetters()));
        registry.bind("sourceStatus", new SourceStatus(controls));
        registry.bind("routeControl", new RouteAdmin(context));
        registry.bind("lakeBrowser", lake);
        new HealthChecks(state, times, schedules, clock).register(context, jobs.quotas());
    }

    /**
     * Adds to the HTTP server what is no route, and what watches over the home folder; to be called when the server has been added
     * to Camel.
     *
     * @param edits makes what takes edits of the settings
     */
    void serve(CamelContext context, StreamTail stream, Function<CamelContext, SettingsReloader> edits) {
        exposeNamedSteps(context);
        var desk = context.getRegistry().lookupByNameAndType("adminApi", AdminApi.class);
        var sources = context.getRegistry().lookupByNameAndType("sourceStatus", SourceStatus.class);
        desk.jobs().forEach(job -> {
            MBeanRegistrar.register("Job", job.job(), new JobControl(job.job(), desk, context));
            MBeanRegistrar.register("Run", job.job(), new RunControl(job.job(), desk));
        });
        try {
            if (settings.reloads() && !TourbusContext.home().startsWith("classpath:")) {
                context.addService(new ReloadService(
                        context, TourbusContext.folder(), edits.apply(context)::take, StartException::messageOf));
            }
            context.addService(new AdminServer(context, settings, () -> status(desk, sources), stream::next));
        } catch (Exception e) {
            throw new IllegalStateException("a service that is not started yet is only noted", e);
        }
    }

    /** Of hundreds of steps those that somebody may look for: each takes tens of kilobytes. */
    private static void exposeNamedSteps(CamelContext context) {
        var agent = context.getManagementStrategy().getManagementAgent();
        if (agent != null) {
            agent.setOnlyRegisterProcessorWithCustomId(true);
        }
    }

    @Override
    public void close() {
        Stream.of(Job.values()).forEach(job -> {
            MBeanRegistrar.unregister("Job", job.label());
            MBeanRegistrar.unregister("Run", job.label());
        });
    }

    private static Map<String, Object> status(AdminApi desk, SourceStatus sources) {
        Map<String, Object> status = new LinkedHashMap<>(desk.status());
        status.put("sources", sources.all());
        return status;
    }
}
