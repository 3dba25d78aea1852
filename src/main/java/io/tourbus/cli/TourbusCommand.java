package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.cli.base.GlobalOptions;
import io.tourbus.cli.exit.ErrorHandler;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.settings.Release;
import io.tourbus.settings.SettingsOverrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tourbus}: the root command. It holds the subcommands and {@code --set}, and turns failures into exit codes. */
@Command(
        name = "tourbus",
        description = "Read concert data from Spotify and Ticketmaster, and write it to S3 and Kinesis.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Only in a clone of the repository:",
            "  sandbox  Run a job against simulated APIs and an embedded S3 and Kinesis.",
            "  bench    Measure the performance of Tourbus.",
            "Only in the distribution:",
            "  share-classes  Make later starts faster."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete",
            "1:failed",
            "2:wrong use of the command line",
            "3:partial: data is missing; verify, warehouse, redshift: objects are missing or different",
            "4:the run was cancelled",
            "71:out of memory",
            "75:try again later: the job is running, or another process uses the state",
            "78:the configuration does not allow a start; check: something is wrong"
        })
public final class TourbusCommand implements GlobalOptions, Runnable {

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            PreviewCommand.class,
            PlanCommand.class,
            CheckCommand.class,
            BackfillCommand.class,
            ReprocessCommand.class,
            RedeliverCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            ServeCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            DeadLettersCommand.class,
            VerifyCommand.class,
            WarehouseCommand.class,
            QueryCommand.class,
            RedshiftCommand.class,
            SourceCommand.class,
            ConfigCommand.class,
            GenerateCompletion.class);

    /** The commands of the launcher in a clone, for completion. */
    private static final List<String> LAUNCHER_COMMANDS = List.of("sandbox", "bench");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "set KEY, overriding files and environment variables;%nsee docs/settings.md")
    private Map<String, String> set = Map.of();

    @Override
    public Map<String, String> set() {
        return set;
    }

    @Override
    public SettingsOverrides overrides(
            Map<String, String> defaults, Map<String, String> options, UnaryOperator<String> nameOf) {
        Modules.installed();
        Map<String, String> values = new LinkedHashMap<>(options);
        values.putAll(set);
        return SettingsOverrides.of(
                defaults,
                System.getenv(),
                values,
                key -> set.containsKey(key) ? SettingsOverrides.COMMAND_LINE : nameOf.apply(key));
    }

    /**
     * The command line for these arguments. If they begin with the name of a subcommand, picocli does not inspect the others,
     * which makes the start faster.
     */
    public static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new TourbusCommand());
        line.getCommandSpec().version("tourbus " + Release.version());
        var first = arguments.length > 0 ? arguments[0] : "";
        COMMANDS.stream()
                .filter(command -> command != GenerateCompletion.class)
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS)
                .forEach(line::addSubcommand);
        if (first.equals("generate-completion") && isClone()) {
            LAUNCHER_COMMANDS.forEach(name -> line.addSubcommand(name, CommandSpec.create()));
        }
        return withErrorHandling(line);
    }

    private static boolean isClone() {
        return Files.isDirectory(Path.of(System.getProperty("tourbus.home", ""), "src", "sandbox"));
    }

    /** Makes a command print failures as one line each, and exit with the code that {@link ExitCode} defines for them. */
    public static CommandLine withErrorHandling(CommandLine command) {
        return command.setExecutionStrategy(ErrorHandler::executeReadable)
                .setParameterExceptionHandler(ErrorHandler::usage)
                .setExecutionExceptionHandler(ErrorHandler::execution);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command. See the list of commands.");
    }
}
