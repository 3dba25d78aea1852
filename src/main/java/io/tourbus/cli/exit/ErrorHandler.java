package io.tourbus.cli.exit;

import io.tourbus.app.settings.StartException;
import io.tourbus.app.settings.StateInUseException;
import io.tourbus.aws.NetworkFailure;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints each failure of a command as one line, and chooses the exit code. */
public final class ErrorHandler {

    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);

    private ErrorHandler() {}

    /** Wrong use of the command line. */
    public static int usage(ParameterException failure, String[] arguments) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        err.println("tourbus: " + message(failure).replaceAll("\\s*\\R\\s*", " "));
        err.println(help(command.getCommandSpec().qualifiedName()));
        trace(failure, command);
        return ExitCode.USAGE;
    }

    private static String help(String command) {
        return "Try '%s --help'.".formatted(command);
    }

    private static String message(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (failure instanceof MissingParameterException missing) {
            return missing(missing, failure.getMessage());
        }
        if (failure instanceof MutuallyExclusiveArgsException) {
            return failure.getMessage().replaceAll("^Error: | are mutually exclusive.*", "")
                    + " exclude each other. Use one of them.";
        }
        if (failure.getArgSpec() == null) {
            return failure.getMessage();
        }
        var argument = failure.getArgSpec();
        return failure.getValue() == null
                ? failure.getMessage() + "."
                : "%s is not valid: '%s'. Use %s.".formatted(name(argument), failure.getValue(), expected(argument));
    }

    private static String unmatched(UnmatchedArgumentException failure) {
        var first = failure.getUnmatched().get(0);
        var suggestion = failure.getSuggestions().isEmpty()
                ? ""
                : " Did you mean %s?".formatted(failure.getSuggestions().get(0));
        var command = failure.getCommandLine();
        if (failure.isUnknownOption()) {
            return "Unknown option: '%s'.%s".formatted(first, suggestion);
        }
        return command.getSubcommands().isEmpty()
                ? "Unexpected argument: '%s'. Remove it.".formatted(first)
                : "Unknown command: '%s'.%s".formatted(first, suggestion);
    }

    private static String missing(MissingParameterException failure, String message) {
        if (failure.getMissing().isEmpty()) {
            return message.replaceFirst("^Error: ", "") + ".";
        }
        var exclusive = message.contains("specify one of these");
        return failure.getMissing().stream()
                .map(argument -> argument.isOption() && argument.paramLabel() != null
                        ? "%s %s".formatted(name(argument), argument.paramLabel())
                        : name(argument))
                .collect(Collectors.joining(exclusive ? " or " : " and ", "Missing ", "."));
    }

    /** As the help shows it. */
    private static String name(ArgSpec argument) {
        return argument instanceof PositionalParamSpec
                ? argument.paramLabel()
                : ((CommandLine.Model.OptionSpec) argument).longestName();
    }

    private static String expected(ArgSpec argument) {
        var type = argument.auxiliaryTypes()[argument.auxiliaryTypes().length - 1];
        if (argument.typeInfo().isMap()) {
            return argument.paramLabel();
        }
        if (type == LocalDate.class) {
            return "a day such as 2026-11-23";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "));
        }
        return WHOLE_NUMBERS.contains(type) ? "a whole number" : argument.paramLabel();
    }

    /** Other failures. */
    public static int execution(Exception failure, CommandLine command, ParseResult parsed) {
        var err = command.getErr();
        if (failure instanceof ConfigurationException configuration) {
            configuration.problems().forEach(problem -> err.println("tourbus: " + problem));
            if (configuration.problems().stream().noneMatch(SettingsOverrides::isTyped)) {
                return ExitCode.CONFIGURATION;
            }
            err.println(help(deepest(parsed).qualifiedName()));
            return ExitCode.USAGE;
        }
        err.println("tourbus: " + message(failure));
        trace(failure, command);
        if (failure instanceof StartException start) {
            return start.isServiceFailure() ? ExitCode.FAILED : ExitCode.CONFIGURATION;
        }
        if (failure instanceof JobRunningException || failure instanceof StateInUseException) {
            return ExitCode.TRY_LATER;
        }
        if (failure instanceof UnknownJobException) {
            err.println(help(deepest(parsed).qualifiedName()));
            return ExitCode.USAGE;
        }
        return ExitCode.FAILED;
    }

    public static String message(Exception failure) {
        if (failure instanceof CamelExecutionException) {
            return NetworkFailure.describe(failure).orElseGet(() -> StartException.messageOf(failure));
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static void trace(Exception failure, CommandLine command) {
        if (System.getenv("TOURBUS_TRACE") != null) {
            failure.printStackTrace(command.getErr());
        }
    }

    /** Refuses arguments whose characters were lost. */
    public static int executeReadable(ParseResult parsed) {
        for (var argument : parsed.originalArgs()) {
            SettingsOverrides.lostCharacters("The argument '%s'".formatted(argument), argument)
                    .ifPresent(problem -> {
                        throw new ParameterException(deepest(parsed).commandLine(), problem);
                    });
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static CommandSpec deepest(ParseResult parsed) {
        return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed.commandSpec();
    }
}
