package io.tourbus.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.util.ObjectHelper;

/** Describes exceptions on one line, for reports and logs. */
public final class ErrorMessages {

    private static final Pattern DIRECT = Pattern.compile("direct://([\\w-]+)");

    private ErrorMessages() {}

    /** @param endpoint the URI of the endpoint that failed, used as a prefix for exceptions of other libraries; may be {@code null} */
    public static String describe(Throwable failure, String endpoint) {
        return endpoint == null
                        || isOurs(cause(failure))
                        || stoppedRoute(failure).isPresent()
                ? describe(failure)
                : "%s: %s".formatted(endpoint.replaceFirst("\\?.*", ""), describe(failure));
    }

    /** Names the route that a message could not be sent to, and how to start it; empty if the failure has another cause. */
    public static Optional<String> stoppedRoute(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(DirectConsumerNotAvailableException.class, failure))
                .map(stopped -> DIRECT.matcher(stopped.getMessage()))
                .filter(Matcher::find)
                .map(route -> stopped(route.group(1)));
    }

    /** Says how to start a route that is stopped. */
    public static String stopped(String route) {
        return "route %1$s is stopped or suspended; start it on the page or with POST /api/routes/%1$s/resume"
                .formatted(route);
    }

    public static String describe(Throwable failure) {
        return stoppedRoute(failure).orElseGet(() -> describeCause(failure));
    }

    private static String describeCause(Throwable failure) {
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

    /** Camel wraps the failure of a parallel branch, and an {@link Error}, in exceptions whose messages do not give the reason. */
    private static Throwable cause(Throwable failure) {
        var wrapped = failure instanceof CamelExchangeException || failure instanceof CamelExecutionException;
        return wrapped && failure.getCause() != null ? cause(failure.getCause()) : failure;
    }
}
