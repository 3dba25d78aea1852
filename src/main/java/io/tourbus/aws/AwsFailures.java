package io.tourbus.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Classifies and describes failures of AWS calls. */
public final class AwsFailures {

    private static final Set<String> CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "InvalidToken",
            "ExpiredToken",
            "ExpiredTokenException");
    private static final Set<String> ABSENT = Set.of("NoSuchBucket", "ResourceNotFoundException");
    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException");

    private static final int MAX_LENGTH = 300;

    private AwsFailures() {}

    /** Whether the service is unreachable, throttles, or has an internal error, so that a later call can succeed. */
    public static boolean isTemporary(Throwable failure) {
        return failure instanceof SdkClientException
                || failure instanceof SdkServiceException service
                        && (service.statusCode() >= 500 || service.isThrottlingException());
    }

    /**
     * Whether an immediate retry can succeed: after throttling, server errors, clock skew (which the SDK corrects), timeouts and
     * broken connections. Not after a missing resource, missing or expired credentials, or an invalid request. These are the
     * failures that the SDK itself retries.
     */
    public static boolean isRetryable(SdkException failure) {
        if (failure instanceof SdkServiceException service) {
            return service.statusCode() >= 500
                    || service.isThrottlingException()
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

    /**
     * Why a check failed, and what to do, on one line.
     *
     * @param absent what to do if the resource does not exist, a sentence
     * @param permission the permission that the call needs
     */
    public static String explain(SdkException failure, String absent, String permission) {
        if (!(failure instanceof AwsServiceException service)) {
            var message = firstLine(failure.getMessage());
            return message.contains("Unable to load credentials")
                    ? "No AWS credentials found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, set AWS_PROFILE, or use a role."
                    : NetworkFailure.describe(failure).orElse(message);
        }
        var code = code(service);
        if (ABSENT.contains(code)) {
            return "It does not exist. " + absent;
        }
        if (CREDENTIALS.contains(code)) {
            return "The AWS credentials are not accepted (%s). Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, the profile or the role."
                    .formatted(code);
        }
        if (DENIED.contains(code)) {
            return "Access is denied (%s). Allow %s.".formatted(code, permission);
        }
        return "AWS returns HTTP %d: %s".formatted(service.statusCode(), summary(service));
    }

    /** The error code of the service, or the class name of the exception if there was no response. */
    public static String code(Throwable failure) {
        var code = failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode()
                : null;
        return Objects.requireNonNullElse(code, failure.getClass().getSimpleName());
    }

    /** The cause without what differs from call to call: why there was no response, with the address, or else the {@link #code}. */
    public static String cause(Throwable failure) {
        return NetworkFailure.describe(failure).orElseGet(() -> code(failure));
    }

    /** Why there was no response, with the address, or else the {@link #summary}. */
    public static String reason(Throwable failure) {
        return NetworkFailure.describe(failure).orElseGet(() -> summary(failure));
    }

    /** The {@link #code} and the {@link #firstLine} of the message. */
    public static String summary(Throwable failure) {
        var message = firstLine(failure.getMessage());
        return message.isEmpty() ? code(failure) : code(failure) + ": " + message;
    }

    /**
     * The first line of a message, at most 300 characters. The further lines of a signature error contain request headers with
     * the session token.
     *
     * @param text null counts as empty
     */
    public static String firstLine(String text) {
        var line = Objects.requireNonNullElse(text, "")
                .strip()
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }

    /** The type and the whole message on one line. */
    public static String describe(Throwable failure) {
        var message = failure.getMessage() == null ? "" : failure.getMessage();
        return (failure.getClass().getSimpleName() + " " + message).strip().replaceAll("\\s+", " ");
    }
}
