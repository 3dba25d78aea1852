package io.tourbus.stream;

/**
 * Sending ended early. Its cause is the SDK's exception if a call failed as a whole: at every attempt, or once in a way
 * that another try cannot heal, as when there is no such stream, access is denied or credentials have expired. It is
 * an {@link InterruptedException} if the thread was interrupted, whose interrupt flag is then set.
 *
 * <p>{@link #refused()} holds every record that is not known to be in the stream, those never tried with the code
 * {@link RefusedRecord#NOT_SENT}. Seldom is anything wrong with the records: keep them and send them later, rather than
 * making dead letters of them. A call that timed out may have been served, so that sending again may duplicate.
 */
public final class BatchAbortedException extends RecordsRefusedException {
    private static final long serialVersionUID = 1L;

    BatchAbortedException(String streamName, SendCounters tally, Exception cause) {
        super(describe(streamName, tally) + "; cut short by " + FailureText.describe(cause), tally, cause);
    }
}
