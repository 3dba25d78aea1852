package io.tourbus;

import static org.apache.camel.support.LifecycleStrategySupport.adapt;
import static org.apache.camel.support.LifecycleStrategySupport.onCamelContextStopping;

import io.tourbus.run.Jitter;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.run.Schedules;
import io.tourbus.state.Runs;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Makes what the routes of the schedules name. */
record ScheduleBeans(ScheduleSettings settings, Runs runs, Clock clock) {

    void bind(CamelContext context) {
        tell(context);
        var jitter = new Jitter(settings.jitter());
        context.getRegistry().bind("jitter", jitter);
        context.getRegistry().bind("schedules", new Schedules(settings, runs, clock));
        context.addLifecycleStrategy(adapt(onCamelContextStopping(stopping -> jitter.end())));
    }

    /** Camel reads from properties what it has to know of a schedule before it starts it. */
    private void tell(CamelContext context) {
        var properties = context.getPropertiesComponent();
        for (var schedule : settings.schedules()) {
            properties.addInitialProperty(
                    "schedules.%s.fire".formatted(schedule.job().label()),
                    String.valueOf(settings.fire() && !schedule.paused()));
        }
        properties.addInitialProperty(
                "schedules.misfire", String.valueOf(settings.misfire().instruction()));
    }
}
