package io.tourbus.app.settings;

import io.tourbus.settings.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.ObjectHelper;
import software.amazon.awssdk.core.exception.SdkException;

/** A route, an option of Camel or a service prevents the start. The message names it, on one line. */
public final class StartException extends RuntimeException {

    private static final Pattern COMPONENT =
            Pattern.compile("(?:No endpoint could be found for: |No component found with scheme: )([\\w+.-]+)");

    private static final Pattern UNKNOWN_PARAMETERS = Pattern.compile("Unknown parameters=\\[\\{(.*)}]");

    /** A value may contain what looks like the next name. */
    private static final Pattern PARAMETER = Pattern.compile("(?:^|, )([\\w.-]+)=");

    private static final Pattern VALUE_IN_URI =
            Pattern.compile("([?&][\\w.-]+=)(?:RAW\\([^)]*\\)|RAW\\{[^}]*}|[^&\\s]*)");

    /** Their URI is {@code tourbus.run.slice-queue}. */
    private static final Set<String> SLICE_QUEUE = Set.of("announce-slice", "receive-slice");

    /** A file that was saved incompletely lacks most of its settings. */
    private static final int MAX_PROBLEMS = 5;

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a service did not respond, so that the configuration may be correct. */
    public boolean isServiceFailure() {
        return ObjectHelper.getException(SdkException.class, this) != null;
    }

    /** The {@link ConfigurationException} or {@link StateInUseException} among the causes, or else a new exception. */
    public static RuntimeException from(Throwable failure) {
        for (var cause : ObjectHelper.createExceptionIterable(failure)) {
            if (cause instanceof ConfigurationException || cause instanceof StateInUseException) {
                return (RuntimeException) cause;
            }
        }
        return new StartException(describe(failure), failure);
    }

    /** Describes on one line why routes do not start. */
    public static String describe(Throwable failure) {
        return option(failure)
                .or(() -> bean(failure))
                .or(() -> component(failure))
                .or(() -> parameters(failure))
                .orElseGet(() -> where(failure)
                        + VALUE_IN_URI.matcher(messageOf(failure)).replaceAll("$1xxxxxx"));
    }

    /** Describes the cause of a failure in one line. */
    public static String messageOf(Throwable failure) {
        return failure instanceof ConfigurationException configuration
                ? shorten(configuration.problems())
                : oneLine(mostSpecific(failure));
    }

    private static String shorten(List<String> problems) {
        var more = problems.size() - MAX_PROBLEMS;
        return problems.stream().limit(MAX_PROBLEMS).collect(Collectors.joining(" "))
                + (more > 0 ? " And %d more.".formatted(more) : "");
    }

    /** Names the option without its value, which Camel's message contains and which may be a secret. */
    private static Optional<String> option(Throwable failure) {
        for (var cause : ObjectHelper.createExceptionIterable(failure)) {
            if (cause instanceof PropertyBindingException binding && binding.getOptionKey() == null) {
                return Optional.of(where(failure)
                        + "The value of %s in the URI is not valid. Correct it.".formatted(binding.getPropertyName()));
            }
            if (cause instanceof PropertyBindingException binding) {
                return Optional.of(
                        binding.getCause() == null
                                ? "Unknown Camel option: %s. Correct or remove it.".formatted(name(binding))
                                : "The value of the Camel option %s is not valid. Correct it."
                                        .formatted(name(binding)));
            }
        }
        return Optional.empty();
    }

    /** Edited files of an earlier version refer to beans that no longer exist. */
    private static Optional<String> bean(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(NoSuchBeanException.class, failure))
                .map(NoSuchBeanException::getName)
                .map(name ->
                        ("A file in routes/ uses the bean '%s', which this version does not have. Compare your files with"
                                        + " those of this version, see docs/upgrade.md.")
                                .formatted(name));
    }

    /** A route uses a component that is not on the class path. */
    private static Optional<String> component(Throwable failure) {
        for (var cause : ObjectHelper.createExceptionIterable(failure)) {
            var found = COMPONENT.matcher(String.valueOf(cause.getMessage()));
            if (found.find()) {
                return Optional.of(where(failure)
                        + ("Unknown component: '%1$s'. Correct the name, or put camel-%1$s and the jars that it"
                                        + " needs into lib/extra/, see docs/hooks.md.")
                                .formatted(found.group(1)));
            }
        }
        return Optional.empty();
    }

    /** Names the parameters of a URI without their values, which may be secrets, as above. */
    private static Optional<String> parameters(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(ResolveEndpointFailedException.class, failure))
                .map(cause -> UNKNOWN_PARAMETERS.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> PARAMETER
                        .matcher(found.group(1))
                        .results()
                        .map(name -> name.group(1))
                        .collect(Collectors.joining(", ")))
                .map(names ->
                        where(failure) + "Unknown parameters of the URI: %s. Correct or remove them.".formatted(names));
    }

    private static String name(PropertyBindingException binding) {
        return binding.getOptionPrefix().replaceFirst("\\.?$", ".") + binding.getOptionKey();
    }

    /** The exception of the AWS SDK, which names the address, or else the innermost cause, with which Camel begins. */
    private static Throwable mostSpecific(Throwable failure) {
        Throwable found = null;
        for (var cause : ObjectHelper.createExceptionIterable(failure)) {
            if (found == null || cause instanceof SdkException) {
                found = cause;
            }
        }
        return found;
    }

    private static String where(Throwable failure) {
        return Optional.ofNullable(ObjectHelper.getException(FailedToStartRouteException.class, failure))
                .map(FailedToStartRouteException::getRouteId)
                .or(() -> Optional.ofNullable(ObjectHelper.getException(FailedToCreateRouteException.class, failure))
                        .map(FailedToCreateRouteException::getRouteId))
                .map(id -> SLICE_QUEUE.contains(id)
                        ? "tourbus.run.slice-queue is not valid: "
                        : "The route %s does not start: ".formatted(id))
                .orElse("");
    }

    private static String oneLine(Throwable cause) {
        var message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().replaceAll("\\s+", " ");
    }
}
