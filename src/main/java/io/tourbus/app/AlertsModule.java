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

/** Makes what the routes of alerts name. */
final class AlertsModule implements AutoCloseable {

    private final Settings settings;
    private final AlertSettings alerts;
    private final AlertSender outlet;

    /** @param settings have a problem where Camel does not take the address */
    AlertsModule(Settings settings, AlertSettings alerts) {
        this.settings = settings;
        this.alerts = alerts;
        this.outlet = new AlertSender(alerts);
    }

    /** Schedules are bound already. */
    void bind(
            CamelContext context,
            Supplier<RunSettings> run,
            Supplier<ScheduleSettings> times,
            State state,
            Clock clock) {
        var registry = context.getRegistry();
        var schedules = registry.lookupByNameAndType("schedules", Schedules.class);
        var book = new AlertOutbox(state.keyValues(), alerts.lease(), clock);
        registry.bind("alertOutbox", book);
        registry.bind("alertDetector", new AlertDetector(alerts, run, times, schedules, state.runs(), book, clock));
        registry.bind("alertFormat", alerts.format());
        registry.bind("alertSender", outlet);
        registry.bind("testAlert", new TestAlert(context));
    }

    /** @throws io.tourbus.settings.ConfigurationException when Camel does not take the address */
    void open(CamelContext context, SnsComponent topics) {
        context.addComponent("sns", topics);
        outlet.open(context, settings);
        settings.check();
    }

    @Override
    public void close() {
        outlet.close();
    }
}
