package io.tourbus.redshift;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a load.
 *
 * @param transaction whether all statements run in one transaction; otherwise each runs in its own
 */
record Step(String name, boolean transaction, List<SqlScript> scripts) {

    static Step transaction(String name, SqlScript... scripts) {
        return new Step(name, true, Arrays.asList(scripts));
    }

    static Step each(String name, SqlScript script) {
        return new Step(name, false, List.of(script));
    }

    List<String> statements() {
        return scripts.stream().flatMap(script -> script.statements().stream()).toList();
    }

    /** Returns the SQL with its comments, for a person or a query editor. */
    String text() {
        var body = scripts.stream()
                .map(script -> "-- %s%n%n%s".formatted(script.name(), script.text()))
                .collect(Collectors.joining("\n"));
        return transaction ? "BEGIN;\n\n%s\nCOMMIT;\n".formatted(body) : body;
    }
}
