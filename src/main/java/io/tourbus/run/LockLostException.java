package io.tourbus.run;

import io.tourbus.job.Job;
import java.util.Optional;

/** A run goes on in another process: this one was held up for so long that it counted as dead. */
public final class LockLostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param holder who runs the job now; empty when nobody does any more */
    LockLostException(Job job, Optional<String> holder) {
        super("this process was held up, and lost the lock of %s to %s"
                .formatted(job.label(), holder.orElse("another one, which has ended since")));
    }
}
