package io.tourbus.stream;

import io.tourbus.aws.AwsFailures;

/**
 * Sending a body stopped early, because a call failed as a whole or the thread was interrupted. The cause is the exception of
 * the SDK, after all attempts or after one permanent failure such as a missing stream, denied access or expired credentials. If
 * the thread was interrupted, the cause is an {@link InterruptedException}, and the interrupt flag is set.
 *
 * <p>{@link #refused()} contains all records that are not known to be in the stream; those never sent have the code
 * {@link RefusedRecord#NOT_SENT}. The records themselves are usually valid, so send them again later. If a call timed out, its
 * records may be in the stream already, and sending them again can duplicate them.
 */
public final class BatchAbortedException extends RecordsRefusedException {
    private static final long serialVersionUID = 1L;

    BatchAbortedException(String streamName, SendCounters counters, Exception cause) {
        super(describe(streamName, counters) + "; aborted: " + AwsFailures.summary(cause), counters, cause);
    }
}
