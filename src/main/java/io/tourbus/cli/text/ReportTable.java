package io.tourbus.cli.text;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.Line;
import io.tourbus.run.RunReport.QueryLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats a run report for the terminal: a table of counts, the completeness of the queries, and notes. */
public final class ReportTable {

    /** Shows the sum of these counts of a report line. */
    private record Column(String title, String... counts) {

        String value(Line line) {
            return "%,d".formatted(Stream.of(counts).mapToLong(line::count).sum());
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("requests", "requests"),
            new Column("pages", "pages"),
            new Column("fetched", "fetched"),
            new Column("normalized", "normalized"),
            new Column("rejected", "rejected"),
            new Column("repeated", "repeated"),
            new Column("unchanged", "unchanged"),
            new Column("delivered", "delivered"),
            new Column("lost", "lost"),
            new Column("missing", "missing"),
            new Column("vanished", "vanished"),
            new Column("lake", "lake_records"),
            new Column("stream", "stream_records"),
            new Column("bytes", "lake_bytes", "stream_bytes"),
            new Column("dead letters", "dead_letters"),
            new Column("slices", "slices"),
            new Column("failed", "failed_slices"),
            new Column("skipped", "skipped_slices"));

    private static final int MAX_PARTS = 3;

    private ReportTable() {}

    public static String format(RunReport report) {
        var table = new TextTable(2, row("source", "entity", Column::title));
        report.lines().forEach(line -> table.add(row(line.source(), line.entity(), column -> column.value(line))));
        var text = new StringBuilder("run %s: %s in %.1f s%n%n"
                .formatted(report.runId(), report.status().label(), report.durationMillis() / 1_000.0));
        table.lines().forEach(line -> text.append(line).append(System.lineSeparator()));
        report.lines()
                .forEach(line -> line.rejections()
                        .forEach((reason, count) -> text.append(
                                "%n%s %s: %,d rejected: %s".formatted(line.source(), line.entity(), count, reason))));
        report.lines()
                .forEach(line -> line.repairs()
                        .forEach((kind, count) -> text.append(
                                "%n%s %s: %,d repaired: %s".formatted(line.source(), line.entity(), count, kind))));
        report.lines().forEach(line -> {
            counted(text, line, "embedded", "taken from the entities that contain them");
            counted(text, line, "dropped", "dropped by a hook");
            counted(text, line, "lake_dropped", "not in the lake: dropped by the hook before-lake");
            counted(text, line, "stream_dropped", "not in the stream: dropped by the hook before-stream");
            counted(text, line, "orphaned_keys", "keys without a record");
        });
        queries(report).forEach(line -> text.append("%n%s".formatted(line)));
        report.notes().forEach(note -> text.append("%n%s".formatted(note)));
        return text.toString().stripTrailing();
    }

    private static void counted(StringBuilder text, Line line, String count, String meaning) {
        if (line.count(count) > 0) {
            text.append("%n%s %s: %,d %s".formatted(line.source(), line.entity(), line.count(count), meaning));
        }
    }

    private record NotRead(String source, String reason) {}

    /** The number of complete queries, then the incomplete ones. Queries that were not read for the same reason share a line. */
    private static List<String> queries(RunReport report) {
        List<String> lines = new ArrayList<>();
        var complete = report.queries().stream().filter(QueryLine::complete).count();
        lines.add("%,d of %,d queries complete"
                .formatted(complete, report.queries().size()));
        Map<NotRead, List<String>> notRead = new LinkedHashMap<>();
        for (var query : report.queries()) {
            if (query.complete()) {
                continue;
            }
            if (query.reportedTotal() == 0 && query.missing().size() == 1) {
                var reason = query.missing().values().iterator().next();
                notRead.computeIfAbsent(new NotRead(query.source(), reason), key -> new ArrayList<>())
                        .add(query.query());
            } else {
                lines.add(incomplete(query));
            }
        }
        notRead.forEach((group, queries) ->
                lines.add("%s: not read: %s: %s".formatted(group.source(), first(queries), group.reason())));
        return lines;
    }

    private static String first(List<String> queries) {
        var named = queries.stream().limit(MAX_PARTS).collect(Collectors.joining(", "));
        var more = queries.size() - MAX_PARTS;
        return more > 0 ? "%s and %,d more".formatted(named, more) : named;
    }

    private static String incomplete(QueryLine query) {
        var parts = query.missing().entrySet().stream()
                .limit(MAX_PARTS)
                .map(part -> part.getKey() + ": " + part.getValue())
                .collect(Collectors.joining("; "));
        var more = query.missing().size() - MAX_PARTS;
        return "%s: incomplete: %s: %s%,d reported, %,d received: %s%s"
                .formatted(
                        query.source(),
                        query.query(),
                        query.openEnded() ? "at least " : "",
                        query.reportedTotal(),
                        query.unique(),
                        parts,
                        more > 0 ? "; and %,d more".formatted(more) : "");
    }

    private static List<String> row(String source, String entity, Function<Column, String> cell) {
        return Stream.concat(Stream.of(source, entity), COLUMNS.stream().map(cell))
                .toList();
    }
}
