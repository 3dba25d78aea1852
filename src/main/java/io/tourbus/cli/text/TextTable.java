package io.tourbus.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A text table whose columns are as wide as their widest cell. */
public final class TextTable {

    private final int leftAligned;
    private boolean textLast;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param leftAligned number of left-aligned columns at the start; the others are right-aligned */
    public TextTable(int leftAligned, List<String> head) {
        this.leftAligned = leftAligned;
        rows.add(head);
    }

    /** Aligns the last column left as well. */
    public TextTable withText() {
        textLast = true;
        return this;
    }

    public void add(List<String> row) {
        rows.add(row);
    }

    public List<String> lines() {
        var widths = IntStream.range(0, rows.get(0).size()).map(this::width).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cell(row.get(column), column, widths[column]))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private String cell(String text, int column, int width) {
        var padding = " ".repeat(width - text.length());
        var last = column == rows.get(0).size() - 1;
        return column < leftAligned || last && textLast ? text + padding : padding + text;
    }
}
