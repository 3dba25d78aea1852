package io.tourbus.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Describes what runs leave in the lake and in the database. */
final class Stored {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MANIFESTS = "raw/_runs/";
    private static final String INDEXES = """
            select table_name, kind, string_agg(column_name, ',') within group (order by ordinal_position)
            from (select table_name, case when is_unique then 'unique' else 'index' end as kind, index_name, column_name,
                         ordinal_position
                  from information_schema.index_columns where table_schema = 'PUBLIC')
            group by table_name, kind, index_name""";

    private Stored() {}

    static String keyBelow(Path lake, String folder) throws IOException {
        return keys(lake).stream()
                .filter(key -> key.startsWith(folder))
                .findFirst()
                .orElseThrow();
    }

    /** Object keys, with placeholders for the run, the slice and the date. */
    static List<String> maskedKeys(Path lake) throws IOException {
        return keys(lake).stream()
                .map(key -> key.replaceAll("\\d{8}T\\d{6}Z-[a-z-]+?-[0-9a-f]+(?=[_./])", "<run>")
                        .replaceAll("(?<=<run>_)[a-z][a-z-]*-[0-9a-z-]+(?=\\.)", "<slice>")
                        .replaceAll("(year=)\\d{4}/(month=)\\d{2}/(day=)\\d{2}(?=/)", "$1<year>/$2<month>/$3<day>"))
                .toList();
    }

    static List<String> manifest(Path lake) throws IOException {
        var shape = new Shape("missing", "rejections", "repairs");
        for (var key : keys(lake)) {
            if (key.startsWith(MANIFESTS)) {
                shape.add(MAPPER.readTree(lake.resolve(key).toFile()));
            }
        }
        return shape.lines("manifest");
    }

    private static List<String> keys(Path lake) throws IOException {
        try (var files = Files.walk(lake)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> lake.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Columns with their types, and indexes, of an H2 database. */
    static List<String> tables(Path file) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:h2:file:" + file.toAbsolutePath());
                var columns = connection.getMetaData().getColumns(null, "PUBLIC", null, null);
                var statement = connection.createStatement();
                var indexes = statement.executeQuery(INDEXES)) {
            while (columns.next()) {
                lines.add("%s.%s %s(%d) %s"
                        .formatted(
                                columns.getString("TABLE_NAME"),
                                columns.getString("COLUMN_NAME"),
                                columns.getString("TYPE_NAME"),
                                columns.getInt("COLUMN_SIZE"),
                                columns.getString("IS_NULLABLE").equals("YES") ? "null" : "not null"));
            }
            while (indexes.next()) {
                lines.add("%s %s %s".formatted(indexes.getString(1), indexes.getString(2), indexes.getString(3)));
            }
        }
        return lines;
    }
}
