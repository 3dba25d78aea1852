package io.tourbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.app.StateSettings;
import io.tourbus.app.TourbusContext;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.state.State;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Base class of the subcommands: the settings of the user, the output, and ways to start routes or to open the state. */
@Command(mixinStandardHelpOptions = true)
abstract class AbstractCommand implements Callable<Integer> {

    /** For commands that run to their end. */
    static final Map<String, String> NO_SCHEDULES = Map.of("tourbus.jobs.scheduled", "false");

    /** For commands that only ask sources: they report the first failure instead of retrying. */
    static final Map<String, String> NO_SCHEDULES_NO_RETRIES =
            Map.of("tourbus.jobs.scheduled", "false", "tourbus.retry.attempts", "1");

    static final String FULL = "deliver all records to all sinks, also those that did not change";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    /** @param defaults of this command; everything that the user sets wins over them */
    final SettingsOverrides overrides(Map<String, String> defaults) {
        return overrides(defaults, Map.of());
    }

    /** @param options settings that stand for options of this command; {@code --set} wins over them */
    final SettingsOverrides overrides(Map<String, String> defaults, Map<String, String> options) {
        return overrides(defaults, options, SettingsOverrides::option);
    }

    /** @param nameOf how the user gave the value of a setting in {@code options}, such as {@code --only} */
    final SettingsOverrides overrides(
            Map<String, String> defaults, Map<String, String> options, UnaryOperator<String> nameOf) {
        return tourbus.overrides(defaults, options, nameOf);
    }

    /** Starts the routes, without schedules. */
    final TourbusContext startContext(Map<String, String> options) {
        return new TourbusContext(overrides(NO_SCHEDULES, options), Clock.systemUTC()).start();
    }

    /** Runs a job to its end, and returns the exit code. */
    final int run(String job, Map<String, String> options, boolean json) {
        try (var context = startContext(options)) {
            return new RunConsole(System.err, out(), json).run(context, job);
        }
    }

    /** @param full whether the option {@code --full} is set */
    static Map<String, String> withFull(Map<String, String> options, boolean full) {
        Map<String, String> settings = new LinkedHashMap<>(options);
        if (full) {
            settings.put("tourbus.run.full", "true");
        }
        return settings;
    }

    /** Opens the state database without starting routes. */
    final <T> T withState(Function<State, T> work) {
        try (var state = StateSettings.openState(overrides(Map.of()))) {
            return work.apply(state);
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void print(Table table) {
        table.lines().forEach(out()::println);
    }

    final void printJson(Object value) {
        try {
            out().println(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records, maps and numbers can be written as JSON", e);
        }
    }

    /** Prints a message to standard error. */
    final void printError(String message) {
        spec.commandLine().getErr().println("tourbus: " + message);
    }

    /** Prints a message to standard error, and returns the exit code of a failure. */
    final int fail(String message) {
        printError(message);
        return ExitCode.FAILED;
    }

    /** Wrong use of the command line: picocli prints the message and the help. */
    final ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
