package io.tourbus.stream;

/**
 * Sending ended early: a call failed as a whole at every attempt (the cause is the SDK's exception), or the thread was
 * interrupted (the cause is an {@link InterruptedException}, and the thread's interrupt flag is set).
 *
 * <p>{@link #refused()} holds every record that is not known to be in the stream, those of batches never tried with
 * the code {@link RefusedRecord#NOT_SENT}. Nothing is wrong with the records: keep them and send them later, rather
 * than making dead letters of them. A call that timed out may have been served, so that sending again may duplicate.
 */
public final class SendingCutShortException extends RecordsRefusedException {
    private static final long serialVersionUID = 1L;

    SendingCutShortException(String streamName, Tally tally, Exception cause) {
        super(describe(streamName, tally) + "; cut short by " + inOneLine(cause), tally, cause);
    }

    private static String inOneLine(Exception cause) {
        return cause.toString().replaceAll("\\s+", " ");
    }
}
