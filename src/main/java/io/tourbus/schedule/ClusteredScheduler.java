package io.tourbus.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * The triggers of schedules, in the database that several processes share: of those that serve, one fires. What the process that
 * has started last says of a schedule holds for all.
 */
public record ClusteredScheduler(Supplier<ScheduleSettings> settings, DataSource database, Clock clock) {

    /** Has Quartz keep them there. */
    public void use(CamelContext context) {
        var quartz = new QuartzComponent();
        quartz.setPrefixInstanceName(false);
        quartz.setProperties(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "tourbus"),
                Map.entry("org.quartz.scheduler.instanceId", "AUTO"),
                Map.entry("org.quartz.scheduler.idleWaitTime", "10000"),
                Map.entry("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool"),
                Map.entry(
                        "org.quartz.threadPool.threadCount",
                        String.valueOf(settings.get().schedules().size())),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                Map.entry("org.quartz.jobStore.useProperties", "true"),
                Map.entry("org.quartz.jobStore.isClustered", "true"),
                Map.entry("org.quartz.jobStore.dataSource", connections())));
        quartz.addScheduleInitTask(this::agree);
        context.addComponent("quartz", quartz);
    }

    private String connections() {
        var name = UUID.randomUUID().toString();
        DBConnectionManager.getInstance().addConnectionProvider(name, new Connections(database));
        return name;
    }

    /** Camel leaves alone a trigger that is there already with the same cron expression. */
    private void agree(Scheduler scheduler) throws SchedulerException {
        for (var schedule : settings.get().schedules()) {
            var key = TriggerKey.triggerKey(schedule.job().label(), "tourbus");
            if (schedule.paused()) {
                scheduler.unscheduleJob(key);
            } else if (scheduler.getTrigger(key) instanceof CronTrigger trigger
                    && isStale(scheduler, trigger, schedule)) {
                scheduler.rescheduleJob(key, settings.get().renewed(trigger, schedule, clock.instant()));
            }
        }
    }

    /** One that nobody was there to fire is made up for as the settings say, and does not fire late on top of it. */
    private boolean isStale(Scheduler scheduler, CronTrigger trigger, Schedule schedule) throws SchedulerException {
        var missed = trigger.getNextFireTime() != null
                && trigger.getNextFireTime().before(Date.from(clock.instant()))
                && scheduler.getTriggerState(trigger.getKey()) != TriggerState.BLOCKED;
        return missed
                || !trigger.getTimeZone().equals(schedule.zone())
                || trigger.getMisfireInstruction() != settings.get().misfire().instruction();
    }

    /** Quartz asks for connections here, and gives them back by closing them. */
    private record Connections(DataSource database) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void initialize() {
            // The pool is there already.
        }

        @Override
        public void shutdown() {
            // The pool is the state's, which closes it.
        }
    }
}
