package io.tourbus.state.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * Creates the tables of an H2 database that no other process uses, with the history that Flyway would write, and recognizes tables
 * that are current. To load Flyway takes 0.3 seconds of CPU time, a tenth of the start; it remains for everything else.
 */
final class EmbeddedSchema {

    private static final Pattern NAME = Pattern.compile("V(\\d+)__(\\w+)\\.sql");

    private static final String CREATE_HISTORY = """
            CREATE TABLE IF NOT EXISTS "PUBLIC"."flyway_schema_history" (
                "installed_rank" INT NOT NULL,
                "version" VARCHAR(50),
                "description" VARCHAR(200) NOT NULL,
                "type" VARCHAR(20) NOT NULL,
                "script" VARCHAR(1000) NOT NULL,
                "checksum" INT,
                "installed_by" VARCHAR(100) NOT NULL,
                "installed_on" TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
                "execution_time" INT NOT NULL,
                "success" BOOLEAN NOT NULL,
                CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank")
            );
            CREATE INDEX "PUBLIC"."flyway_schema_history_s_idx" ON "PUBLIC"."flyway_schema_history" ("success")""";

    private static final String ADD_TO_HISTORY = """
            INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script", "checksum",
                "installed_by", "execution_time", "success")
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, TRUE)""";

    /** A migration. */
    private record Script(int version, String name, String text) {

        static Script of(String name, String text) {
            var parts = NAME.matcher(name);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not the name of a migration: " + name);
            }
            return new Script(Integer.parseInt(parts.group(1)), name, text);
        }

        String description() {
            return name.replaceFirst("V\\d+__(\\w+)\\.sql", "$1").replace('_', ' ');
        }

        /** The checksum of Flyway. */
        int checksum() {
            var sum = new CRC32();
            text.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
            return (int) sum.getValue();
        }

        String history() {
            return "%d %d true".formatted(version, checksum());
        }
    }

    private final DataSource database;
    private final List<Script> scripts;

    /** @param locations folders of the class path with migrations */
    EmbeddedSchema(DataSource database, Collection<String> locations) {
        this.database = database;
        this.scripts = locations.stream()
                .flatMap(location -> scripts(location).stream())
                .sorted(Comparator.comparingInt(Script::version))
                .toList();
    }

    /**
     * Creates the tables if the database is empty.
     *
     * @return whether the tables are current; otherwise, nothing was changed
     */
    boolean migrate() throws SQLException {
        try (var connection = database.getConnection()) {
            var tables =
                    rows(connection, "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'");
            if (tables.isEmpty()) {
                create(connection);
                return true;
            }
            return tables.contains("flyway_schema_history")
                    && rows(connection, """
                            SELECT "version" || ' ' || "checksum" || ' ' || LOWER("success")
                            FROM "flyway_schema_history" WHERE "installed_rank" > 0 ORDER BY "installed_rank\"""")
                            .equals(scripts.stream().map(Script::history).toList());
        }
    }

    /** Adds each migration to the history at once, so that Flyway can continue if the process is killed. */
    private void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(CREATE_HISTORY);
        }
        try (var statement = connection.createStatement();
                var history = connection.prepareStatement(ADD_TO_HISTORY)) {
            var user = connection.getMetaData().getUserName();
            add(history, -1, null, "<< Flyway Schema History table created >>", "TABLE", "", null, user);
            var rank = 0;
            for (var script : scripts) {
                statement.execute(script.text());
                var version = String.valueOf(script.version());
                add(history, ++rank, version, script.description(), "SQL", script.name(), script.checksum(), user);
            }
        }
    }

    private static void add(PreparedStatement history, Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            history.setObject(i + 1, values[i]);
        }
        history.execute();
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private static List<Script> scripts(String location) {
        try {
            var folder = EmbeddedSchema.class.getClassLoader().getResource(location);
            List<Script> scripts = new ArrayList<>();
            for (var name : names(folder, location)) {
                try (var in = EmbeddedSchema.class.getClassLoader().getResourceAsStream(location + "/" + name)) {
                    scripts.add(Script.of(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(URL folder, String location) throws IOException {
        try (Stream<String> names = folder.openConnection() instanceof JarURLConnection jar
                ? jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(location + "/"))
                : Files.list(Path.of(folder.toURI())).map(Path::toString)) {
            return names.map(name -> name.substring(name.replace('\\', '/').lastIndexOf('/') + 1))
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
