package io.tourbus.aws;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Classifies and describes failures of AWS calls. */
public final class AwsFailures {

    private AwsFailures() {}

    /** Whether the service is unreachable, throttles, or has an internal error, so that a later call can succeed. */
    public static boolean isTemporary(Throwable failure) {
        return failure instanceof SdkClientException
                || failure instanceof SdkServiceException service
                        && (service.statusCode() >= 500 || service.isThrottlingException());
    }

    /** The type and the message on one line. */
    public static String describe(Throwable failure) {
        var message = failure.getMessage() == null ? "" : failure.getMessage();
        return (failure.getClass().getSimpleName() + " " + message).strip().replaceAll("\\s+", " ");
    }
}
