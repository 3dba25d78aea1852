package io.tourbus.warehouse.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs statements, and reads them line by line from a terminal or a pipe. */
public final class QueryReader {

    private static final String HELP =
            "End each query with a semicolon. .tables lists the tables, .schema TABLE its columns, .quit ends.";

    private final QuerySession session;
    private final PrintWriter out;
    private final OutputFormat format;
    private final int rows;

    /** @param rows how many rows a table shows */
    public QueryReader(QuerySession session, PrintWriter out, OutputFormat format, int rows) {
        this.session = session;
        this.out = out;
        this.format = format;
        this.rows = rows;
    }

    /** Runs all statements in a text. */
    public void run(String text) {
        var statements = SqlText.split(text).all();
        if (statements.isEmpty()) {
            throw new QueryException("The query is empty. Write SQL, such as SELECT count(*) FROM concerts.");
        }
        statements.forEach(this::runOne);
    }

    private void runOne(String statement) {
        session.run(statement, format.writer(out, rows));
    }

    /** Runs the statements and commands from a pipe. The first error ends it. */
    public void runAll(BufferedReader in) {
        read(in, Optional.empty());
    }

    /**
     * Runs a prompt until the user ends it.
     *
     * @param err receives messages about errors
     */
    public void prompt(BufferedReader in, PrintWriter err) {
        listTables();
        out.println(HELP);
        read(in, Optional.of(err));
    }

    private void read(BufferedReader in, Optional<PrintWriter> prompt) {
        var pending = "";
        while (true) {
            if (prompt.isPresent()) {
                out.print(pending.isEmpty() ? "tourbus> " : "    ...> ");
                out.flush();
            }
            var line = line(in);
            if (line == null || SqlText.isBlank(pending) && line.strip().equals(".quit")) {
                break;
            }
            try {
                pending = next(pending, line);
                if (prompt.isPresent() && SqlText.isBlank(pending)) {
                    pending = "";
                }
            } catch (RuntimeException e) {
                prompt.orElseThrow(() -> e).println("tourbus: " + e.getMessage());
                pending = "";
            }
        }
        if (prompt.isEmpty() && !SqlText.isBlank(pending)) {
            runOne(pending);
        }
    }

    private static String line(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs what a line completes, and returns the beginning of the next statement. */
    private String next(String pending, String line) {
        if (SqlText.isBlank(pending) && line.startsWith(".")) {
            command(line.strip().split("\\s+", 2));
            return pending + "\n";
        }
        var text = SqlText.split(pending + line + "\n");
        text.statements().forEach(this::runOne);
        return text.rest();
    }

    private void command(String[] words) {
        switch (words[0]) {
            case ".tables" -> listTables();
            case ".schema" -> {
                if (words.length == 1) {
                    throw new QueryException("Name a table: .schema concerts");
                }
                session.describe(words[1].replaceAll(";$", ""), new TableWriter(out, Integer.MAX_VALUE));
            }
            case ".help" -> out.println(HELP);
            default -> throw new QueryException("There is no command %s. %s".formatted(words[0], HELP));
        }
    }

    private void listTables() {
        var table = new TableWriter(out, Integer.MAX_VALUE);
        table.begin(Stream.of("name", "type", "description")
                .map(column -> new ResultColumn(column, ResultColumn.Kind.TEXT))
                .toList());
        session.relations()
                .forEach(relation -> table.row(
                        List.of(relation.name(), relation.isView() ? "view" : "table", relation.description())));
        table.end();
    }
}
