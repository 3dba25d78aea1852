package io.tourbus.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.testing.Program;
import io.tourbus.testing.TourbusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The contracts that files and the command line define: settings, variables, commands, record schemas, migrations. */
class FileContractTest {

    private static final Path MAIN = Path.of("src/main");
    private static final Pattern ALIAS = Pattern.compile("\\{\\{env:(\\w+):.*}}");
    private static final Pattern VARIABLE =
            Pattern.compile("(?:\"|\\$\\{|env:)((?:TOURBUS|API|AWS|ECS|CBOR|OTEL|JAVA)_[A-Z0-9_]+|NO_COLOR|TERM)\\b");
    private static final Set<String> PROSE = Set.of("description", "title", "$comment", "examples");

    @TempDir
    private Path folder;

    @Test
    void settingsHaveTheSameNamesAndDefaults() throws IOException {
        Golden.check(
                "settings",
                settings().entrySet().stream()
                        .map(entry -> "%s = %s".formatted(entry.getKey(), entry.getValue()))
                        .toList());
    }

    @Test
    void settingsAreReadFromTheSameVariables() throws Exception {
        Map<String, String> environment = new HashMap<>();
        settings().forEach((key, value) -> {
            var alias = ALIAS.matcher(value);
            environment.put(
                    alias.matches()
                            ? alias.group(1)
                            : key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
                    alias.matches() || value.isBlank() ? "1" : value);
        });

        var ended = TourbusProcess.start(Path.of(""), folder, environment, "config", "show", "--json")
                .ended();

        List<String> lines = new ArrayList<>();
        for (var line : new ObjectMapper().readTree(ended.out())) {
            var hidden = line.path("value").asText().equals("(hidden)") ? " (secret)" : "";
            lines.add(line.path("origin").asText() + " sets " + line.path("key").asText() + hidden);
        }
        Golden.check("variables-of-settings", lines);
    }

    @Test
    void theSameVariablesAreRead() throws IOException {
        List<String> names = new ArrayList<>();
        var scripts = Stream.of(Path.of("tourbus"), Path.of("application.properties"));
        for (var file : Stream.concat(files(MAIN, ".*").stream(), scripts).toList()) {
            VARIABLE.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
        }
        Golden.check("variables", names);
    }

    @Test
    void commandsHaveTheSameOptionsAndParameters() throws IOException {
        List<String> lines = new ArrayList<>();
        describe(Program.commands(), lines);
        Golden.check("commands", lines);
    }

    private static void describe(CommandLine command, List<String> lines) {
        var spec = command.getCommandSpec();
        var name = spec.qualifiedName(" ");
        lines.add("%s aliases=%s".formatted(name, List.of(spec.aliases())));
        spec.usageMessage().exitCodeList().keySet().forEach(code -> lines.add("%s exit code %s".formatted(name, code)));
        spec.options().forEach(option -> lines.add(name + " " + option(option)));
        spec.positionalParameters().forEach(parameter -> lines.add(name + " " + parameter(parameter)));
        command.getSubcommands().values().forEach(subcommand -> describe(subcommand, lines));
    }

    private static String option(OptionSpec option) {
        return "%s %s".formatted(String.join(",", option.names()), argument(option));
    }

    private static String parameter(PositionalParamSpec parameter) {
        return "[%s] %s".formatted(parameter.index(), argument(parameter));
    }

    private static String argument(ArgSpec argument) {
        var values = new ArrayList<String>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(values::add);
        }
        var label = argument.arity().max() == 0 ? "" : "label=%s ".formatted(argument.paramLabel());
        return "%sarity=%s required=%s default=%s values=%s"
                .formatted(label, argument.arity(), argument.required(), argument.defaultValueString(), values);
    }

    @Test
    void recordsHaveTheSameSchemas() throws IOException {
        List<String> lines = new ArrayList<>();
        for (var file : files(MAIN, ".*\\.schema\\.json")) {
            flatten(file.getFileName() + " ", new ObjectMapper().readTree(file.toFile()), false, lines);
        }
        Golden.check("record-schemas", lines);
    }

    /** @param names whether the fields of this object are names of record fields rather than keywords of JSON Schema */
    private static void flatten(String path, JsonNode node, boolean names, List<String> lines) {
        if (!node.isContainerNode()) {
            lines.add(path + " = " + node);
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (names || !PROSE.contains(field.getKey())) {
                    var below = !names && Set.of("properties", "$defs").contains(field.getKey());
                    flatten(path + "/" + field.getKey(), field.getValue(), below, lines);
                }
            });
        } else {
            node.forEach(item -> flatten(path + "[]", item, false, lines));
        }
    }

    /** A released migration must not change, not even its comments: Flyway compares checksums. */
    @Test
    void migrationsOfTheDatabaseAreTheSame() throws IOException {
        List<String> lines = new ArrayList<>();
        for (var file : files(MAIN, "V\\d+__.*\\.sql")) {
            var sum = new CRC32();
            sum.update(Files.readAllBytes(file));
            lines.add("%s/%s crc32=%08x".formatted(file.getParent().getFileName(), file.getFileName(), sum.getValue()));
        }
        Golden.check("migrations", lines);
    }

    private static Map<String, String> settings() throws IOException {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(file);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("tourbus."))
                .forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    private static List<Path> files(Path below, String name) throws IOException {
        try (var files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(name))
                    .toList();
        }
    }
}
