package io.tourbus.deploy;

import static io.tourbus.deploy.AwsTemplate.at;
import static io.tourbus.deploy.AwsTemplate.fields;
import static io.tourbus.deploy.AwsTemplate.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tourbus.settings.SettingsTable;
import io.tourbus.warehouse.schema.Column;
import io.tourbus.warehouse.schema.Dialect;
import io.tourbus.warehouse.schema.RecordKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What the templates for AWS name exists: archives, jars, classes, tables, columns, settings and lines of the log. */
class WarehouseTemplateTest {

    private static final Path SPARK = Path.of("warehouse/spark");
    private static final Pattern ID = Pattern.compile("<id>(.*?)</id>");

    private static AwsTemplate template() throws IOException {
        return AwsTemplate.read(Path.of("deploy/aws/warehouse.yaml"));
    }

    private static Node properties(AwsTemplate template, String resource) {
        return at(template.section("Resources").get(resource), "Properties");
    }

    private static String parameter(AwsTemplate template, String name) {
        return text(at(template.section("Parameters").get(name), "Default"));
    }

    private static String pom(String element) throws IOException {
        return Files.readString(Path.of("pom.xml"))
                .replaceAll("(?s).*?<artifactId>tourbus</artifactId>.*?<%1$s>(.*?)</%1$s>.*".formatted(element), "$1");
    }

    @Test
    void archivesAreThoseThatTheBuildPackages() throws IOException {
        List<String> packaged = new ArrayList<>();
        for (var descriptor : Pattern.compile("<descriptor>(.*?)</descriptor>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .toList()) {
            var id = ID.matcher(Files.readString(Path.of(descriptor.group(1))));
            assertThat(id.find()).isTrue();
            packaged.add("tourbus-%s-%s.zip".formatted(pom("version"), id.group(1)));
        }

        assertThat(packaged)
                .contains(
                        parameter(template(), "CodeKey"),
                        parameter(AwsTemplate.read(Path.of("deploy/aws/tourbus.yaml")), "CodeKey"));
    }

    @Test
    void databasesTablesAndColumnsAreThoseOfTheWarehouse() throws IOException {
        var template = template();
        var filter = properties(template, "ConcertsOfOneCountry");
        var columns = RecordKind.CONCERTS.newest().columns().stream()
                .map(Column::name)
                .toList();

        assertThat(text(at(properties(template, "LakeDatabase"), "DatabaseInput", "Name")))
                .isEqualTo(Dialect.DATABASE);
        assertThat(text(at(filter, "DatabaseName"))).isEqualTo(Dialect.DATABASE);
        assertThat(text(at(filter, "TableName")))
                .isEqualTo(RecordKind.CONCERTS.newest().name());
        assertThat(columns)
                .contains(text(at(filter, "RowFilter", "FilterExpression")).split(" ")[0]);
        assertThat(columns).containsAll(texts(at(filter, "ColumnWildcard", "ExcludedColumnNames")));
    }

    private static List<String> texts(Node list) {
        return ((SequenceNode) list).getValue().stream().map(AwsTemplate::text).toList();
    }

    @Test
    void metricFiltersSearchForTextThatTheFunctionsLog() throws IOException {
        var source = Files.readString(Path.of("src/main/java/io/tourbus/lambda/WarehouseHandler.java"));

        assertThat(text(at(properties(template(), "SkippedObjectLines"), "FilterPattern")))
                .isEqualTo("\"object skipped\"");
        assertThat(source).contains("LOG.error(\"object skipped ");
    }

    @Test
    void eachGrantHasOnePermissionAndNothingChangesTheSettingsOfTheDataLake() throws IOException {
        var template = template();
        var grants =
                template.resources("AWS::LakeFormation::PrincipalPermissions").values();

        assertThat(template.resources("AWS::LakeFormation::DataLakeSettings")).isEmpty();
        assertThat(grants)
                .hasSizeGreaterThan(10)
                .allMatch(grant -> texts(at(grant, "Properties", "Permissions")).size() == 1);
        assertThat(texts(at(properties(template, "ZoneTag"), "TagValues"))).containsExactly("raw", "curated", "mart");
    }

    @Test
    void lakeFormationAndRedshiftAreOptional() throws IOException {
        var template = template();

        assertThat(parameter(template, "LakeFormation")).isEqualTo("none");
        assertThat(parameter(template, "Redshift")).isEqualTo("false");
        assertThat(template.section("Resources").values())
                .filteredOn(resource -> text(at(resource, "Type")).matches("AWS::(LakeFormation|Redshift).*"))
                .hasSizeGreaterThan(15)
                .allMatch(resource -> fields(resource).containsKey("Condition"));
    }

    @Test
    void rolesCanBeUsedOnlyByThisAccount() throws IOException {
        var services = template().resources("AWS::IAM::Role").values().stream()
                .map(role -> at(role, "Properties", "AssumeRolePolicyDocument", "Statement", "0"))
                .filter(trust -> fields(at(trust, "Principal")).containsKey("Service"))
                .filter(trust -> !(at(trust, "Principal", "Service") instanceof ScalarNode service
                        && service.getValue().equals("lambda.amazonaws.com")))
                .toList();

        assertThat(services)
                .hasSize(3)
                .allMatch(
                        trust -> fields(at(trust, "Condition", "StringEquals")).containsKey("aws:SourceAccount"));
    }

    @Test
    void theSparkJobRunsTheJarAndTheScriptOfTheModule() throws IOException {
        assumeTrue(Files.exists(SPARK.resolve("pom.xml")), "The module warehouse/spark is missing.");
        var template = template();
        var arguments = fields(at(properties(template, "SparkJob"), "DefaultArguments"));
        var script = Files.readString(SPARK.resolve("glue").resolve(parameter(template, "SparkScript")));
        var sources = sources();

        assertThat(parameter(template, "SparkJar")).isEqualTo("tourbus-%s-spark.jar", pom("version"));
        assertThat(Files.readString(SPARK.resolve("pom.xml"))).contains("-spark</finalName>");
        assertThat(script)
                .contains("object " + text(arguments.get("--class")))
                .contains("io.tourbus.spark.WarehouseJob");
        assertThat(SPARK.resolve("src/main/java/io/tourbus/spark/WarehouseJob.java"))
                .exists();
        for (var argument : List.of("--lake", "--catalog-warehouse", "--database")) {
            assertThat(arguments).containsKey(argument);
            assertThat(sources).contains(argument.substring(2).replace("catalog-warehouse", "catalog-"));
        }
    }

    @Test
    void policiesForUsersIncludeTheKeyThatEncryptsTheBucket() throws IOException {
        var policies = template().resources("AWS::IAM::ManagedPolicy");

        assertThat(policies).containsOnlyKeys("BuildPolicy", "QueryPolicy", "RedshiftLoadPolicy");
        policies.forEach((name, policy) -> assertThat(
                        ((SequenceNode) at(policy, "Properties", "PolicyDocument", "Statement")).getValue())
                .as(name)
                .filteredOn(statement -> statement instanceof SequenceNode choice
                        && text(choice.getValue().get(0)).equals("Encrypts"))
                .singleElement()
                .extracting(
                        choice -> texts(at(((SequenceNode) choice).getValue().get(1), "Action")))
                .isEqualTo(List.of("kms:Decrypt", "kms:GenerateDataKey")));
    }

    @Test
    void outputsNameSettingsOfRedshift() throws IOException {
        assumeTrue(
                SettingsTable.tourbus().keySet().stream().anyMatch(key -> key.startsWith("tourbus.redshift.")),
                "The settings of Redshift are missing.");
        var variables = template().section("Outputs").values().stream()
                .map(output -> fields(output).get("Description"))
                .filter(description -> description != null && text(description).startsWith("TOURBUS_"))
                .map(description -> text(description).toLowerCase(Locale.ROOT).replace('_', '.'))
                .toList();

        assertThat(variables)
                .hasSize(3)
                .isSubsetOf(SettingsTable.tourbus().keySet().stream()
                        .map(key -> key.replace('-', '.'))
                        .toList());
    }

    private static String sources() throws IOException {
        try (var files = Files.walk(SPARK.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(WarehouseTemplateTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
