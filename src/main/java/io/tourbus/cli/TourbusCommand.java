package io.tourbus.cli;

import io.tourbus.app.StartException;
import io.tourbus.app.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.job.UnknownJobException;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tourbus}: its commands, and how it says what went wrong. */
@Command(
        name = "tourbus",
        description = "Concert data from Spotify and Ticketmaster into an S3 lake and a Kinesis stream.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete; verify: all there",
            "1:failed",
            "2:wrong use of the command line",
            "3:partial, the report says what is missing; verify: something is missing or different",
            "75:the job is running already, or its state is in use: try later",
            "78:the configuration does not allow a start"
        })
public final class TourbusCommand implements Runnable {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            PreviewCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            BackfillCommand.class,
            ReprocessCommand.class,
            ResumeCommand.class,
            ServeCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            DeadLettersCommand.class,
            VerifyCommand.class,
            ConfigCommand.class,
            GenerateCompletion.class);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "a setting, see docs/settings.md; wins over files and environment")
    private Map<String, String> set = Map.of();

    /** What the user has set, for a command that wants something itself unless the user says otherwise. */
    SettingsOverrides overlay(Map<String, String> command) {
        return overlay(command, Map.of());
    }

    /** @param options what options of the command say, which {@code --set} may contradict */
    SettingsOverrides overlay(Map<String, String> command, Map<String, String> options) {
        Map<String, String> said = new LinkedHashMap<>(options);
        said.putAll(set);
        return SettingsOverrides.of(
                command,
                System.getenv(),
                said,
                key -> set.containsKey(key) ? SettingsOverrides.COMMAND_LINE : SettingsOverrides.option(key));
    }

    /** The command line, ready to execute such arguments: of a command that is named first, no other is looked at. */
    public static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new TourbusCommand());
        var first = arguments.length > 0 ? arguments[0] : "";
        COMMANDS.stream()
                .filter(command -> command != GenerateCompletion.class)
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS)
                .forEach(line::addSubcommand);
        return explaining(line);
    }

    /** A command line that says what went wrong as Tourbus does: in a line, by the exit code. */
    public static CommandLine explaining(CommandLine command) {
        return command.setExecutionExceptionHandler(TourbusCommand::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        var err = command.getErr();
        if (failure instanceof ConfigurationException configuration) {
            configuration.problems().forEach(problem -> err.println("tourbus: " + problem));
            return ExitCode.CONFIGURATION;
        }
        err.println("tourbus: " + message(failure));
        if (System.getenv("TOURBUS_TRACE") != null) {
            failure.printStackTrace(err);
        }
        if (failure instanceof StartException start) {
            return start.describeUnreachable() ? ExitCode.FAILED : ExitCode.CONFIGURATION;
        }
        if (failure instanceof JobRunningException || failure instanceof StateInUseException) {
            return ExitCode.TRY_LATER;
        }
        return failure instanceof UnknownJobException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static String message(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
