package io.tourbus.warehouse.query;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a JSON array with an object on each line. */
final class JsonWriter implements ResultWriter {

    private final PrintWriter out;
    private List<ResultColumn> columns;
    private String separator = "";
    private long rows;

    JsonWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> all) {
        columns = all;
        out.print("[");
    }

    @Override
    public boolean row(List<String> values) {
        out.print(separator + "\n"
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> quoted(columns.get(i).name()) + ":"
                                + value(columns.get(i).kind(), values.get(i)))
                        .collect(Collectors.joining(",", "{", "}")));
        separator = ",";
        return ++rows % ROWS_UNTIL_FLUSH != 0 || !out.checkError();
    }

    /** JSON has no number for infinity. */
    private static String value(ResultColumn.Kind kind, String value) {
        if (value == null || kind == ResultColumn.Kind.NUMBER && value.matches("-?(nan|inf)")) {
            return "null";
        }
        return kind == ResultColumn.Kind.TEXT ? quoted(value) : value;
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    @Override
    public void end() {
        out.print("\n]\n");
        out.flush();
    }
}
