package io.tourbus.stream;

import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Failures in words for logs, reports and health checks: one line of bounded length. A message ends at its first line
 * break, because what AWS says of a wrong signature goes on with the request's headers, the session token among them.
 */
public final class FailureText {
    private static final int MAX_LENGTH = 300;

    private FailureText() {}

    /** The error code of the service, or the name of the exception if it did not come to an answer. */
    public static String code(Throwable failure) {
        AwsErrorDetails details = failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails()
                : AwsErrorDetails.builder().build();
        return Objects.requireNonNullElse(
                details.errorCode(), failure.getClass().getSimpleName());
    }

    /** The first line of the message, empty if there is none. */
    static String message(Throwable failure) {
        return firstLine(Objects.requireNonNullElse(failure.getMessage(), ""));
    }

    public static String describe(Throwable failure) {
        String message = message(failure);
        return message.isEmpty() ? code(failure) : code(failure) + ": " + message;
    }

    static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
