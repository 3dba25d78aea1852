package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.job.JobRunningException;
import io.tourbus.state.RunLocks;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The lock of a job during a run, with a lease that must be renewed. If the process is suspended for longer than the lease, another
 * process can resume the run; {@link #require} detects this.
 */
final class RunLock {

    /** How long the lock stays valid without renewal. It is renewed three times in this period. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final String holder;
    private final BooleanSupplier extension;
    private final Runnable release;
    private final Supplier<LockLostException> loss;
    private final LongSupplier nanos;
    private volatile long renewed;
    private volatile boolean lost;

    private RunLock(
            String holder,
            BooleanSupplier extension,
            Runnable release,
            Supplier<LockLostException> loss,
            LongSupplier nanos) {
        this.holder = holder;
        this.extension = extension;
        this.release = release;
        this.loss = loss;
        this.nanos = nanos;
        this.renewed = nanos.getAsLong();
    }

    /**
     * @param nanos a monotonic clock
     * @throws JobRunningException if another holder has the lock
     */
    static RunLock take(RunLocks locks, Job job, String holder, LongSupplier nanos) {
        var lock = new RunLock(
                holder,
                () -> locks.renew(job.label(), holder, LEASE),
                () -> locks.release(job.label(), holder),
                () -> new LockLostException(job, locks.holder(job.label())),
                nanos);
        locks.take(job.label(), holder, LEASE).ifPresent(other -> {
            throw new JobRunningException(job, other);
        });
        return lock;
    }

    /**
     * The lease of a slice that this process reads for a run of another one.
     *
     * @param extension extends the lease, and returns false if it is lost
     */
    static RunLock ofSlice(String holder, BooleanSupplier extension, LongSupplier nanos) {
        return new RunLock(holder, extension, () -> {}, LockLostException::new, nanos);
    }

    String holder() {
        return holder;
    }

    /** Extends the lease, unless the lock is lost. */
    void renew() {
        var now = nanos.getAsLong();
        if (!lost && extension.getAsBoolean()) {
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
            throw loss.get();
        }
    }

    /** Whether another process is known to have the lock. */
    boolean lost() {
        return lost;
    }

    void release() {
        release.run();
    }
}
