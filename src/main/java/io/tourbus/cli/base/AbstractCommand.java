package io.tourbus.cli.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.settings.SettingsOverrides;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Base class of the subcommands: the settings of the user, and the output. */
@Command(mixinStandardHelpOptions = true)
public abstract class AbstractCommand implements Callable<Integer> {

    /** For commands that run to their end. */
    protected static final Map<String, String> NO_SCHEDULES = Map.of("tourbus.jobs.scheduled", "false");

    /** For commands that only ask sources: they report the first failure instead of retrying. */
    protected static final Map<String, String> NO_SCHEDULES_NO_RETRIES =
            Map.of("tourbus.jobs.scheduled", "false", "tourbus.retry.attempts", "1");

    protected static final String FULL = "deliver all records to all sinks, also those that did not change";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private GlobalOptions tourbus;

    protected final Map<String, String> set() {
        return tourbus.set();
    }

    /** @param defaults of this command; everything that the user sets wins over them */
    protected final SettingsOverrides overrides(Map<String, String> defaults) {
        return overrides(defaults, Map.of());
    }

    /** @param options settings that stand for options of this command; {@code --set} wins over them */
    protected final SettingsOverrides overrides(Map<String, String> defaults, Map<String, String> options) {
        return overrides(defaults, options, SettingsOverrides::option);
    }

    /** @param nameOf how the user gave the value of a setting in {@code options}, such as {@code --only} */
    protected final SettingsOverrides overrides(
            Map<String, String> defaults, Map<String, String> options, UnaryOperator<String> nameOf) {
        return tourbus.overrides(defaults, options, nameOf);
    }

    protected final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    protected final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    protected final void print(TextTable table) {
        table.lines().forEach(out()::println);
    }

    protected final void printJson(Object value) {
        try {
            out().println(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records, maps and numbers can be written as JSON", e);
        }
    }

    /** Returns a number with its noun: {@code 1 run}, {@code 1,200 runs}. */
    protected static String count(long number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    /** Prints a message to standard error. */
    protected final void printError(String message) {
        spec.commandLine().getErr().println("tourbus: " + message);
    }

    /** Prints a message to standard error, and returns the exit code of a failure. */
    protected final int fail(String message) {
        printError(message);
        return ExitCode.FAILED;
    }

    /** Wrong use of the command line: picocli prints the message and the help. */
    protected final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
