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
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Configures Quartz to store triggers in the shared PostgreSQL database, so that each trigger fires in one of several processes.
 * The schedules of the process that started last apply to all processes.
 */
public record ClusteredScheduler(Supplier<ScheduleSettings> settings, DataSource database, Clock clock) {

    private static final String THREAD_POOL = "org.quartz.threadPool.class";

    /** Adds the configured Quartz component to Camel. Call it before Camel loads the routes. */
    public void register(CamelContext context) {
        var dataSource = UUID.randomUUID().toString();
        DBConnectionManager.getInstance().addConnectionProvider(dataSource, new Connections(database));
        var quartz = new QuartzComponent();
        quartz.setPrefixInstanceName(false);
        quartz.setProperties(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "tourbus"),
                Map.entry("org.quartz.scheduler.instanceId", "AUTO"),
                Map.entry("org.quartz.scheduler.idleWaitTime", "10000"),
                Map.entry(THREAD_POOL, SchedulerThreads.class.getName()),
                Map.entry(
                        "org.quartz.threadPool.threadCount",
                        String.valueOf(settings.get().schedules().size())),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", ZonedCronTrigger.PostgresDelegate.class.getName()),
                Map.entry("org.quartz.jobStore.useProperties", "true"),
                Map.entry("org.quartz.jobStore.isClustered", "true"),
                Map.entry("org.quartz.jobStore.dataSource", dataSource)));
        quartz.addScheduleInitTask(ZonedCronTrigger::replaceIn);
        quartz.addScheduleInitTask(this::updateStoredTriggers);
        context.addComponent("quartz", quartz);
    }

    /** Adds the Quartz component with triggers in memory. Call it before Camel loads the routes. */
    public static void registerLocal(CamelContext context) {
        var quartz = new QuartzComponent();
        quartz.setProperties(Map.of(THREAD_POOL, SchedulerThreads.class.getName()));
        quartz.addScheduleInitTask(ZonedCronTrigger::replaceIn);
        context.addComponent("quartz", quartz);
    }

    /** Camel itself does not update a stored trigger that has the same cron expression. */
    private void updateStoredTriggers(Scheduler scheduler) throws SchedulerException {
        for (var schedule : settings.get().schedules()) {
            var key = schedule.triggerKey();
            if (schedule.paused()) {
                scheduler.unscheduleJob(key);
            } else if (scheduler.getTrigger(key) instanceof CronTrigger trigger
                    && isOutdated(scheduler, trigger, schedule)) {
                scheduler.rescheduleJob(key, settings.get().updatedTrigger(trigger, schedule, clock.instant()));
            }
        }
    }

    /** A fire time that passed while no process was running counts as outdated: {@link Schedules#missed} handles it. */
    private boolean isOutdated(Scheduler scheduler, CronTrigger trigger, Schedule schedule) throws SchedulerException {
        var missed = trigger.getNextFireTime() != null
                && trigger.getNextFireTime().before(Date.from(clock.instant()))
                && scheduler.getTriggerState(trigger.getKey()) != TriggerState.BLOCKED;
        return missed
                || !trigger.getTimeZone().equals(schedule.zone())
                || trigger.getMisfireInstruction() != settings.get().misfire().instruction();
    }

    /** Quartz closes each connection to return it to the pool. The state owns the pool. */
    private record Connections(DataSource database) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void initialize() {}

        @Override
        public void shutdown() {}
    }
}
