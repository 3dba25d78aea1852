package io.tourbus.reload;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** An edit is not applied. The message says why, in the words of the file. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final int line;

    /** @param line 0 if it is the whole file */
    RefusedException(Path file, int line, String reason) {
        super(reason);
        this.file = file;
        this.line = line;
    }

    Path file() {
        return file;
    }

    int line() {
        return line;
    }

    /**
     * What Camel reports, in plain words.
     *
     * @param word the word of the file that it is about; empty if it is not known
     * @param line 0 if it is not known
     */
    record Reason(String text, String word, int line) {

        private static final Pattern PROPERTY = Pattern.compile("Property with key \\[(.*?)] not found");
        private static final Pattern COMPONENT =
                Pattern.compile("(?:No endpoint could be found for: |No component found with scheme: )([\\w+.-]+)");
        private static final Pattern OPTION = Pattern.compile("Unknown parameters=\\[\\{([^=}]+)=");
        private static final Pattern CRON = Pattern.compile("CronExpression '(.*?)' is invalid");
        private static final Pattern STEP = Pattern.compile("(?:Unknown node id|Unsupported field): (\\S+)");
        private static final Pattern VALUE = Pattern.compile("does not have any constant with value: (\\S+)");
        private static final Pattern KIND = Pattern.compile("Error parsing \\[(.+?)]");
        private static final Pattern TRIGGER = Pattern.compile("Trigger key (\\S+) is already in use");
        private static final Pattern SHARED = Pattern.compile("Multiple consumers for the same endpoint.*?: (\\S+)");
        private static final Pattern DUPLICATE = Pattern.compile("Duplicate id detected: (.+?)\\. Please");
        private static final Pattern JAVA =
                Pattern.compile("(?:Cannot invoke |class |\\b)\"?(?:[a-z_]\\w*\\.){2,}[A-Z]\\w*");

        static Reason of(Throwable failure) {
            // Camel begins with the innermost cause.
            Throwable innermost = null;
            for (var cause : ObjectHelper.createExceptionIterable(failure)) {
                innermost = innermost == null ? cause : innermost;
                var known = known(cause);
                if (known.isPresent()) {
                    return known.get();
                }
            }
            return new Reason(plain(innermost), "", 0);
        }

        private static Optional<Reason> known(Throwable cause) {
            var message = String.valueOf(cause.getMessage());
            if (cause instanceof StackOverflowError) {
                return Optional.of(
                        new Reason("The file is nested too deeply, or a YAML alias refers to itself.", "", 0));
            }
            if (cause instanceof NoSuchBeanException bean && bean.getName() != null) {
                return Optional.of(new Reason("Unknown bean: '%s'.".formatted(bean.getName()), bean.getName(), 0));
            }
            if (cause instanceof MethodNotFoundException method) {
                var name = method.getMethodName().replaceFirst("\\(.*", "");
                return Optional.of(new Reason("Unknown method of a bean: '%s'.".formatted(name), name, 0));
            }
            if (cause instanceof PropertyBindingException option && option.getPropertyName() != null) {
                return Optional.of(new Reason(
                        "The value of the option '%s' is not valid.".formatted(option.getPropertyName()),
                        option.getPropertyName(),
                        0));
            }
            if (cause instanceof MarkedYamlEngineException yaml) {
                return Optional.of(yaml(yaml));
            }
            if (cause instanceof ExpressionIllegalSyntaxException syntax) {
                var expression = syntax.getExpression().lines().findFirst().orElse("");
                return Optional.of(
                        new Reason("The expression '%s' is not valid.".formatted(expression), expression, 0));
            }
            if (message.contains("can only be set when using total requests mode")) {
                return Optional.of(new Reason(
                        "The option 'timePeriodMillis' of a throttle needs the mode 'TotalRequests'.", "mode", 0));
            }
            if (cause instanceof ClassNotFoundException) {
                return Optional.of(new Reason("Unknown class: '%s'.".formatted(message), message, 0));
            }
            return first(CRON, message, "The cron expression '%s' is not valid.")
                    .or(() -> first(PROPERTY, message, "Unknown property: '%s'. Add it to application.properties."))
                    .or(() -> first(
                            COMPONENT,
                            message,
                            "Unknown component: '%1$s'. Correct the name, or put camel-%1$s and the jars that it needs into"
                                    + " lib/extra/ and restart Tourbus."))
                    .or(() -> first(KIND, message, "The value '%s' is not valid."))
                    .or(() -> first(OPTION, message, "Unknown option: '%s'."))
                    .or(() -> first(DUPLICATE, message, "Duplicate ID of a step: '%s'. Change one of them."))
                    .or(() -> first(TRIGGER, message, "Another route already uses the trigger '%s'."))
                    .or(() -> first(SHARED, message, "Another route already reads from '%s'."));
        }

        private static Reason yaml(MarkedYamlEngineException yaml) {
            var line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            var problem = String.valueOf(yaml.getProblem());
            return first(STEP, problem, "Unknown step or option: '%s'.")
                    .or(() -> first(VALUE, problem, "Unknown value: '%s'."))
                    .map(known -> new Reason(known.text(), known.word(), line))
                    .orElseGet(() -> new Reason(
                            "The file is not valid YAML: "
                                    + sentence(JAVA.matcher(problem).replaceAll("a value")),
                            "",
                            line));
        }

        private static Optional<Reason> first(Pattern pattern, String message, String text) {
            var matcher = pattern.matcher(message);
            return matcher.find()
                    ? Optional.of(new Reason(text.formatted(matcher.group(1)), matcher.group(1), 0))
                    : Optional.empty();
        }

        /** Messages for Java programmers say nothing about the file. */
        private static String plain(Throwable cause) {
            var message = cause.getMessage() == null
                    ? ""
                    : cause.getMessage().lines().findFirst().orElse("").strip();
            return message.isEmpty() || JAVA.matcher(message).find()
                    ? "An option of the route is missing or has the wrong kind of value."
                    : sentence(URISupport.sanitizeUri(message));
        }

        private static String sentence(String text) {
            return text.endsWith(".") ? text : text + ".";
        }
    }
}
