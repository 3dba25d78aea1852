package io.tourbus.app;

import io.tourbus.alerts.AlertDetector;
import io.tourbus.alerts.AlertOutbox;
import io.tourbus.alerts.AlertSender;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.alerts.SnsComponent;
import io.tourbus.alerts.TestAlert;
import io.tourbus.run.RunSettings;
import io.tourbus.schedule.ScheduleSettings;
import io.tourbus.schedule.Schedules;
import io.tourbus.settings.Settings;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Wires the beans of the alert routes. */
final class AlertsModule implements AutoCloseable {

    private final Settings settings;
    private final AlertSettings alerts;
    private final AlertSender sender;

    AlertsModule(Settings settings, AlertSettings alerts) {
        this.settings = settings;
        this.alerts = alerts;
        this.sender = new AlertSender(alerts);
    }

    /** The bean {@code schedules} must be bound before. */
    void bind(
            CamelContext context,
            Supplier<RunSettings> runs,
            Supplier<ScheduleSettings> schedules,
            State state,
            Clock clock) {
        var registry = context.getRegistry();
        var jobSchedules = registry.lookupByNameAndType("schedules", Schedules.class);
        var outbox = new AlertOutbox(state.keyValues(), alerts.lease(), clock);
        registry.bind("alertOutbox", outbox);
        registry.bind(
                "alertDetector", new AlertDetector(alerts, runs, schedules, jobSchedules, state.runs(), outbox, clock));
        registry.bind("alertFormat", alerts.format());
        registry.bind("alertSender", sender);
        registry.bind("testAlert", new TestAlert(context));
    }

    /** @throws io.tourbus.settings.ConfigurationException if Camel does not accept the endpoint of the alerts */
    void open(CamelContext context, SnsComponent sns) {
        context.addComponent("sns", sns);
        sender.open(context, settings);
        settings.check();
    }

    @Override
    public void close() {
        sender.close();
    }
}
