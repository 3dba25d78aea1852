package io.tourbus.stream;

import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Formats AWS failures for logs, reports and health checks, as one line of at most 300 characters. Only the first line of a
 * message is used, because the further lines of a signature error contain request headers with the session token.
 */
public final class FailureText {
    private static final int MAX_LENGTH = 300;

    private FailureText() {}

    /** Returns the error code of the service, or the class name of the exception if there was no response. */
    public static String code(Throwable failure) {
        AwsErrorDetails details = failure instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails()
                : AwsErrorDetails.builder().build();
        return Objects.requireNonNullElse(
                details.errorCode(), failure.getClass().getSimpleName());
    }

    public static String describe(Throwable failure) {
        String message = firstLine(failure.getMessage());
        return message.isEmpty() ? code(failure) : code(failure) + ": " + message;
    }

    /** @param text null counts as empty */
    static String firstLine(String text) {
        String line = Objects.requireNonNullElse(text, "")
                .strip()
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
