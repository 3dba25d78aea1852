package io.tourbus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code deploy/aws/lake-tables.yaml} is generated from the JSON schemas of the records. */
class LakeTablesTemplateTest {

    private static final Path FILE = Path.of("deploy/aws/lake-tables.yaml");
    private static final String COMMAND = "./mvnw -o test -Dtest=LakeTablesTemplateTest -Dtourbus.write-docs=true";

    private static final String HEADER = """
            AWSTemplateFormatVersion: '2010-09-09'
            Description: Tourbus, tables of Athena over the records in the lake. See docs/deploy.md.

            # Generated from the JSON schemas of the records: %s

            Parameters:
              Bucket:
                Type: String
                Description: Bucket of the lake, the output Bucket of the stack of tourbus.yaml
              Database:
                Type: String
                Description: Database of the tables, which warehouse.yaml creates
                Default: concert_data

            Resources:
            """.formatted(COMMAND);

    private static final String TABLE = """

              %1$s:
                Type: AWS::Glue::Table
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseName: !Ref Database
                  TableInput:
                    Name: %2$s
                    Description: The %2$s that runs have read, with one row for each time
                    TableType: EXTERNAL_TABLE
                    # The partitions are computed: a new day needs no command.
                    Parameters:
                      classification: json
                      projection.enabled: 'true'
                      projection.year.type: integer
                      projection.year.range: 2026,2035
                      projection.month.type: integer
                      projection.month.range: 1,12
                      projection.month.digits: '2'
                      projection.day.type: integer
                      projection.day.range: 1,31
                      projection.day.digits: '2'
                      storage.location.template: !Sub s3://${Bucket}/normalized/%2$s/year=${!year}/month=${!month}/day=${!day}
                    PartitionKeys: [{Name: year, Type: string}, {Name: month, Type: string}, {Name: day, Type: string}]
                    StorageDescriptor:
                      Location: !Sub s3://${Bucket}/normalized/%2$s/
                      InputFormat: org.apache.hadoop.mapred.TextInputFormat
                      OutputFormat: org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat
                      SerdeInfo: {SerializationLibrary: org.openx.data.jsonserde.JsonSerDe}
                      Columns:
            %3$s
            """;

    @Test
    void theTemplateIsGenerated() throws IOException {
        var template = HEADER
                + Arrays.stream(RecordKind.values())
                        .map(LakeTablesTemplateTest::table)
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("tourbus.write-docs")) {
            Files.writeString(FILE, template);
        }

        assertThat(Files.readString(FILE)).as("regenerate it: " + COMMAND).isEqualTo(template);
    }

    private static String table(RecordKind kind) {
        var folder = kind.folder();
        return TABLE.formatted(
                folder.substring(0, 1).toUpperCase(Locale.ROOT) + folder.substring(1),
                folder,
                kind.versions().columns().stream()
                        .map(LakeTablesTemplateTest::column)
                        .collect(Collectors.joining("\n")));
    }

    /** The JSON has dates and times as texts, and prices as numbers. */
    private static String column(Column column) {
        var type = Dialect.ATHENA
                .type(column.type())
                .replaceAll("(?<=^|[<:,])(date|timestamp)(?=$|[>,])", "string")
                .replace("decimal(18,4)", "double");
        return "            - {Name: %s, Type: %s}"
                .formatted(column.name(), type.contains("<") ? "'%s'".formatted(type) : type);
    }
}
