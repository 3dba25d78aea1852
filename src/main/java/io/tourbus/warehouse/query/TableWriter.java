package io.tourbus.warehouse.query;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a text table for a terminal. It shows the first rows, and cuts long values. */
final class TableWriter implements ResultWriter {

    private static final int WIDTH = 80;

    private final PrintWriter out;
    private final int limit;
    private final List<List<String>> rows = new ArrayList<>();
    private List<ResultColumn> columns;
    private boolean more;

    TableWriter(PrintWriter out, int limit) {
        this.out = out;
        this.limit = limit;
    }

    @Override
    public void begin(List<ResultColumn> all) {
        columns = all;
        rows.add(all.stream().map(column -> cell(column.name())).toList());
    }

    @Override
    public boolean row(List<String> values) {
        if (rows.size() > limit) {
            more = true;
            return false;
        }
        rows.add(values.stream().map(TableWriter::cell).toList());
        return true;
    }

    /** Control characters in the data must not reach the terminal. */
    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        var line = value.replaceAll("\\p{Cntrl}", " ");
        return length(line) > WIDTH ? line.substring(0, line.offsetByCodePoints(0, WIDTH - 1)) + "…" : line;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    @Override
    public void end() {
        var widths = IntStream.range(0, columns.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> length(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        rows.forEach(row -> out.println(IntStream.range(0, widths.length)
                .mapToObj(column -> aligned(row.get(column), column, widths[column]))
                .collect(Collectors.joining("  "))
                .stripTrailing()));
        out.println(
                more
                        ? "(the first %,d rows; use --rows for more, or --format csv for all)".formatted(limit)
                        : "(%,d %s)".formatted(rows.size() - 1, rows.size() == 2 ? "row" : "rows"));
        out.flush();
    }

    private String aligned(String text, int column, int width) {
        var padding = " ".repeat(width - length(text));
        return columns.get(column).kind() == ResultColumn.Kind.NUMBER ? padding + text : text + padding;
    }
}
