package io.tourbus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Formats text tables, with the first column aligned left and the others aligned right. */
final class Table {

    private Table() {}

    static List<String> lines(List<List<String>> rows) {
        var widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (var row : rows) {
            var line = new StringBuilder("%-" + Math.max(1, widths[0]) + "s");
            IntStream.range(1, widths.length)
                    .forEach(column -> line.append("  %").append(widths[column]).append('s'));
            lines.add(line.toString().formatted(row.toArray()).stripTrailing());
        }
        return lines;
    }

    /** Formats a number with about three significant digits. */
    static String number(double number) {
        var size = Math.abs(number);
        var digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }
}
