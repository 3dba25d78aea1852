package io.tourbus.run;

import io.tourbus.job.Job;
import java.util.Optional;

/** This process did not renew its lock in time. Another process may have resumed the run. */
public final class LockLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param holder describes the process that runs the job now; empty if none does */
    LockLostException(Job job, Optional<String> holder) {
        super("this process did not respond in time, and lost the lock of %s to %s"
                .formatted(job.label(), holder.orElse("another process, which has ended since")));
    }

    /** The lock is the lease of a slice. */
    LockLostException() {
        super("this process did not respond in time, and another process reads the slice");
    }
}
