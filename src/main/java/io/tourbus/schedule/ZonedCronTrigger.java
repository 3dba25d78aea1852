package io.tourbus.schedule;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.Date;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.CronTriggerPersistenceDelegate;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.listeners.SchedulerListenerSupport;
import org.quartz.spi.MutableTrigger;

/** A cron trigger of Quartz that fires at the times of {@link FireTimes}. */
final class ZonedCronTrigger extends CronTriggerImpl {

    private static final long serialVersionUID = 1L;

    @Override
    protected Date getTimeAfter(Date after) {
        try {
            return FireTimes.parse(getCronExpression(), getTimeZone())
                    .next(after.toInstant())
                    .map(Date::from)
                    .orElse(null);
        } catch (ParseException e) {
            throw new IllegalStateException("The cron expression is not valid: " + getCronExpression(), e);
        }
    }

    @Override
    public ScheduleBuilder<CronTrigger> getScheduleBuilder() {
        return new Builder(super.getScheduleBuilder());
    }

    /** Builds this trigger from what builds the trigger of Quartz. */
    static ScheduleBuilder<CronTrigger> schedule(CronScheduleBuilder cron) {
        return new Builder(cron);
    }

    /** Replaces each cron trigger that Camel adds to the scheduler. */
    static void replaceIn(Scheduler scheduler) throws SchedulerException {
        scheduler.getListenerManager().addSchedulerListener(new Replacement(scheduler));
    }

    private static final class Builder extends ScheduleBuilder<CronTrigger> {

        private final ScheduleBuilder<?> cron;

        /** @param cron of Quartz, or this class: Quartz loads a stored trigger through both methods of the delegate */
        private Builder(ScheduleBuilder<?> cron) {
            this.cron = cron instanceof Builder wrapped ? wrapped.cron : cron;
        }

        @Override
        protected MutableTrigger build() {
            var source = (CronTrigger) ((CronScheduleBuilder) cron).build();
            var trigger = new ZonedCronTrigger();
            try {
                trigger.setCronExpression(source.getCronExpression());
            } catch (ParseException e) {
                throw new IllegalStateException("The cron expression is not valid: " + source.getCronExpression(), e);
            }
            trigger.setTimeZone(source.getTimeZone());
            trigger.setMisfireInstruction(source.getMisfireInstruction());
            return trigger;
        }
    }

    private static final class Replacement extends SchedulerListenerSupport {

        private final Scheduler scheduler;

        private Replacement(Scheduler scheduler) {
            this.scheduler = scheduler;
        }

        @Override
        public void jobScheduled(Trigger trigger) {
            if (trigger instanceof CronTriggerImpl cron && !(trigger instanceof ZonedCronTrigger)) {
                try {
                    scheduler.rescheduleJob(
                            trigger.getKey(),
                            cron.getTriggerBuilder()
                                    .withSchedule(new Builder(cron.getScheduleBuilder()))
                                    .build());
                } catch (SchedulerException e) {
                    throw new IllegalStateException("The schedule of " + trigger.getKey() + " cannot be set", e);
                }
            }
        }
    }

    /** Loads each stored cron trigger as this class. The stored form is that of Quartz, so that older versions can read it. */
    public static final class PostgresDelegate extends PostgreSQLDelegate {

        @Override
        protected void addDefaultTriggerPersistenceDelegates() {
            addTriggerPersistenceDelegate(new CronDelegate()); // Quartz takes the first one that fits
            super.addDefaultTriggerPersistenceDelegates();
        }

        /** Calendars and triggers of other classes would be serialized Java objects. Tourbus stores none. */
        @Override
        protected Object getObjectFromBlob(ResultSet row, String column) throws SQLException {
            throw new SQLException(
                    "The column %s of Quartz contains a Java object, which Tourbus does not read.".formatted(column));
        }
    }

    private static final class CronDelegate extends CronTriggerPersistenceDelegate {

        @Override
        public TriggerPropertyBundle loadExtendedTriggerProperties(Connection connection, TriggerKey key)
                throws SQLException {
            return zoned(super.loadExtendedTriggerProperties(connection, key));
        }

        @Override
        public TriggerPropertyBundle loadExtendedTriggerPropertiesFromResultSet(ResultSet row, TriggerKey key)
                throws SQLException {
            return zoned(super.loadExtendedTriggerPropertiesFromResultSet(row, key));
        }

        private static TriggerPropertyBundle zoned(TriggerPropertyBundle bundle) {
            return new TriggerPropertyBundle(
                    new Builder(bundle.getScheduleBuilder()),
                    bundle.getStatePropertyNames(),
                    bundle.getStatePropertyValues());
        }
    }
}
