package io.tourbus;

import io.tourbus.lake.LakeWindow;
import io.tourbus.operate.Desk;
import io.tourbus.operate.Health;
import io.tourbus.operate.Page;
import io.tourbus.operate.Routes;
import io.tourbus.operate.ServerSettings;
import io.tourbus.reload.Reload;
import io.tourbus.run.Job;
import io.tourbus.run.Jobs;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.run.Schedules;
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
record OperationBeans(
        ServerSettings settings,
        Supplier<ScheduleSettings> times,
        State state,
        SortedMap<String, SourceControl> controls,
        Clock clock)
        implements AutoCloseable {

    /** Binds what the routes name; schedules and jobs are bound already. */
    void bind(CamelContext context, LakeWindow lake) {
        var registry = context.getRegistry();
        var jobs = registry.lookupByNameAndType("runManager", Jobs.class);
        var schedules = registry.lookupByNameAndType("schedules", Schedules.class);
        registry.bind("adminApi", new Desk(jobs, schedules, state.runs(), state.deadLetters()));
        registry.bind("sourceStatus", new Sources(controls));
        registry.bind("routeControl", new Routes(context));
        registry.bind("lakeBrowser", lake);
        new Health(state, times, schedules, clock).register(context, jobs.quotas());
    }

    /**
     * Adds to the HTTP server what is no route, and what watches over the home folder; to be called when the server has been added
     * to Camel.
     *
     * @param edits makes what takes edits of the settings
     */
    void serve(CamelContext context, StreamTail stream, Function<CamelContext, SettingsEdits> edits) {
        exposeNamedSteps(context);
        var desk = context.getRegistry().lookupByNameAndType("adminApi", Desk.class);
        var sources = context.getRegistry().lookupByNameAndType("sourceStatus", Sources.class);
        desk.jobs().forEach(job -> {
            Exposed.register("Job", job.job(), new JobControl(job.job(), desk, context));
            Exposed.register("Run", job.job(), new RunControl(job.job(), desk));
        });
        try {
            if (settings.reloads() && !Bus.home().startsWith("classpath:")) {
                context.addService(new Reload(context, Bus.folder(), edits.apply(context)::take, StartException::told));
            }
            context.addService(new Page(context, settings, () -> status(desk, sources), stream::next));
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
            Exposed.unregister("Job", job.label());
            Exposed.unregister("Run", job.label());
        });
    }

    private static Map<String, Object> status(Desk desk, Sources sources) {
        Map<String, Object> status = new LinkedHashMap<>(desk.status());
        status.put("sources", sources.all());
        return status;
    }
}
