package io.tourbus.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.metrics.Meters;
import io.tourbus.model.Entity;
import io.tourbus.run.RunManager;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;

/** Makes what measures, in the registry that Camel's own meters go to and that Prometheus reads. */
record MetricsModule(
        RunManager jobs,
        Map<String, Set<Entity>> entities,
        State state,
        Supplier<ScheduleSettings> schedules,
        Clock clock) {

    /** Schedules are bound already. */
    void bind(CamelContext context) {
        var times = context.getRegistry().lookupByNameAndType("schedules", Schedules.class);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
        new Meters(registry, clock).measure(context, jobs, entities, state, schedules, times::isEnabled);
    }
}
