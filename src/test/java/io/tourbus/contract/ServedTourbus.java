package io.tourbus.contract;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import io.tourbus.testing.FreePort;
import io.tourbus.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;

/** {@code tourbus serve} in this process, against the sandbox. */
final class ServedTourbus implements AutoCloseable {

    static final String TOKEN = "a-token-of-the-tests";
    private static final String NEVER = "0 0 0 29 2 ?";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Catalogue catalogue = new Catalogue(new Catalogue.Size(7, 20, 20, 30, LocalDate.now(ZoneOffset.UTC)));
    private final SandboxServers servers;
    private final Map<String, String> settings;
    private final int port = FreePort.find();
    private final int managementPort = FreePort.find();
    private CompletableFuture<Program.Ended> serving;
    private Optional<ApiSchemas> schemas = Optional.empty();

    ServedTourbus(Path folder) throws IOException {
        this.folder = folder;
        servers = new SandboxServers(
                catalogue, folder.resolve("lake"), 0, new TicketmasterServer.Options("sandbox-key", 1_000, 100_000));
        servers.systemProperties().forEach(System::setProperty);
        settings = new HashMap<>(servers.overrides());
        settings.put("tourbus.ticketmaster.millis-per-request", "2");
        settings.put("tourbus.spotify.requests-per-minute", "60000");
        settings.put("tourbus.run.allow-empty", "true");
        settings.put("tourbus.spotify.artist-ids", "unknownUnknownUnknown0");
        settings.put("tourbus.retry.backoff-seconds", "0.05");
        settings.put("tourbus.stream.max-attempts", "1");
    }

    /** Starts {@code tourbus serve}, with schedules that do not fire during a test. */
    void start() throws IOException {
        var all = new HashMap<>(settings);
        all.put("tourbus.jobs.scheduled", "true");
        all.put("tourbus.jobs.catch-up", "false");
        for (var job : List.of("daily", "hourly", "artist-refresh", "venue-refresh")) {
            all.put("tourbus.jobs.%s.cron".formatted(job), NEVER);
        }
        all.put("tourbus.reload.enabled", "false");
        all.put("tourbus.server.token", TOKEN);
        all.put("tourbus.server.port", String.valueOf(port));
        all.put("tourbus.management.port", String.valueOf(managementPort));
        serving = CompletableFuture.supplyAsync(() -> Program.run(all, "serve"));
        await().atMost(Duration.ofSeconds(60)).until(() -> serving.isDone() || isReady());
        if (serving.isDone()) {
            throw new IllegalStateException("serve ended: " + serving.join());
        }
        schemas = Optional.of(new ApiSchemas(json(get("/openapi.json"))));
    }

    /** The comparison of all responses with the OpenAPI document. */
    ApiSchemas schemas() {
        return schemas.orElseThrow();
    }

    private boolean isReady() {
        try {
            return get("/api/jobs").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Stops it over JMX, which is a contract of Camel. */
    Program.Ended stop() throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("org.apache.camel:context=tourbus,type=context,name=\"tourbus\""),
                        "stop",
                        null,
                        null);
        return serving.join();
    }

    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    SandboxServers servers() {
        return servers;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Path lake() {
        return folder.resolve("lake").resolve(SandboxServers.BUCKET);
    }

    Path state() {
        return folder.resolve("state").resolve("state");
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> observe(String path) {
        return send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/observe%s".formatted(managementPort, path))));
    }

    HttpResponse<String> post(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody());
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    HttpResponse<String> postAllowed(String path) {
        return post(path, "Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> postAllowed(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .POST(BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN));
    }

    /** Starts work in the background and waits for its end. */
    void task(String path, String body) throws IOException {
        var address = json(postAllowed(path, body)).path("address").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !json(get(address)).path("status").asText().equals("running"));
    }

    /** The first server-sent event at a path that has data, with a line for each of its fields. */
    CompletableFuture<List<String>> firstEvent(String path) {
        return http.sendAsync(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofLines())
                .thenApply(response -> {
                    try (var lines = response.body()) {
                        return lines.dropWhile(line -> !line.startsWith("data: {") && !line.startsWith("data: [{"))
                                .takeWhile(line -> !line.isEmpty())
                                .toList();
                    }
                });
    }

    /** Starts a job and waits for the end of its run. */
    JsonNode run(String job) throws IOException {
        return run(job, "{}");
    }

    /** @param options the body of the request */
    JsonNode run(String job, String options) throws IOException {
        var address = json(postAllowed("/api/jobs/%s/runs".formatted(job), options))
                .path("address")
                .asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(get(address)).path("report").isObject());
        return json(get(address)).path("report");
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
            var uri = response.uri();
            if (uri.getPort() == port && uri.getPath().startsWith("/api/")) {
                schemas.ifPresent(all -> all.check(
                        response.request().method(), uri.getRawPath(), response.statusCode(), response.body()));
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an HTTP response", e);
        }
    }

    @Override
    public void close() {
        servers.systemProperties().keySet().forEach(System::clearProperty);
        servers.close();
    }
}
