package io.tourbus.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.TourbusContext;
import io.tourbus.deadletter.DeadLetterReplayer;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.MBeans;
import io.tourbus.testing.SandboxContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API, access control and MBeans of a serving Tourbus. */
class OperationsTest {

    private static final String TOKEN = "a-token-of-the-tests";
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static SandboxContext sandbox;
    private static TourbusContext context;
    private static URI server;

    @BeforeAll
    static void open() throws IOException {
        sandbox = new SandboxContext(folder, 5, 10, 5);
        sandbox.set("tourbus.server.token", TOKEN).set("tourbus.ticketmaster.slices-at-once", "1");
        var port = FreePort.find();
        server = URI.create("http://127.0.0.1:%d".formatted(port));
        context = sandbox.serve(port);
    }

    @AfterAll
    static void close() {
        context.close();
        sandbox.close();
    }

    @Test
    void aJobIsStartedAndItsRunIsFoundAtTheReturnedAddress() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.latency(SLOW);

        var accepted = change("/api/jobs/venue-refresh/runs");
        var again = change("/api/jobs/venue-refresh/runs");
        var activeRuns = get("/api/runs/under-way");
        faults.latency(Duration.ZERO);

        assertThat(accepted.statusCode()).isEqualTo(202);
        var address = accepted.headers().firstValue("Location").orElseThrow();
        assertThat(MAPPER.readTree(accepted.body()).path("address").asText()).isEqualTo(address);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(again.body()).path("error").asText()).startsWith("venue-refresh is running already");
        assertThat(activeRuns.findValuesAsText("job")).containsExactly("venue-refresh");
        await().until(() -> get(address).path("status").asText().equals("complete"));
        assertThat(get(address).at("/report/job").asText()).isEqualTo("venue-refresh");
        assertThat(get("/api/runs?job=venue-refresh&limit=1")
                        .at("/0/lake_records")
                        .asLong())
                .isPositive();
        assertThat(get("/api/completeness").findValuesAsText("query")).isNotEmpty();
    }

    @Test
    void aRunIsCancelledByItsIdAndNamesItsInitiator() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.hang(1, "/venues");
        var address = change("/api/jobs/venue-refresh/runs")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        await().until(() -> faults.hanging() == 1);

        assertThat(post(address + "/cancel").statusCode()).isEqualTo(401);
        var cancelled = change(address + "/cancel?initiator=the%20tests");
        var active = get("/api/runs/under-way");
        faults.release();

        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(cancelled.body()).path("status").asText()).isEqualTo("stopping");
        assertThat(active.findValuesAsText("status")).containsExactly("stopping");
        await().until(() -> get(address).path("status").asText().equals("cancelled"));
        assertThat(get(address).at("/report/cancelled/by").asText()).isEqualTo("the tests");
        assertThat(get("/api/runs?job=venue-refresh&limit=1")
                        .at("/0/cancelled_by")
                        .asText())
                .isEqualTo("the tests");
        assertThat(change(address + "/cancel?initiator=%0A").statusCode()).isEqualTo(400);
        assertThat(change("/api/runs/none/cancel").statusCode()).isEqualTo(404);
    }

    @Test
    void changesNeedTheToken() throws Exception {
        assertThat(post("/api/jobs/daily/pause").statusCode()).isEqualTo(401);
        assertThat(post("/api/jobs/daily/pause", "Authorization", "Bearer nonsense")
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("/api/routes/put-lake/suspend", "X-Tourbus", "page").statusCode())
                .isEqualTo(401);
        assertThat(job("daily").path("paused").asBoolean()).isFalse();
    }

    @Test
    void aRequestFromAnotherSiteIsRejected() throws Exception {
        var crossSite =
                post("/api/jobs/daily/pause", "Authorization", "Bearer " + TOKEN, "Origin", "http://other.example");

        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(crossSite.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(job("daily").path("paused").asBoolean()).isFalse();
    }

    @Test
    void aJobIsPausedUntilItIsResumed() throws Exception {
        assertThat(change("/api/jobs/hourly/pause").statusCode()).isEqualTo(200);
        assertThat(job("hourly").path("paused").asBoolean()).isTrue();
        assertThat(job("hourly").path("next").isNull()).isTrue();

        var jmx = jmx("hourly");
        assertThat(jmx.isPaused()).isTrue();
        jmx.resume();

        assertThat(job("hourly").path("paused").asBoolean()).isFalse();
        assertThat(jmx.getNext()).isEqualTo(job("hourly").path("next").asText());
    }

    @Test
    void aJobIsStartedOverJmxUnlessItRunsAlready() throws Exception {
        var faults = sandbox.servers().ticketmaster().faults();
        faults.latency(SLOW);
        var jmx = jmx("hourly");

        var run = jmx.trigger();

        assertThat(jmx.getRunning()).isEqualTo(run);
        assertThat(MBeans.attributes("io.tourbus:type=Run,name=hourly", "Id")).containsExactly(run);
        assertThat(MBeans.attributes("io.tourbus:type=Run,name=hourly", "Status"))
                .containsExactly("running");
        await().until(() -> !MBeans.attributes("io.tourbus:type=Run,name=hourly", "Requests")
                .equals(List.of("0")));
        assertThatThrownBy(jmx::trigger).hasStackTraceContaining("hourly is running already");
        faults.latency(Duration.ZERO);
        await().until(() -> jmx.getLastRun().equals(run + ": complete"));
        assertThat(change("/api/runs/%s/cancel".formatted(run)).statusCode()).isEqualTo(409);
        assertThat(jmx.getLastReport()).contains(run);
        assertThat(MBeans.attributes("io.tourbus:type=Run,name=hourly", "Requests"))
                .containsExactly("-1");
    }

    @Test
    void anActiveRunIsCancelledOverJmx() throws Exception {
        assertThatThrownBy(run("artist-refresh")::cancel).hasStackTraceContaining("artist-refresh is not running");
        var faults = sandbox.servers().ticketmaster().faults();
        faults.latency(SLOW);
        var started = jmx("venue-refresh").trigger();

        var cancelled = run("venue-refresh").cancel();
        faults.latency(Duration.ZERO);

        assertThat(cancelled).isEqualTo(started);
        await().until(() -> jmx("venue-refresh").getLastRun().equals(started + ": cancelled"));
        assertThat(get("/api/runs/" + started).path("cancelled_by").asText()).isEqualTo("JMX");
    }

    private static CancelOperation run(String job) throws Exception {
        var name = new ObjectName("io.tourbus:type=Run,name=" + job);
        return JMX.newMBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, CancelOperation.class);
    }

    /** The operation of the MBean of a run. */
    @FunctionalInterface
    public interface CancelOperation {
        String cancel();
    }

    @Test
    void aRouteThatTourbusNeedsIsSuspendedOnlyByForce() throws Exception {
        var refused = change("/api/routes/start-job/suspend");
        var managed = new ObjectName("org.apache.camel:context=tourbus,type=routes,name=\"start-job\"");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(MAPPER.readTree(refused.body()).path("error").asText())
                .isEqualTo("Tourbus itself needs the route start-job, so it is not suspended or stopped."
                        + " To suspend it anyway, add the parameter force=true.");
        for (var operation : List.of("suspend", "stop")) {
            assertThatThrownBy(() -> ManagementFactory.getPlatformMBeanServer().invoke(managed, operation, null, null))
                    .hasStackTraceContaining("Tourbus itself needs the route start-job");
        }
        assertThat(route("start-job").path("state").asText()).isEqualTo("Started");
        assertThat(route("start-job").path("essential").asBoolean()).isTrue();
        assertThat(route("put-lake").path("essential").asBoolean()).isFalse();

        change("/api/routes/start-job/suspend?force=true");
        assertThat(route("start-job").path("state").asText()).isEqualTo("Suspended");
        change("/api/routes/start-job/resume");
        assertThat(route("start-job").path("state").asText()).isEqualTo("Started");
    }

    private static JsonNode route(String id) throws Exception {
        for (var route : get("/api/routes")) {
            if (route.path("id").asText().equals(id)) {
                return route;
            }
        }
        throw new AssertionError("no route " + id);
    }

    @Test
    void aRouteIsSuspendedAndResumed() throws Exception {
        var suspended = change("/api/routes/fetch-page/suspend");

        assertThat(MAPPER.readTree(suspended.body()).path("state").asText()).isEqualTo("Suspended");
        assertThat(suspended.body()).contains("\"since\":\"20");
        var resumed = change("/api/routes/fetch-page/resume");
        assertThat(MAPPER.readTree(resumed.body()).path("state").asText()).isEqualTo("Started");
        assertThat(get("/api/routes").findValuesAsText("id")).contains("run-job", "put-lake");
    }

    @ParameterizedTest
    @CsvSource({"trigger-replay, /api/dead-letters/replay", "trigger-job, /api/jobs/venue-refresh/runs"})
    void aRequestThatNeedsASuspendedRouteIsRefused(String route, String operation) throws Exception {
        change("/api/routes/%s/suspend?force=true".formatted(route));

        var refused = change(operation);
        change("/api/routes/%s/resume".formatted(route));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(MAPPER.readTree(refused.body()).path("error").asText())
                .contains("route " + route + " is stopped or suspended");
    }

    @Test
    void onlyOneReplayWaitsForAnother() throws Exception {
        var replayer = context.bean("deadLetterReplayer", DeadLetterReplayer.class);
        replayer.lock();
        try {
            assertThat(replay()).isEqualTo(202);
            await().until(() -> !replayer.nobodyWaits());
            for (int i = 0; i < 5; i++) {
                assertThat(replay()).isEqualTo(202);
            }
            assertThat(inFlight("replay-dead-letters")).isEqualTo(1);
        } finally {
            replayer.unlock();
        }
        await().until(() -> inFlight("replay-dead-letters") == 0);
    }

    private static int replay() throws IOException, InterruptedException {
        return change("/api/dead-letters/replay").statusCode();
    }

    private static int inFlight(String route) throws IOException, InterruptedException {
        for (var line : get("/api/routes")) {
            if (line.path("id").asText().equals(route)) {
                return line.path("in_flight").asInt();
            }
        }
        throw new AssertionError("no route " + route);
    }

    @Test
    void unknownRunsObjectsAndJobsAreReportedInOneLine() throws Exception {
        assertThat(error("/api/runs/none")).isEqualTo("There is no such run. List the runs with GET /api/runs.");
        assertThat(error("/api/lake/object?key=none"))
                .isEqualTo(
                        "There is no such object in raw/, normalized/, dead-letter/. List the lake with GET /api/lake.");
        assertThat(MAPPER.readTree(change("/api/jobs/weekly/runs").body())
                        .path("error")
                        .asText())
                .isEqualTo("There is no such job. List the jobs with GET /api/jobs.");
    }

    @Test
    void statusEventsHaveSourcesAndJobs() throws Exception {
        var events =
                HTTP.send(HttpRequest.newBuilder(server.resolve("/api/events")).build(), BodyHandlers.ofInputStream());

        try (var lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            var data = lines.lines()
                    .filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElseThrow();
            var status = MAPPER.readTree(data.substring("data: ".length()));
            assertThat(status.path("sources").findValuesAsText("source")).containsExactly("spotify", "ticketmaster");
            assertThat(status.path("jobs")).hasSize(4);
        }
    }

    @Test
    void thePageLoadsNothingFromOtherServers() throws Exception {
        var page = HTTP.send(HttpRequest.newBuilder(server.resolve("/")).build(), BodyHandlers.ofString());

        assertThat(page.body()).contains("<html").doesNotContain("http://", "https://", TOKEN);
    }

    @Test
    void namedStepsHaveMBeansWithoutSecrets() throws Exception {
        assertThat(MBeans.attributes(
                        "org.apache.camel:type=processors,name=\"ticketmaster-throttle\",*", "TimePeriodMillis"))
                .containsExactly("2");
        assertThat(MBeans.attributes("org.apache.camel:type=processors,name=\"setBody*\",*", null))
                .isEmpty();
        assertThat(MBeans.all())
                .isNotEmpty()
                .noneMatch(value -> value.contains("sandbox-key") || value.contains("sandbox-secret"))
                .noneMatch(value -> value.contains(TOKEN));
    }

    private static JsonNode job(String name) throws IOException, InterruptedException {
        for (var job : get("/api/jobs")) {
            if (job.path("job").asText().equals(name)) {
                return job;
            }
        }
        throw new AssertionError("no job " + name);
    }

    /** The attributes and operations of a job over JMX. */
    public interface JobMXBean {

        boolean isPaused();

        String getNext();

        String getRunning();

        String getLastRun();

        String getLastReport();

        String trigger();

        void resume();
    }

    private static JobMXBean jmx(String job) throws MalformedObjectNameException {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("io.tourbus:type=Job,name=" + job),
                JobMXBean.class);
    }

    private static String error(String path) throws IOException, InterruptedException {
        return get(path).path("error").asText();
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    private static HttpResponse<String> change(String path) throws IOException, InterruptedException {
        return post(path, "Authorization", "Bearer " + TOKEN);
    }

    private static HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
