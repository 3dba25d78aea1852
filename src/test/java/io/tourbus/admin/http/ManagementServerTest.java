package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tourbus.app.TourbusContext;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.SandboxContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access to health and Jolokia of a serving Tourbus. */
class ManagementServerTest {

    private static final String TOKEN = "a-token-of-the-tests";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext context;
    private static int port;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 5, 5);
        port = FreePort.find();
        sandbox.set("camel.management.enabled", "true")
                .set("tourbus.management.port", String.valueOf(port))
                .set("tourbus.management.jolokia", "true")
                .set("tourbus.server.token", TOKEN)
                .set("tourbus.jobs.catch-up", "false");
        context = sandbox.serve();
    }

    @AfterAll
    static void close() {
        context.close();
        sandbox.close();
    }

    @Test
    void healthIsOpen() throws Exception {
        assertThat(send(request("/observe/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/observe/health/live").header("Origin", "http://evil.com"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/observe/nothing")).body()).contains("There is nothing at this address");
    }

    /** Of jobs, runs and sources. */
    @Test
    void allMBeansDescribeTheirAttributesWithUnitsAndTheirOperations() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var names = server.queryNames(new ObjectName("io.tourbus:*"), null);
        assertThat(names).extracting(name -> name.getKeyProperty("type")).contains("Job", "Run", "Source");
        for (var name : names) {
            var info = server.getMBeanInfo(name);
            requireDescription(info.getDescription(), name);
            for (var attribute : info.getAttributes()) {
                requireDescription(attribute.getDescription(), attribute);
                if (List.of("int", "long", "double").contains(attribute.getType())) {
                    assertThat(attribute.getDescriptor().getFieldValue("units"))
                            .as("%s %s", name, attribute.getName())
                            .asString()
                            .matches("[a-z ]+");
                }
            }
            for (var operation : info.getOperations()) {
                requireDescription(operation.getDescription(), operation);
                for (var parameter : operation.getSignature()) {
                    requireDescription(parameter.getDescription(), operation);
                }
            }
        }
        assertThat(server.getMBeanInfo(new ObjectName("io.tourbus:type=Source,name=spotify"))
                        .getAttributes())
                .filteredOn(attribute -> attribute.getName().equals("MillisPerRequest"))
                .allSatisfy(attribute -> {
                    assertThat(attribute.isWritable()).isTrue();
                    assertThat(attribute.getDescriptor().getFieldValue("units")).isEqualTo("ms");
                })
                .hasSize(1);
    }

    private static void requireDescription(String text, Object described) {
        assertThat(text).as("%s", described).matches("[A-Z].* .+|[a-z]+, .+");
    }

    @Test
    void jolokiaNeedsTheToken() throws Exception {
        assertThat(send(request("/observe/jolokia/version")).statusCode()).isEqualTo(401);
        assertThat(send(request("/observe/jolokia/version").header("Authorization", "Bearer " + TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void jolokiaReadsAndOperatesTourbus() throws Exception {
        assertThat(jolokia("{'type':'exec','mbean':'io.tourbus:type=Job,name=daily','operation':'pause'}"))
                .isEqualTo(200);
        assertThat(jolokia("{'type':'read','mbean':'io.tourbus:type=Job,name=daily','attribute':'Paused'}"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'exec','mbean':'org.apache.camel:context=tourbus,type=context,name=\\\"tourbus\\\"',"
                        + "'operation':'sendBody','arguments':['file:routes?fileName=x.camel.yaml','x']}",
                "{'type':'exec','mbean':'org.apache.camel:context=tourbus,type=context,name=\\\"tourbus\\\"',"
                        + "'operation':'sendBody(java.lang.String,java.lang.Object)','arguments':['file:routes','x']}",
                "{'type':'exec','mbean':'org.apache.camel:context=tourbus,type=context,name=\\\"tourbus\\\"',"
                        + "'operation':'stop'}",
                "{'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmSystemProperties'}",
                "{'type':'exec','mbean':'java.lang:type=Memory','operation':'gc'}",
                "{'type':'exec','mbean':'jolokia:type=Config','operation':'resetHistoryEntries'}",
                "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'}",
                "{'type':'read','mbean':'java.lang:type=Runtime'}",
                "{'type':'write','mbean':'org.apache.camel:context=tourbus,type=context,name=\\\"tourbus\\\"',"
                        + "'attribute':'Tracing','value':true}",
            })
    void jolokiaRefusesEverythingElse(String request) throws Exception {
        assertThat(jolokia(request)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "\"x\"",
                "7",
                "{}",
                "[1]",
                "[null]",
                "{'type':'x'}",
                "{'type':'read'}",
                "{'type':'notification'}"
            })
    void jolokiaReportsAnUnreadableRequest(String body) throws Exception {
        assertUnreadable(jolokiaRequest().POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    @Test
    void jolokiaReportsJsonThatIsNestedTooDeeply() throws Exception {
        assertUnreadable(jolokiaRequest().POST(BodyPublishers.ofString("[".repeat(30_000) + "]".repeat(30_000))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "read",
                "read/x",
                "exec/java.lang:type=Memory",
                "notification/open",
                "read/a:b=c/d?maxDepth=x"
            })
    void jolokiaReportsAnUnreadableAddress(String path) throws Exception {
        assertUnreadable(request("/observe/jolokia/" + path).header("Authorization", "Bearer " + TOKEN));
    }

    private static void assertUnreadable(HttpRequest.Builder request) throws Exception {
        var response = send(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(response.body()).path("error").asText())
                .isEqualTo("Jolokia cannot read the request. Send what the Jolokia protocol defines, as JSON.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'read','mbean':'io.tourbus:type=Job,name=daily','attribute':'None'}",
                "{'type':'read','mbean':'io.tourbus:type=Job,name=none'}",
                "{'type':'exec','mbean':'io.tourbus:type=Job,name=daily','operation':'none'}",
                "{'type':'write','mbean':'io.tourbus:type=Source,name=spotify','attribute':'RequestsPerMinute','value':'x'}",
                "{'type':'read','mbean':'java.lang:type=Runtime'}"
            })
    void anErrorOfJolokiaNamesNoJavaClass(String request) throws Exception {
        var response = send(jolokiaRequest()
                .uri(URI.create("http://127.0.0.1:%d/observe/jolokia?includeStackTrace=true&serializeException=true"
                        .formatted(port)))
                .POST(BodyPublishers.ofString("[%s]".formatted(request).replace('\'', '"'))));

        var error = (ObjectNode) new ObjectMapper().readTree(response.body()).path(0);
        assertThat(error.path("status").asInt()).isBetween(400, 500);
        assertThat(error.path("error").asText()).isNotBlank();
        error.remove("request");
        assertThat(error.toString()).doesNotContain("java.lang.", "javax.", "Exception", "\\n");
    }

    /** Returns the status in the response. */
    private static int jolokia(String json) throws Exception {
        var response = send(jolokiaRequest().POST(BodyPublishers.ofString(json.replace('\'', '"'))));
        return new ObjectMapper().readTree(response.body()).path("status").asInt();
    }

    private static HttpRequest.Builder jolokiaRequest() {
        return request("/observe/jolokia/")
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
