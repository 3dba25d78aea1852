package io.tourbus.warehouse.query;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes comma-separated values as in RFC 4180, with {@code \n} at the end of lines. An empty text is quoted, a null is not. */
final class CsvWriter implements ResultWriter {

    private static final Pattern QUOTED = Pattern.compile("|[\\s\\S]*[,\"\\r\\n][\\s\\S]*");

    private final PrintWriter out;
    private long rows;

    CsvWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        row(columns.stream().map(ResultColumn::name).toList());
    }

    @Override
    public boolean row(List<String> values) {
        out.print(values.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\n")));
        return ++rows % ROWS_UNTIL_FLUSH != 0 || !out.checkError();
    }

    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        return QUOTED.matcher(value).matches() ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    @Override
    public void end() {
        out.flush();
    }
}
