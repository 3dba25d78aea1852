package io.tourbus.job;

/** A job cannot be started, for it is running: here, or in another process that shares the state. */
public final class JobRunningException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param holder who runs it */
    public JobRunningException(Job job, String holder) {
        super("%s is running already: %s; start it again when that has ended".formatted(job.label(), holder));
    }
}
