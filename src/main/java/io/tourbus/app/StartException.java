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

/** A route, an option of Camel or a service prevents the start. The message names it, on one line. */
public final class StartException extends RuntimeException {

    /** A file that was saved incompletely lacks most of its settings. */
    private static final int MAX_PROBLEMS = 5;

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a service did not respond, so that the configuration may be correct. */
    public boolean isServiceFailure() {
        return causes(this).anyMatch(SdkException.class::isInstance);
    }

    /** The {@link ConfigurationException} or {@link StateInUseException} among the causes, or else a new exception. */
    static RuntimeException from(Throwable failure) {
        var causes = causes(failure).toList();
        return causes.stream()
                .filter(cause -> cause instanceof ConfigurationException || cause instanceof StateInUseException)
                .map(RuntimeException.class::cast)
                .findFirst()
                .orElseGet(() -> new StartException(
                        option(causes).orElseGet(() -> where(failure) + messageOf(failure)), failure));
    }

    /** Describes the cause of a failure in one line. */
    public static String messageOf(Throwable failure) {
        return failure instanceof ConfigurationException configuration
                ? shorten(configuration.problems())
                : oneLine(mostSpecific(causes(failure).toList()));
    }

    private static String shorten(List<String> problems) {
        var more = problems.size() - MAX_PROBLEMS;
        return problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining(" "))
                + (more > 0 ? " And %d more.".formatted(more) : "");
    }

    /** Names the option without its value, which Camel's message contains and which may be a secret. */
    private static Optional<String> option(List<Throwable> causes) {
        return causes.stream()
                .filter(PropertyBindingException.class::isInstance)
                .map(PropertyBindingException.class::cast)
                .filter(binding -> binding.getOptionKey() != null)
                .reduce((outer, inner) -> inner)
                .map(binding -> binding.getCause() == null
                        ? "Unknown Camel option: %s. Correct or remove it.".formatted(name(binding))
                        : "The value of the Camel option %s is not valid. Correct it.".formatted(name(binding)));
    }

    private static String name(PropertyBindingException binding) {
        return binding.getOptionPrefix().replaceFirst("\\.?$", ".") + binding.getOptionKey();
    }

    /** The exception of the AWS SDK, which names the address, or else the innermost cause. */
    private static Throwable mostSpecific(List<Throwable> causes) {
        return causes.stream()
                .filter(SdkException.class::isInstance)
                .findFirst()
                .orElse(causes.get(causes.size() - 1));
    }

    private static String where(Throwable failure) {
        return causes(failure)
                .filter(FailedToStartRouteException.class::isInstance)
                .map(cause ->
                        "The route %s does not start: ".formatted(((FailedToStartRouteException) cause).getRouteId()))
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
