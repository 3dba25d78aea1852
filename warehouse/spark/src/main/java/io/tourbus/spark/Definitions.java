package io.tourbus.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.types.StructType;

/** The definitions of the tables, which Tourbus generates from the JSON schemas of the records. */
final class Definitions {

    /** The database in the generated statements. */
    private static final String DATABASE = "concert_lake.";

    private final Map<String, Schema> schemas = new LinkedHashMap<>();

    Definitions() {
        try {
            JsonNode tables = JsonMapper.builder().build().readTree(resource("iceberg.json"));
            tables.properties()
                    .forEach(table -> schemas.put(
                            table.getKey(),
                            SchemaParser.fromJson(table.getValue().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the text of a file that the main build provides. */
    static String resource(String name) {
        try (var in = Definitions.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of all tables. */
    List<String> tables() {
        return List.copyOf(schemas.keySet());
    }

    Schema schema(String table) {
        return schemas.get(table);
    }

    /** Returns the columns of a table. */
    StructType columns(String table) {
        return SparkSchemaUtil.convert(schema(table));
    }

    /** Returns the statements that create all tables that do not exist. @param database the database to create them in */
    List<String> createStatements(String database) {
        List<String> statements = new ArrayList<>();
        for (var statement : resource("spark.sql").split(";\n")) {
            var sql = String.join(
                    "\n",
                    Arrays.stream(statement.split("\n"))
                            .filter(line -> !line.startsWith("--"))
                            .toList());
            if (!sql.isBlank()) {
                statements.add(sql.strip().replaceFirst("EXISTS " + DATABASE, "EXISTS `%s`.".formatted(database)));
            }
        }
        return statements;
    }
}
