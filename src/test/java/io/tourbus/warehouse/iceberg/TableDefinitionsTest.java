package io.tourbus.warehouse.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.ColumnType.Scalar;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import io.tourbus.warehouse.schema.Table;
import io.tourbus.warehouse.schema.WarehouseTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The definitions of the tables in {@code warehouse/}, which come from the schemas of the records. */
class TableDefinitionsTest {

    private static final boolean WRITE = Boolean.getBoolean("tourbus.write-docs");
    private static final Path FOLDER = Path.of("warehouse");
    private static final Path ICEBERG = FOLDER.resolve("iceberg.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void theFileOfEachDialectIsCurrent(Dialect dialect) throws IOException {
        var file = FOLDER.resolve(dialect.file());
        var expected = WarehouseTables.definitions(dialect);
        if (WRITE) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, expected);
        }
        assertThat(file).hasContent(expected);
    }

    @Test
    void theIcebergSchemasAreCurrentAndColumnsKeepTheirIds() throws IOException {
        var file = Files.exists(ICEBERG) ? MAPPER.readTree(ICEBERG.toFile()) : MAPPER.createObjectNode();
        var expected = MAPPER.createObjectNode();
        for (var table : WarehouseTables.all()) {
            expected.set(table.name(), json(IcebergSchema.extend(earlier(file, table), table)));
        }
        if (WRITE) {
            Files.writeString(ICEBERG, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(expected) + "\n");
        }
        assertThat(MAPPER.readTree(ICEBERG.toFile())).isEqualTo(expected);
    }

    private static Schema earlier(JsonNode file, Table table) {
        return file.has(table.name())
                ? SchemaParser.fromJson(file.get(table.name()).toString())
                : new Schema();
    }

    private static JsonNode json(Schema schema) throws IOException {
        return MAPPER.readTree(SchemaParser.toJson(schema));
    }

    @Test
    void aNewFieldGetsTheNextIdAndTheOthersKeepTheirs() {
        var concerts = RecordKind.CONCERTS.newest();
        var before = IcebergSchema.create(concerts);
        List<Column> columns = new ArrayList<>(concerts.columns());
        columns.add(3, new Column("mood", Scalar.TEXT, "New."));
        var after = IcebergSchema.extend(
                before, new Table(concerts.name(), concerts.description(), columns, concerts.key()));

        assertThat(after.findField("mood").fieldId())
                .isEqualTo(TypeUtil.indexById(before.asStruct()).keySet().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElseThrow()
                        + 1);
        assertThat(TypeUtil.indexNameById(before.asStruct()))
                .allSatisfy((id, name) ->
                        assertThat(after.findField(name).fieldId()).isEqualTo(id));
    }

    @Test
    void fieldsHaveTheTypesThatTheirPatternsAndBoundsDefine() {
        var concerts = IcebergSchema.create(RecordKind.CONCERTS.newest());

        assertThat(concerts.findType("event_date")).isEqualTo(Types.StringType.get());
        assertThat(concerts.findType("local_date")).isEqualTo(Types.DateType.get());
        assertThat(concerts.findType("sale_start")).isEqualTo(Types.TimestampType.withZone());
        assertThat(concerts.findType("venue_latitude")).isEqualTo(Types.DoubleType.get());
        assertThat(concerts.findType("ticket_prices.value")).isEqualTo(Types.DecimalType.of(18, 4));
        assertThat(concerts.findType("images.element.width")).isEqualTo(Types.LongType.get());
        assertThat(IcebergSchema.create(RecordKind.ARTISTS.newest()).findType("links.value.element"))
                .isEqualTo(Types.StringType.get());
    }

    @Test
    void duckDbAcceptsItsStatements() throws SQLException {
        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            statement.execute(WarehouseTables.definitions(Dialect.DUCKDB));
            try (var columns = statement.executeQuery("SELECT count(*) FROM duckdb_columns() WHERE NOT internal")) {
                columns.next();
                assertThat(columns.getInt(1))
                        .isEqualTo(WarehouseTables.all().stream()
                                .mapToInt(table -> table.columns().size())
                                .sum());
            }
        }
    }
}
