package io.tourbus.run;

import org.apache.camel.CamelExchangeException;

/** What a person needs to know of an exception, on one line. */
public final class ErrorMessages {

    private ErrorMessages() {}

    /** @param endpoint where it failed, left out where the failure itself says so; may be {@code null} */
    public static String describe(Throwable failure, String endpoint) {
        var told = endpoint == null || isOurs(cause(failure));
        return told ? describe(failure) : "%s: %s".formatted(endpoint.replaceFirst("\\?.*", ""), describe(failure));
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

    /** What went wrong in one of several ways that Camel went at once; it only says that one did. */
    private static Throwable cause(Throwable failure) {
        return failure instanceof CamelExchangeException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
