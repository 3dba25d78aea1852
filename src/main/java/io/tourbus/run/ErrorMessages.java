package io.tourbus.run;

import org.apache.camel.CamelExchangeException;

/** Describes exceptions on one line, for reports and logs. */
public final class ErrorMessages {

    private ErrorMessages() {}

    /** @param endpoint the URI of the endpoint that failed, used as a prefix for exceptions of other libraries; may be {@code null} */
    public static String describe(Throwable failure, String endpoint) {
        return endpoint == null || isOurs(cause(failure))
                ? describe(failure)
                : "%s: %s".formatted(endpoint.replaceFirst("\\?.*", ""), describe(failure));
    }

    public static String describe(Throwable failure) {
        var cause = cause(failure);
        var message =
                cause.getMessage() == null ? "" : cause.getMessage().strip().replaceAll("\\s+", " ");
        return isOurs(cause) && !message.isEmpty()
                ? message
                : (cause.getClass().getSimpleName() + " " + message).strip();
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("io.tourbus.");
    }

    /** Camel wraps the failure of a parallel branch in an exception whose message does not give the reason. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof CamelExchangeException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
