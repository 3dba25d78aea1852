package io.tourbus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tourbus.job.Job;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed names handlers, settings, schedules and versions as they are. */
class DeployTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path KUBERNETES = Path.of("deploy/kubernetes");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>tourbus</artifactId>\\s*<version>(.*)</version>");
    private static final Pattern ENV = Pattern.compile("(?m)^ENV (\\w+)=");
    private static final Pattern OF_THE_SDK =
            Pattern.compile("AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|ENDPOINT_URL_(S3|KINESIS))");

    @TempDir
    private Path folder;

    /** The short forms of CloudFormation are read as what they are applied to: {@code !Ref Mode} as {@code Mode}. */
    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(Path.of(file).toFile());
    }

    private static JsonNode template() throws IOException {
        return read("deploy/aws/tourbus.yaml");
    }

    private static JsonNode warehouse() throws IOException {
        return read("deploy/aws/warehouse.yaml");
    }

    private static List<JsonNode> resources(String type) throws IOException {
        return resources(template(), type);
    }

    private static List<JsonNode> resources(JsonNode template, String type) {
        return StreamSupport.stream(template.path("Resources").spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }

    @Test
    void handlersAreMethodsThatThereAre() throws Exception {
        var handlers = Stream.concat(
                        resources("AWS::Lambda::Function").stream(),
                        resources(warehouse(), "AWS::Lambda::Function").stream())
                .map(function -> function.path("Handler").asText().split("::"))
                .toList();

        assertThat(handlers).hasSize(3);
        for (var handler : handlers) {
            assertThat(Class.forName(handler[0])
                            .getMethod(
                                    handler[1],
                                    InputStream.class,
                                    OutputStream.class,
                                    com.amazonaws.services.lambda.runtime.Context.class))
                    .isNotNull();
        }
    }

    @Test
    void schedulesAreThoseOfTheSettings() throws IOException {
        var defaults = template().path("Parameters");
        Map<String, String> schedules = new TreeMap<>();
        for (var schedule : resources("AWS::Scheduler::Schedule")) {
            var input = new ObjectMapper().readTree(schedule.at("/Target/Input").asText());
            var cron = schedule.path("ScheduleExpression").asText();
            schedules.put(
                    Job.of(input.path("job_type").asText()).label(),
                    defaults.path(cron).path("Default").asText());
        }

        assertThat(schedules)
                .isEqualTo(SettingsTable.tourbus().keySet().stream()
                        .filter(key -> key.matches("tourbus\\.jobs\\..*\\.cron"))
                        .collect(Collectors.toMap(
                                key -> key.split("\\.")[2],
                                key -> ofEventBridge(SettingsTable.get(key).defaultValue()))));
        assertThat(defaults.at("/TimeZone/Default").asText())
                .isEqualTo(SettingsTable.get("tourbus.jobs.time-zone").defaultValue());
    }

    /** Without the seconds, and with a year. */
    private static String ofEventBridge(String quartz) {
        assertThat(quartz).startsWith("0 ");
        return "cron(%s *)".formatted(quartz.substring(2));
    }

    @Test
    void noPermissionIsForAllActions() throws IOException {
        var statements = Stream.of(template(), warehouse())
                .flatMap(template -> template.findValues("Statement").stream())
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .toList();

        assertThat(statements).hasSizeGreaterThan(40);
        assertThat(statements)
                .filteredOn(statement -> !statement.path("Sid").asText().equals("Administration"))
                .noneMatch(statement -> statement.path("Action").toString().contains("*"));
    }

    @Test
    void thePageMayReadAllZonesThatItShows() throws IOException {
        var reads = template().at("/Resources/CheckPolicy/Properties/PolicyDocument/Statement/0");

        assertThat(reads.path("Action").asText()).isEqualTo("s3:GetObject");
        assertThat(reads.path("Resource").toString()).contains("/raw/*", "/normalized/*", "/dead-letter/*");
    }

    @Test
    void theNetworkLetsThroughOnlyWhatIsNeeded() throws IOException {
        assertThat(resources("AWS::EC2::VPCEndpoint"))
                .hasSize(4)
                .allMatch(endpoint -> endpoint.at("/PolicyDocument/Statement").size() > 0);
        assertThat(resources("AWS::EC2::SecurityGroup").stream()
                        .flatMap(group -> group.findValues("IpProtocol").stream()))
                .isNotEmpty()
                .allMatch(protocol -> protocol.asText().equals("tcp"));
        assertThat(read("deploy/kubernetes/base/network.yaml")
                        .at("/spec/ingress/0/from/0/podSelector")
                        .isMissingNode())
                .isFalse();
    }

    @Test
    void rolesOfTasksAndSchedulesAreOnlyForThisAccount() throws IOException {
        var trusts = resources("AWS::IAM::Role").stream()
                .map(role -> role.at("/AssumeRolePolicyDocument/Statement/0"))
                .filter(trust -> !trust.at("/Principal/Service").asText().equals("lambda.amazonaws.com"))
                .toList();

        assertThat(trusts)
                .hasSize(3)
                .allMatch(trust -> trust.at("/Condition/StringEquals").has("aws:SourceAccount"));
    }

    @Test
    void noCredentialBreaksTheJsonOfTheSecret() throws IOException {
        var secret = template().at("/Resources/Secret/Properties/SecretString").asText();
        var parameters = template().path("Parameters");
        var names = Pattern.compile("\\$\\{(\\w+)}")
                .matcher(secret)
                .results()
                .map(name -> name.group(1))
                .toList();

        assertThat(names).hasSize(4);
        for (var name : names) {
            var allowed = parameters.path(name).path("AllowedPattern").asText();
            assertThat("plain/+= text").matches(allowed);
            assertThat("with \" quote").doesNotMatch(allowed);
            assertThat("with \\ backslash").doesNotMatch(allowed);
        }
    }

    @Test
    void variablesAreThoseOfSettings() throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "hush").toString();
        var variables = variables().distinct().toList();

        assertThat(variables).contains("AWS_S3_BUCKET_RAW", "TOURBUS_STATE_PASSWORD", "API_TICKETMASTER_API_KEY_FILE");
        assertThat(problems(variables, name -> name.endsWith("_FILE") ? file : ""))
                .isEmpty();
        assertThat(variables.stream()
                        .filter(name -> name.startsWith("AWS_")
                                && !OF_THE_SDK.matcher(name).matches()))
                .isSubsetOf(SettingsTable.tourbus().values().stream()
                        .flatMap(setting -> setting.column("env").stream())
                        .toList());
    }

    private static List<String> problems(List<String> variables, Function<String, String> value) {
        var environment = variables.stream()
                .filter(name -> !name.equals(SettingsOverrides.FILE))
                .collect(Collectors.toMap(name -> name, value));
        return SettingsOverrides.of(Map.of(), environment, Map.of()).problems();
    }

    private static Stream<String> variables() throws IOException {
        List<String> found = new ArrayList<>();
        for (var template : List.of(template(), warehouse())) {
            template.findValues("Variables").forEach(map -> map.fieldNames().forEachRemaining(found::add));
        }
        var container = resources("AWS::ECS::TaskDefinition").get(0).path("ContainerDefinitions");
        container
                .path(0)
                .path("Environment")
                .forEach(entry -> found.add(entry.path("Name").asText()));
        for (var manifest : List.of("serve/deployment.yaml", "cronjob/cronjob.yaml")) {
            read(KUBERNETES.resolve(manifest).toString())
                    .findValue("env")
                    .forEach(entry -> found.add(entry.path("name").asText()));
        }
        read("compose.yaml").findValue("environment").fieldNames().forEachRemaining(found::add);
        ENV.matcher(Files.readString(Path.of("Dockerfile"))).results().forEach(line -> found.add(line.group(1)));
        return found.stream();
    }

    @Test
    void settingsOfKubernetesAreSettings() {
        var file = KUBERNETES.resolve("base/settings.properties").toString();

        assertThat(SettingsOverrides.of(Map.of(), Map.of(SettingsOverrides.FILE, file), Map.of())
                        .problems())
                .isEmpty();
    }

    @Test
    void versionsAreThatOfTheBuild() throws IOException {
        var pom = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(template().at("/Parameters/CodeKey/Default").asText())
                .isEqualTo("tourbus-%s-lambda.zip", pom.group(1));
        for (var way : List.of("serve", "cronjob")) {
            var kustomization =
                    read(KUBERNETES.resolve(way).resolve("kustomization.yaml").toString());
            assertThat(kustomization.at("/images/0/newTag").asText()).isEqualTo(pom.group(1));
            assertThat(kustomization.path("resources"))
                    .isNotEmpty()
                    .allMatch(resource -> Files.exists(KUBERNETES.resolve(way).resolve(resource.asText())));
        }
    }
}
