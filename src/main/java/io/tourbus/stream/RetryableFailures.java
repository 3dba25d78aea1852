package io.tourbus.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;

/**
 * Decides whether a retry of a failed call can succeed: after throttling, server errors, clock skew (which the SDK corrects),
 * timeouts and broken connections. Not after a missing stream, missing or expired credentials, or an invalid request. These are
 * the failures that the SDK itself retries, plus KMS throttling.
 */
final class RetryableFailures implements Predicate<SdkException> {

    @Override
    public boolean test(SdkException failure) {
        if (failure instanceof SdkServiceException service) {
            return service.statusCode() >= 500
                    || Throttling.isFailure(service)
                    || service.isClockSkewException()
                    || service.isRetryableException();
        }
        // AbortedException: the thread was interrupted, so the wait before the next attempt ends immediately.
        return failure instanceof ApiCallTimeoutException
                || failure instanceof AbortedException
                || isConnectionFailure(failure)
                || isConnectionFailure(failure.getCause());
    }

    private static boolean isConnectionFailure(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof RetryableException
                || failure instanceof Crc32MismatchException
                || failure instanceof ApiCallAttemptTimeoutException;
    }

    /** Recognises responses that demand fewer calls or bytes. */
    static final class Throttling {
        private static final Set<String> CODES_OF_RECORDS =
                Set.of("ProvisionedThroughputExceededException", "KMSThrottlingException", "ThrottlingException");

        private Throttling() {}

        static boolean isCodeOfRecord(String errorCode) {
            return CODES_OF_RECORDS.contains(errorCode);
        }

        static boolean isFailure(Exception failure) {
            return failure instanceof KmsThrottlingException
                    || failure instanceof SdkServiceException service && service.isThrottlingException();
        }
    }
}
