package io.tourbus.job;

/** A job cannot start because it is already running, in this process or in another one that shares the state. */
public final class JobRunningException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param holder describes the run and the process */
    public JobRunningException(Job job, String holder) {
        this("%s is running already: %s. Try again after it has ended.".formatted(job.label(), holder));
    }

    /** @param message one line for the user */
    public JobRunningException(String message) {
        super(message);
    }
}
