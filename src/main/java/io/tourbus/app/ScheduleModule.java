package io.tourbus.app;

import static org.apache.camel.support.LifecycleStrategySupport.adapt;
import static org.apache.camel.support.LifecycleStrategySupport.onCamelContextStopping;

import io.tourbus.schedule.ClusteredScheduler;
import io.tourbus.schedule.Jitter;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Wires the schedules of the jobs: the Quartz scheduler and the beans of the schedule routes. */
record ScheduleModule(Supplier<ScheduleSettings> settings, State state, Clock clock) {

    void bind(CamelContext context) {
        publish(context, settings.get());
        if (settings.get().enabled()) {
            state.shared().ifPresent(database -> new ClusteredScheduler(settings, database, clock).register(context));
        }
        var jitter = new Jitter(() -> settings.get().jitter());
        context.getRegistry().bind("jitter", jitter);
        context.getRegistry().bind("schedules", new Schedules(settings, state.runs(), state.keyValues(), clock));
        context.addLifecycleStrategy(adapt(onCamelContextStopping(stopping -> jitter.end())));
    }

    /** Sets the properties that the schedule routes refer to. */
    static void publish(CamelContext context, ScheduleSettings settings) {
        var properties = context.getPropertiesComponent();
        for (var schedule : settings.schedules()) {
            properties.addInitialProperty(
                    "schedules.%s.fire".formatted(schedule.job().label()),
                    String.valueOf(settings.enabled() && !schedule.paused()));
        }
        properties.addInitialProperty(
                "schedules.misfire", String.valueOf(settings.misfire().instruction()));
    }
}
