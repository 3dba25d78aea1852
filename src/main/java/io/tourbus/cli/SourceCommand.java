package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.text.TextTable;
import io.tourbus.described.DescribedSource;
import io.tourbus.described.DescriptionFile;
import io.tourbus.model.Entity;
import io.tourbus.preview.SourceTrial;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.Setting;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.source.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus source}: helps to describe an API in a file. */
@Command(
        name = "source",
        description = "Check or try the description of a source: sources/NAME.source.yaml.",
        footer = {
            "",
            "Examples:",
            "  tourbus source check sources/*.source.yaml",
            "  tourbus source try sources/seatgeek.source.yaml --entity events"
        })
public final class SourceCommand extends AbstractCommand {

    @Override
    public Integer call() {
        throw usageError("Missing command. Use check or try.");
    }

    @Command(description = "Report all mistakes in descriptions, with their lines.", mixinStandardHelpOptions = true)
    int check(
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "descriptions to check") List<Path> files) {
        var code = ExitCode.COMPLETE;
        for (var path : files) {
            var file = read(path);
            file.problems().forEach(this::printError);
            if (file.source().isPresent()) {
                printSummary(path, file.source().get());
            } else {
                code = ExitCode.CONFIGURATION;
            }
        }
        return code;
    }

    private static DescriptionFile read(Path path) {
        return DescriptionFile.read(
                path, Modules.STANDARD.sources().stream().map(Source::name).toList());
    }

    private void printSummary(Path path, DescribedSource source) {
        out().println("%s: valid. It reads %s."
                .formatted(path, source.kinds().stream().map(Entity::label).collect(Collectors.joining(", "))));
        var settings = new TextTable(2, List.of("setting", "default"));
        for (Setting setting : source.settings()) {
            settings.add(List.of(setting.key(), setting.defaultValue()));
        }
        print(settings);
    }

    @Command(
            name = "try",
            description = "Request one page, and print its records and the fields that no record contains.",
            mixinStandardHelpOptions = true)
    int attempt(
            @Parameters(paramLabel = "FILE", description = "description of the source") Path path,
            @Option(
                            names = "--entity",
                            paramLabel = "ENTITY",
                            description = "what to request; default: the first entity")
                    String entity,
            @Option(
                            names = "--query",
                            paramLabel = "QUERY",
                            description = "an ID, words to search for, or parameters of the API; default: the example")
                    String query,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "number of records to print, 1 to 50; default: ${DEFAULT-VALUE}")
                    int limit) {
        if (limit < 1 || limit > 50) {
            throw usageError("--limit is not valid: '%d'. Use a whole number from 1 to 50.".formatted(limit));
        }
        var file = read(path);
        var source = file.source().orElseThrow(() -> new ConfigurationException(file.problems()));
        var kind = kind(source, entity);
        Map<String, String> defaults = new LinkedHashMap<>(NO_SCHEDULES_NO_RETRIES);
        defaults.putAll(SourceTrial.prepare(source));
        var overrides = SettingsOverrides.of(defaults, System.getenv(), set());
        try {
            print(
                    SourceTrial.run(
                            source, overrides, kind, query == null ? source.example(kind) : query, Clock.systemUTC()),
                    limit);
            return ExitCode.COMPLETE;
        } catch (IllegalArgumentException e) {
            throw usageError(e.getMessage());
        }
    }

    private Entity kind(DescribedSource source, String label) {
        return source.kinds().stream()
                .filter(kind -> label == null || kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> usageError("--entity is not valid: '%s'. Use %s."
                        .formatted(
                                label,
                                source.kinds().stream().map(Entity::label).collect(Collectors.joining(" or ")))));
    }

    private void print(SourceTrial trial, int limit) {
        trial.records().stream()
                .limit(limit)
                .forEach(line -> out().println(new String(line.json(), StandardCharsets.UTF_8)));
        trial.rejects().forEach(reject -> printError("rejected: " + reject.reason()));
        out().println();
        trial.reportedTotal().ifPresent(total -> out().println("%,d reported".formatted(total)));
        out().println(trial.next() ? "a run requests the next page" : "a run requests no other page");
        out().println("%,d records, %,d rejected, %,d fields that no record contains"
                .formatted(
                        trial.records().size(),
                        trial.rejects().size(),
                        trial.unmapped().size()));
        var fields = new TextTable(2, List.of("field", "example"));
        trial.unmapped().forEach((field, example) -> fields.add(List.of(field, example)));
        if (!trial.unmapped().isEmpty()) {
            print(fields);
        }
    }
}
