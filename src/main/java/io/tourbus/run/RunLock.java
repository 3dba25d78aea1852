package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunLocks;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The lock of a job, as long as a run of it goes on here. A process that is held up for longer than the lock lasts, on a host
 * that sleeps, say, may find that another one has taken its run over; it can tell before it does anything more.
 */
final class RunLock {

    /** How long a lock outlives its holder; renewed three times as often. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final RunLocks locks;
    private final Job job;
    private final String holder;
    private final LongSupplier nanos;
    private volatile long renewed;
    private volatile boolean lost;

    private RunLock(RunLocks locks, Job job, String holder, LongSupplier nanos) {
        this.locks = locks;
        this.job = job;
        this.holder = holder;
        this.nanos = nanos;
        this.renewed = nanos.getAsLong();
    }

    /**
     * @param nanos the time that has passed, whatever the clock says
     * @throws JobRunningException when somebody else has it
     */
    static RunLock take(RunLocks locks, Job job, String holder, LongSupplier nanos) {
        var lock = new RunLock(locks, job, holder, nanos);
        locks.take(job.label(), holder, LEASE).ifPresent(other -> {
            throw new JobRunningException(job, other);
        });
        return lock;
    }

    String holder() {
        return holder;
    }

    /** Says that the run goes on, unless the lock is lost. */
    void renew() {
        var now = nanos.getAsLong();
        if (!lost && locks.renew(job.label(), holder, LEASE)) {
            renewed = now;
        } else {
            lost = true;
        }
    }

    /** @throws LockLostException when another process may have gone on with the run */
    void require() {
        if (nanos.getAsLong() - renewed > LEASE.toNanos() / 2) {
            renew();
        }
        if (lost) {
            throw new LockLostException(job, locks.holder(job.label()));
        }
    }

    /** Whether another process has gone on with the run, as far as is known here. */
    boolean lost() {
        return lost;
    }

    void release() {
        locks.release(job.label(), holder);
    }
}
