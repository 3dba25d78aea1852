package io.tourbus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells in columns as wide as their widest cell. */
final class Table {

    private final int leftAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param leftAligned how many of the first columns are, the others are numbers */
    Table(int leftAligned, List<String> head) {
        this.leftAligned = leftAligned;
        rows.add(head);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    /** The lines, without line ends. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        var cells = new ArrayList<String>();
        for (int column = 0; column < row.size(); column++) {
            var at = column;
            var width = rows.stream()
                    .mapToInt(other -> other.get(at).length())
                    .max()
                    .orElse(0);
            cells.add((column < leftAligned ? "%-" : "%").concat(width + "s").formatted(row.get(column)));
        }
        return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
    }
}
