package io.tourbus.cli;

import io.tourbus.app.settings.EffectiveSettings;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.settings.ConfigurationException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tourbus config}: shows the settings in effect. */
@Command(
        name = "config",
        description = "Show the settings in effect.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  tourbus config show",
            "  TOURBUS_CONFIG=/etc/tourbus.properties tourbus config show --json"
        })
public final class ConfigCommand extends AbstractCommand {

    @Override
    public Integer call() {
        throw usageError("Missing command. Use `tourbus config show`.");
    }

    /** @throws ConfigurationException after printing, if the settings have problems */
    @Command(
            description = "Print each setting, its value and where it was set. Secrets are hidden.",
            mixinStandardHelpOptions = true)
    int show(@Option(names = "--json", description = "print a JSON array") boolean json) {
        var effective = EffectiveSettings.read(overrides(Map.of()));
        if (json) {
            printJson(effective.lines());
        } else {
            var table = new TextTable(3, List.of("setting", "value", "set by"));
            effective
                    .lines()
                    .forEach(line -> table.add(
                            List.of(line.key(), line.value().isBlank() ? "(blank)" : line.value(), line.origin())));
            print(table);
        }
        if (!effective.problems().isEmpty()) {
            throw new ConfigurationException(effective.problems());
        }
        return ExitCode.COMPLETE;
    }
}
