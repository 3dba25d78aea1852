package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunLocks;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The lock of a job during a run, with a lease that must be renewed. If the process is suspended for longer than the lease, another
 * process can resume the run; {@link #require} detects this.
 */
final class RunLock {

    /** How long the lock stays valid without renewal. It is renewed three times in this period. */
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
     * @param nanos a monotonic clock
     * @throws JobRunningException if another holder has the lock
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

    /** Extends the lease, unless the lock is lost. */
    void renew() {
        var now = nanos.getAsLong();
        if (!lost && locks.renew(job.label(), holder, LEASE)) {
            renewed = now;
        } else {
            lost = true;
        }
    }

    /** @throws LockLostException if another process may have resumed the run */
    void require() {
        if (nanos.getAsLong() - renewed > LEASE.toNanos() / 2) {
            renew();
        }
        if (lost) {
            throw new LockLostException(job, locks.holder(job.label()));
        }
    }

    /** Whether another process is known to have the lock. */
    boolean lost() {
        return lost;
    }

    void release() {
        locks.release(job.label(), holder);
    }
}
