package io.tourbus.schedule;

import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;

/** What becomes of a fire that is more than a minute late: its job was running until then, or the machine was held up. */
public enum Misfire {
    /** It fires as soon as it can, once, however many times were missed. */
    FIRE_ONCE(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW),
    /** It fires at its next time. */
    SKIP(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);

    private final int instruction;

    Misfire(int instruction) {
        this.instruction = instruction;
    }

    /** As Quartz counts them. */
    public int instruction() {
        return instruction;
    }

    /** The cron schedule with what becomes of its late fires. */
    public CronScheduleBuilder in(CronScheduleBuilder cron) {
        return this == FIRE_ONCE
                ? cron.withMisfireHandlingInstructionFireAndProceed()
                : cron.withMisfireHandlingInstructionDoNothing();
    }
}
