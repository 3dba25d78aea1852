package io.tourbus.warehouse.quality;

import io.tourbus.model.Record;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.warehouse.quality.Rule.Kind;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads the rules of Tourbus, and a file of the user that changes them and adds others. */
final class RuleFile {

    private static final List<String> FIELDS = List.of(
            "id",
            "table",
            "kind",
            "columns",
            "references",
            "min",
            "max",
            "sql",
            "severity",
            "max-percent",
            "description");

    private final Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private RuleFile() {}

    /**
     * Reads all rules that are not off.
     *
     * @param own the file of the user
     * @throws ConfigurationException if a rule is not valid; it lists all problems
     */
    static List<Rule> read(Optional<Path> own) {
        var file = new RuleFile();
        try (var shipped = Record.class.getResourceAsStream("quality.yaml")) {
            file.add("the rules of Tourbus", shipped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        own.ifPresent(file::add);
        var all = file.rules.keySet().stream()
                .flatMap(id -> file.rule(id).stream())
                .filter(rule -> rule.severity() != Severity.OFF)
                .toList();
        if (!file.problems.isEmpty()) {
            throw new ConfigurationException(file.problems);
        }
        return all;
    }

    private void add(Path path) {
        try (var in = Files.newInputStream(path)) {
            add(path.toString(), in);
        } catch (NoSuchFileException e) {
            problems.add("%s does not exist. Correct tourbus.warehouse.rules-file.".formatted(path));
        } catch (IOException e) {
            problems.add("%s cannot be read: %s. Check its permissions.".formatted(path, e.getMessage()));
        }
    }

    private void add(String place, InputStream in) {
        try {
            var yaml = new Load(
                    LoadSettings.builder().setSchema(new FailsafeSchema()).build());
            if (!(yaml.loadFromInputStream(in) instanceof List<?> items)) {
                problems.add("%s is not a list of rules. Begin each rule with `- id:`.".formatted(place));
                return;
            }
            Set<String> ids = new HashSet<>();
            for (var item : items) {
                add(place, item, ids);
            }
        } catch (YamlEngineException e) {
            problems.add("%s is not valid YAML: %s."
                    .formatted(place, String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ")));
        }
    }

    private void add(String place, Object item, Set<String> ids) {
        if (!(item instanceof Map<?, ?> map) || !(map.get("id") instanceof String id) || id.isBlank()) {
            problems.add("%s: a rule has no id. Begin each rule with `- id:`.".formatted(place));
            return;
        }
        places.put(id, place);
        if (!ids.add(id)) {
            problem(id, "is there twice", "Remove one");
        }
        var rule = rules.computeIfAbsent(id, added -> new HashMap<>());
        map.forEach((field, value) -> {
            if (FIELDS.contains(field)) {
                rule.put((String) field, value);
            } else {
                problem(id, "has an unknown field: '%s'".formatted(field), "Use " + String.join(", ", FIELDS));
            }
        });
    }

    private void problem(String id, String wrong, String remedy) {
        problems.add("%s: rule %s %s. %s.".formatted(places.get(id), id, wrong, remedy));
    }

    private Optional<Rule> rule(String id) {
        var before = problems.size();
        var table = table(id, "table", any -> true);
        var kind = constant(id, "kind", Kind.values(), Kind::label);
        var severity = constant(id, "severity", Severity.values(), Severity::label);
        if (problems.size() > before) {
            return Optional.empty();
        }
        var rule = new Rule(
                id,
                table.name(),
                kind,
                severity,
                percent(id),
                columns(id, table),
                text(id, "references").orElse(""),
                text(id, "min"),
                text(id, "max"),
                text(id, "sql").orElse(""),
                text(id, "description").orElse(id));
        check(rule);
        return problems.size() > before ? Optional.empty() : Optional.of(rule);
    }

    private void check(Rule rule) {
        var id = rule.id();
        switch (rule.kind()) {
            case UNIQUE, NOT_NULL -> require(id, !rule.columns().isEmpty(), "columns");
            case REFERENCE -> {
                require(id, rule.columns().size() == 1, "columns with one column");
                table(id, "references", table -> table.key().size() == 1);
            }
            case RANGE -> {
                require(id, rule.columns().size() == 1, "columns with one column");
                require(id, rule.min().isPresent() || rule.max().isPresent(), "min or max");
            }
            case SQL -> require(id, !rule.sql().isBlank(), "sql");
            case PREVIOUS_RUN -> {
                var tables = Arrays.stream(RecordKind.values())
                        .map(RecordKind::folder)
                        .toList();
                require(id, tables.contains(rule.table()), "one of the tables " + String.join(", ", tables));
            }
            case MANIFEST -> require(id, rule.table().equals(WarehouseTables.RUNS.name()), "the table runs");
        }
    }

    private void require(String id, boolean fulfilled, String needed) {
        if (!fulfilled) {
            var kind = rules.get(id).get("kind");
            problem(id, "has the kind %s, which needs %s".formatted(kind, needed), "Add what is missing");
        }
    }

    private Optional<String> text(String id, String field) {
        var value = rules.get(id).get(field);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value).map(String::strip);
        }
        problem(id, "has a list or an object as %s".formatted(field), "Use a text");
        return Optional.empty();
    }

    private double percent(String id) {
        var text = text(id, "max-percent").orElse("0");
        try {
            var percent = Double.parseDouble(text);
            if (percent >= 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException e) {
            // The same message as for a number that is too large.
        }
        problem(id, "has a max-percent that is not valid: '%s'".formatted(text), "Use a number from 0 to 100");
        return 0;
    }

    private Table table(String id, String field, Predicate<Table> condition) {
        var name = text(id, field).orElse("");
        var tables = WarehouseTables.all().stream().filter(condition).toList();
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    invalid(id, field, name, tables.stream().map(Table::name).toList());
                    return null;
                });
    }

    private <E> E constant(String id, String field, E[] values, java.util.function.Function<E, String> label) {
        var name = text(id, field).orElse("");
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(name))
                .findFirst()
                .orElseGet(() -> {
                    invalid(id, field, name, Arrays.stream(values).map(label).toList());
                    return null;
                });
    }

    private void invalid(String id, String field, String value, List<String> allowed) {
        problem(
                id,
                value.isEmpty() ? "has no " + field : "has a %s that is not valid: '%s'".formatted(field, value),
                "Use " + String.join(", ", allowed));
    }

    private List<String> columns(String id, Table table) {
        var value = rules.get(id).getOrDefault("columns", List.of());
        var names = (value instanceof List<?> list ? list : List.of(value))
                .stream().map(String::valueOf).toList();
        var known = table.columns().stream().map(Column::name).collect(Collectors.toCollection(ArrayList::new));
        names.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problem(
                        id,
                        "names a column that %s does not have: '%s'".formatted(table.name(), name),
                        "List the columns with `tourbus query \"DESCRIBE %s\"`".formatted(table.name())));
        return names;
    }
}
