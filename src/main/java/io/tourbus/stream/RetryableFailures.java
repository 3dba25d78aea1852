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
 * Which failures of a whole call may pass by themselves: throttling, server errors, a clock that the SDK has corrected
 * by now, timeouts and broken connections. Not a missing stream, missing or expired credentials, or a wrong request.
 * The same line that the SDK draws for its own retries, and KMS throttling beside it.
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
        // An interrupted call is one too: the wait before its next try then ends at once.
        return failure instanceof ApiCallTimeoutException
                || failure instanceof AbortedException
                || isPassing(failure)
                || isPassing(failure.getCause());
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof RetryableException
                || failure instanceof Crc32MismatchException
                || failure instanceof ApiCallAttemptTimeoutException;
    }

    /** Tells an answer that asks for fewer calls or bytes from one that only failed. */
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
