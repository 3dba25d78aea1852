package io.tourbus.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tourbus.metrics.Meters;
import io.tourbus.model.Entity;
import io.tourbus.run.RunManager;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.sink.Sink;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;

/** Wires the metrics: the registry that Prometheus scrapes, which has Camel's meters as well. */
record MetricsModule(
        RunManager runManager,
        List<Sink> sinks,
        Map<String, Set<Entity>> entities,
        State state,
        Supplier<ScheduleSettings> schedules,
        Clock clock) {

    /** The bean {@code schedules} must be bound before. */
    void bind(CamelContext context) {
        var jobSchedules = context.getRegistry().lookupByNameAndType("schedules", Schedules.class);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
        new Meters(registry, clock)
                .measure(context, runManager, sinks, entities, state, schedules, jobSchedules::isEnabled);
    }
}
