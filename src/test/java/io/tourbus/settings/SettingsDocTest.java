package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code application.properties} and {@code docs/settings.md} are generated from {@link SettingsTable}. */
class SettingsDocTest {

    private static final String COMMAND = "./mvnw -o test -Dtest=SettingsDocTest -Dtourbus.write-docs=true";
    private static final int WIDTH = 118;

    @Test
    void theFileIsGenerated() throws IOException {
        compare(Path.of("application.properties"), file());
    }

    @Test
    void thePageIsGenerated() throws IOException {
        compare(Path.of("docs/settings.md"), page());
    }

    @Test
    void eachDefaultIsAllowed() {
        assertThat(SettingsTable.tourbus().values()).allMatch(setting -> setting.accepts(setting.defaultValue()));
    }

    @Test
    void eachColumnIsExplainedInTheTable() throws IOException {
        var table = Files.readString(Path.of("src/main/resources/io/tourbus/settings/settings.yaml"));
        var header = table.substring(0, table.indexOf("- group:"));

        assertThat(SettingsTable.all())
                .flatExtracting(setting -> setting.columns().keySet())
                .allSatisfy(column -> assertThat(header).containsPattern("(?m)^# (\\w+, )?" + column + "\\b"));
    }

    @Test
    void eachSettingHasADescription() {
        blocks().forEach(block -> assertThat(block)
                .as("settings below %s", block.get(0).key())
                .satisfies(first -> assertThat(first.column("text")).isPresent(), atIndex(0))
                .allSatisfy(setting -> {
                    if (setting.key().startsWith(SettingsTable.PREFIX)) {
                        assertThat(values(setting)).isEqualTo(values(block.get(0)));
                        assertThat(setting.reload()).isEqualTo(block.get(0).reload());
                    }
                }));
    }

    private static void compare(Path path, String expected) throws IOException {
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(path, expected);
        }
        assertThat(Files.readString(path)).as("generate it: " + COMMAND).isEqualTo(expected);
    }

    /** Settings that share a description. */
    private static Collection<List<Setting>> blocks() {
        var blocks = new LinkedHashMap<String, List<Setting>>();
        var current = new ArrayList<Setting>();
        for (var setting : SettingsTable.all()) {
            if (setting.column("text").isPresent()) {
                current = new ArrayList<>();
                blocks.put(setting.key(), current);
            }
            current.add(setting);
        }
        return blocks.values();
    }

    private static String file() {
        var lines = new ArrayList<>("""
                # All settings of Tourbus with their defaults. Edit them here, or set them elsewhere. Later sources win:
                #
                #   1. this file
                #   2. the file that the environment variable TOURBUS_CONFIG names
                #   3. environment variables, which the comments below name
                #   4. --set key=value on the command line, and options of a command
                #
                # Lists are separated by commas. A secret can be in a file: append _FILE to its variable, and set that to the path.
                # "Applies" says when an edit of this file takes effect while `tourbus serve` runs.
                # See docs/configuration.md and docs/reload.md. `tourbus config show` prints the settings that apply.
                #
                # Developers: SettingsDocTest generates this file from settings.yaml.
                """.lines().toList());
        var group = "";
        for (var block : blocks()) {
            var first = block.get(0);
            if (!first.group().equals(group)) {
                group = first.group();
                lines.add("\n# --- %s ---".formatted(group));
            }
            lines.add("");
            lines.addAll(wrapped(first.column("text").orElseThrow()));
            if (first.key().startsWith(SettingsTable.PREFIX)) {
                lines.addAll(wrapped(facts(block)));
            }
            block.forEach(setting -> lines.add(
                    "%s = %s".formatted(setting.key(), setting.shipped()).strip()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder("#");
        for (var word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String facts(List<Setting> block) {
        var first = block.get(0);
        var defaults = block.stream().map(Setting::defaultValue).distinct().toList();
        var variables = block.stream().flatMap(setting -> setting.variables().stream());
        return Stream.of(
                        values(first),
                        defaults.size() == 1 && !defaults.get(0).isEmpty()
                                ? "Default %s.".formatted(defaults.get(0))
                                : "",
                        first.column("option")
                                .map("Option %s of `tourbus run`."::formatted)
                                .orElse(""),
                        "Environment: %s.".formatted(variables.collect(Collectors.joining(", "))),
                        "Applies %s.".formatted(applies(first)))
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String applies(Setting setting) {
        return switch (setting.reload()) {
            case AT_ONCE -> "immediately";
            case NEXT_RUN -> "from the next run";
            case NEXT_START -> "after a restart";
        };
    }

    /** The allowed values, as sentences. */
    private static String values(Setting setting) {
        var bounds = setting.column("min")
                .map(min -> "%s to %s".formatted(min, setting.column("max").orElseThrow()));
        var type =
                switch (setting.type()) {
                    case TEXT -> "";
                    case BOOLEAN -> "true or false.";
                    case INTEGER ->
                        setting.column("unit")
                                        .map(unit -> unit.substring(0, 1).toUpperCase() + unit.substring(1) + ", ")
                                        .orElse("")
                                + bounds.orElseThrow() + ".";
                    case SECONDS -> "Seconds, above 0 and up to 86400.";
                    case INSTANT -> "Date (2026-12-31, from midnight UTC) or time (2026-12-31T18:00:00Z).";
                    case LIST ->
                        setting.values().isEmpty()
                                ? "List."
                                : "List of %s.".formatted(String.join(", ", setting.values()));
                    case CHOICE -> "One of %s.".formatted(String.join(", ", setting.values()));
                    case URL -> "HTTP or HTTPS URL.";
                    case CRON -> "Quartz cron expression: second minute hour day month weekday.";
                    case TIME_ZONE -> "Time zone such as UTC or Europe/Berlin.";
                };
        return Stream.of(
                        type,
                        setting.column("auto").map("auto %s."::formatted).orElse(""),
                        setting.column("blank").map("Blank: %s."::formatted).orElse(""))
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String page() {
        var lines = new ArrayList<>("""
                # Settings

                <!-- Generated from settings.yaml: %s -->

                Every setting, with the environment variables that set it. [Configuration](configuration.md) explains where you can set
                them, and [Live reload](reload.md) what happens when you edit `application.properties` while `tourbus serve` runs.
                "Applies" says when such an edit takes effect.
                """.formatted(COMMAND).lines().toList());
        var group = "";
        for (var block : blocks()) {
            var first = block.get(0);
            if (!first.key().startsWith(SettingsTable.PREFIX)) {
                continue;
            }
            if (!first.group().equals(group)) {
                group = first.group();
                lines.addAll(List.of(
                        "",
                        "## " + group,
                        "",
                        "| Setting | Description | Values | Default | Applies |",
                        "|---|---|---|---|---|"));
            }
            block.forEach(setting -> lines.add(row(setting, first.column("text").orElseThrow())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(Setting setting, String text) {
        var names = Stream.concat(Stream.of(setting.key()), setting.variables().stream())
                .map("`%s`"::formatted)
                .collect(Collectors.joining("<br>"));
        var extra = setting.column("option").map(" Option: `%s`."::formatted).orElse("")
                + (setting.secret() ? " Secret." : "");
        var value = setting.defaultValue().isEmpty() ? "blank" : "`%s`".formatted(setting.defaultValue());
        return "| %s | %s%s | %s | %s | %s |".formatted(names, text, extra, values(setting), value, applies(setting));
    }
}
