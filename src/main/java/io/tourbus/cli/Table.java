package io.tourbus.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A text table whose columns are as wide as their widest cell. */
final class Table {

    private final int leftAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param leftAligned number of left-aligned columns at the start; the others are right-aligned */
    Table(int leftAligned, List<String> head) {
        this.leftAligned = leftAligned;
        rows.add(head);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        var cells = new ArrayList<String>();
        for (int column = 0; column < row.size(); column++) {
            var index = column;
            var width = rows.stream()
                    .mapToInt(other -> other.get(index).length())
                    .max()
                    .orElse(0);
            cells.add((column < leftAligned ? "%-" : "%").concat(width + "s").formatted(row.get(column)));
        }
        return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
    }
}
