package io.tourbus;

import io.tourbus.alerts.AlertBook;
import io.tourbus.alerts.AlertSettings;
import io.tourbus.alerts.Outlet;
import io.tourbus.alerts.Topics;
import io.tourbus.alerts.Watch;
import io.tourbus.run.RunSettings;
import io.tourbus.run.ScheduleSettings;
import io.tourbus.run.Schedules;
import io.tourbus.settings.Settings;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** Makes what the routes of alerts name. */
final class AlertBeans implements AutoCloseable {

    private final Settings settings;
    private final AlertSettings alerts;
    private final Outlet outlet;

    /** @param settings have a problem where Camel does not take the address */
    AlertBeans(Settings settings, AlertSettings alerts) {
        this.settings = settings;
        this.alerts = alerts;
        this.outlet = new Outlet(alerts);
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
        var book = new AlertBook(state.facts(), alerts.lease(), clock);
        registry.bind("alertOutbox", book);
        registry.bind("alertDetector", new Watch(alerts, run, times, schedules, state.runs(), book, clock));
        registry.bind("alertFormat", alerts.format());
        registry.bind("alertSender", outlet);
        registry.bind("testAlert", new AlertTrial(context));
    }

    /** @throws io.tourbus.settings.ConfigurationException when Camel does not take the address */
    void open(CamelContext context, Topics topics) {
        context.addComponent("sns", topics);
        outlet.open(context, settings);
        settings.check();
    }

    @Override
    public void close() {
        outlet.close();
    }
}
