package io.tourbus.app;

import io.tourbus.settings.ConfigurationException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import software.amazon.awssdk.core.exception.SdkException;

/** A route, an option or a placeholder does not allow the start; the message says which, on one line. */
public final class StartException extends RuntimeException {

    /** A file that is half written lacks most of its settings. */
    private static final int MOST_PROBLEMS = 5;

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it was not the configuration but a service that did not answer. */
    public boolean describeUnreachable() {
        return causes(this).anyMatch(SdkException.class::isInstance);
    }

    /** The configuration's own exception where that is what went wrong, else one made of the innermost cause. */
    static RuntimeException from(Throwable failure) {
        var causes = causes(failure).toList();
        return causes.stream()
                .filter(cause -> cause instanceof ConfigurationException || cause instanceof StateInUseException)
                .map(RuntimeException.class::cast)
                .findFirst()
                .orElseGet(() -> new StartException(
                        option(causes).orElseGet(() -> where(failure) + messageOf(failure)), failure));
    }

    /** What a failure comes from, in a line. */
    public static String messageOf(Throwable failure) {
        return failure instanceof ConfigurationException wrong
                ? shortened(wrong.problems())
                : oneLine(telling(causes(failure).toList()));
    }

    private static String shortened(List<String> problems) {
        var more = problems.size() - MOST_PROBLEMS;
        return problems.stream().limit(MOST_PROBLEMS).collect(Collectors.joining(" "))
                + (more > 0 ? " And %d more.".formatted(more) : "");
    }

    /** Camel's own words have the value in them, which may be a secret. */
    private static Optional<String> option(List<Throwable> causes) {
        return causes.stream()
                .filter(PropertyBindingException.class::isInstance)
                .map(PropertyBindingException.class::cast)
                .filter(binding -> binding.getOptionKey() != null)
                .reduce((outer, inner) -> inner)
                .map(binding -> binding.getCause() == null
                        ? "%s is no option of Camel".formatted(name(binding))
                        : "%s does not take its value".formatted(name(binding)));
    }

    private static String name(PropertyBindingException binding) {
        return binding.getOptionPrefix().replaceFirst("\\.?$", ".") + binding.getOptionKey();
    }

    /** The innermost cause, but the AWS SDK's own one where there is that: it names the address. */
    private static Throwable telling(List<Throwable> causes) {
        return causes.stream()
                .filter(SdkException.class::isInstance)
                .findFirst()
                .orElse(causes.get(causes.size() - 1));
    }

    private static String where(Throwable failure) {
        return causes(failure)
                .filter(FailedToStartRouteException.class::isInstance)
                .map(cause ->
                        "the route %s does not start: ".formatted(((FailedToStartRouteException) cause).getRouteId()))
                .findFirst()
                .orElse("");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    private static String oneLine(Throwable cause) {
        var message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().replaceAll("\\s+", " ");
    }
}
