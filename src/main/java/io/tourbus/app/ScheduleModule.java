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

/** Makes what the routes of the schedules name. */
record ScheduleModule(Supplier<ScheduleSettings> settings, State state, Clock clock) {

    void bind(CamelContext context) {
        tell(context, settings.get());
        if (settings.get().enabled()) {
            state.shared().ifPresent(database -> new ClusteredScheduler(settings, database, clock).register(context));
        }
        var jitter = new Jitter(() -> settings.get().jitter());
        context.getRegistry().bind("jitter", jitter);
        context.getRegistry().bind("schedules", new Schedules(settings, state.runs(), state.keyValues(), clock));
        context.addLifecycleStrategy(adapt(onCamelContextStopping(stopping -> jitter.end())));
    }

    /** Camel reads from properties what it has to know of a schedule before it starts it. */
    static void tell(CamelContext context, ScheduleSettings settings) {
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
