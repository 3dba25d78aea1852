package io.tourbus.warehouse.query;

import io.tourbus.warehouse.iceberg.DuckDb.DuckDbException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A statement is wrong. The message is one line, with the position in the statement if DuckDB names one. */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** DuckDB shows the line, or a part of it between dots, and a caret below the position. */
    private static final Pattern EXCERPT = Pattern.compile("\\R\\R(LINE (\\d+): )(.*)\\R( *)\\^", Pattern.DOTALL);

    private static final String DOTS = "...";

    QueryException(String message) {
        super(message);
    }

    static QueryException of(DuckDbException failure, String sql) {
        return of(failure, sql, 0);
    }

    /** @param before how many lines DuckDB received before the statement */
    static QueryException of(DuckDbException failure, String sql, int before) {
        var message = failure.getMessage();
        var excerpt = EXCERPT.matcher(message);
        if (!excerpt.find()) {
            return new QueryException(oneLine(message));
        }
        var line = Integer.parseInt(excerpt.group(2)) - before;
        var caret = excerpt.group(4).length() - excerpt.group(1).length();
        return new QueryException("%s (line %d, column %d)"
                .formatted(
                        oneLine(message.substring(0, excerpt.start())),
                        line,
                        column(sql.lines().skip(line - 1L).findFirst().orElse(""), excerpt.group(3), caret)));
    }

    private static int column(String line, String shown, int caret) {
        if (!shown.startsWith(DOTS)) {
            return caret + 1;
        }
        var part = shown.substring(DOTS.length(), shown.length() - (shown.endsWith(DOTS) ? DOTS.length() : 0));
        return Math.max(0, line.indexOf(part)) + caret - DOTS.length() + 1;
    }

    private static String oneLine(String text) {
        return text.strip().lines().map(String::strip).collect(Collectors.joining(" "));
    }
}
