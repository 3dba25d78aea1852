package io.tourbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.EffectiveSettings;
import io.tourbus.settings.ConfigurationException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus config}: what is set, and by whom. */
@Command(
        name = "config",
        description = "Show the settings that are in force.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tourbus config show",
            "  TOURBUS_CONFIG=/etc/tourbus.properties tourbus config show --json"
        })
public final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: show");
    }

    /**
     * Shows them even where there is something wrong.
     *
     * @throws ConfigurationException when there is, as it would be thrown at a start
     */
    @Command(description = "Print each setting, its value and who has set it.", mixinStandardHelpOptions = true)
    int show(@Option(names = "--json", description = "a JSON array of objects") boolean json)
            throws JsonProcessingException {
        var shown = EffectiveSettings.of(tourbus.overlay(Map.of()));
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(shown.lines()));
        } else {
            var table = new Table(3, List.of("setting", "value", "set by"));
            shown.lines().forEach(line -> table.add(List.of(line.key(), line.value(), line.origin())));
            table.lines().forEach(out::println);
        }
        if (!shown.problems().isEmpty()) {
            throw new ConfigurationException(shown.problems());
        }
        return ExitCode.COMPLETE;
    }
}
