package io.tourbus.cli.option;

import io.tourbus.app.CommandOperations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The option {@code --wait}. */
public final class WaitOption {

    private static final String NO_LIMIT = "no limit";
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(s|m|h)");

    @Option(
            names = "--wait",
            arity = "0..1",
            scope = ScopeType.INHERIT,
            fallbackValue = NO_LIMIT,
            paramLabel = "TIME",
            description =
                    "wait while the job is running or another process uses the state, at most TIME, such as 90s, 10m or 2h")
    private String time;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** How long to wait; empty if the option is not set. */
    public Optional<Duration> limit() {
        if (time == null) {
            return Optional.empty();
        }
        if (time.equals(NO_LIMIT)) {
            return Optional.of(CommandOperations.WITHOUT_LIMIT);
        }
        var parsed = TIME.matcher(time);
        if (!parsed.matches()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--wait is not valid: '%s'. Use a time such as 90s, 10m or 2h.".formatted(time));
        }
        return Optional.of(Duration.parse("PT" + time.toUpperCase(Locale.ROOT)));
    }
}
