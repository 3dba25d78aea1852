package io.tourbus.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.job.JobRunningException;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.RunFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of a process on this machine that serves, over its HTTP API. */
public final class RemoteOperations implements Operations {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteOperations.class);
    private static final int PAGE = 100;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);
    /** The time between the last slice of a run and its report. */
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The process cannot do what the command asks. The message is one line for the user. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private final ServeFile serve;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private volatile Optional<RunView> underWay = Optional.empty();
    private volatile boolean following;

    private RemoteOperations(ServeFile serve) {
        this.serve = serve;
    }

    /**
     * Connects to the process that serves.
     *
     * @param folder of the state
     * @return empty if no process serves with this state
     */
    public static Optional<RemoteOperations> connect(Path folder) {
        return ServeFile.read(folder)
                .filter(ServeFile::alive)
                .map(RemoteOperations::new)
                .filter(RemoteOperations::responds);
    }

    /** The ID of the process that serves without an HTTP server, so that nobody can connect to it. */
    public static Optional<Long> processWithoutServer(Path folder) {
        return ServeFile.read(folder)
                .filter(serve -> serve.alive() && serve.address() == null)
                .map(ServeFile::pid);
    }

    /** A process that was killed leaves its file behind. Its port and its process ID can belong to other processes now. */
    private boolean responds() {
        try {
            return serve.address() != null
                    && send("GET", "/api/runs?limit=1", null).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public List<RunLine> runs(RunFilter filter, boolean reports) {
        List<RunLine> all = new ArrayList<>();
        List<RunLine> page;
        var before = filter.before();
        do {
            var limit = Math.min(PAGE, filter.limit() - all.size());
            Map<String, Object> parameters = new LinkedHashMap<>();
            filter.job().ifPresent(job -> parameters.put("job", job));
            filter.status().ifPresent(status -> parameters.put("status", status));
            filter.since().ifPresent(since -> parameters.put("since", since));
            before.ifPresent(id -> parameters.put("before", id));
            parameters.put("limit", limit);
            parameters.put("reports", reports);
            page = get("/api/runs" + query(parameters), new TypeReference<List<RunLine>>() {});
            all.addAll(page);
            before = page.isEmpty()
                    ? before
                    : Optional.of(page.get(page.size() - 1).runId());
        } while (page.size() == PAGE && all.size() < filter.limit());
        return all;
    }

    private static String query(Map<String, ?> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> "%s=%s".formatted(parameter.getKey(), encoded(parameter.getValue())))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Optional<RunView> run(String runId) {
        try {
            return Optional.of(get("/api/runs/" + encoded(runId), new TypeReference<RunView>() {}));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public RunReport run(RunRequest request) {
        return run(request, Map.of());
    }

    @Override
    public RunReport resume(RunRequest request) {
        return run(request, Map.of("resume", true));
    }

    private RunReport run(RunRequest request, Map<String, Boolean> flags) {
        Map<String, Object> body = new LinkedHashMap<>(request.options());
        body.putAll(flags);
        if (!request.settings().isEmpty()) {
            body.put("settings", request.settings());
        }
        return follow(post("/api/jobs/%s/runs".formatted(encoded(request.job())), body));
    }

    @Override
    public List<UnfinishedRun> unfinished() {
        return get("/api/runs/unfinished", new TypeReference<List<UnfinishedRun>>() {});
    }

    /** Waits for the report of a run. Cancels the run if this process is stopped. */
    private RunReport follow(JsonNode accepted) {
        var runId = accepted.path("run_id").asText();
        var cancel = atShutdown(() -> cancel(runId));
        following = true;
        try {
            var lastSeen = System.nanoTime();
            while (true) {
                var run = current(runId);
                underWay = Optional.of(run);
                if (run.reported()) {
                    return RunReport.read(run.report().toString());
                }
                if (run.progress() != null) {
                    lastSeen = System.nanoTime();
                } else if (System.nanoTime() - lastSeen > END_LIMIT.toNanos()) {
                    throw new RefusedException(
                            "Run %s has ended without a report, it is %s. Look at the log of `tourbus serve`."
                                    .formatted(runId, run.status()));
                }
                pause();
            }
        } finally {
            underWay = Optional.empty();
            following = false;
            removeHook(cancel);
        }
    }

    @Override
    public RunView cancel(String runId) {
        try {
            var run = post("/api/runs/%s/cancel?initiator=command%%20line".formatted(encoded(runId)), Map.of());
            return MAPPER.convertValue(run, RunView.class);
        } catch (JobRunningException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    private RunView current(String runId) {
        return run(runId).orElseThrow(() -> new RefusedException("Run %s no longer exists.".formatted(runId)));
    }

    /** Cancels work when this process is stopped, or at once if it is stopping. The main thread reports failures. */
    private static Thread atShutdown(Runnable cancel) {
        var hook = new Thread(
                () -> {
                    try {
                        cancel.run();
                    } catch (RuntimeException e) {
                        LOG.debug("not cancelled", e);
                    }
                },
                "cancel");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook.run();
        }
        return hook;
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is stopping
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    @Override
    public Optional<RunView> underWay() {
        return underWay.filter(run -> run.progress() != null);
    }

    @Override
    public DeadLetters deadLetters(long after, int limit) {
        return get(
                "/api/dead-letters" + query(Map.of("after", after, "limit", limit)),
                new TypeReference<DeadLetters>() {});
    }

    @Override
    public Optional<DeadLetterView> deadLetter(long id) {
        try {
            return Optional.of(get("/api/dead-letters/" + id, new TypeReference<DeadLetterView>() {}));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Replayed replay(DeadLetterSelection selection) {
        return task(post("/api/dead-letters/redeliver", selection), Replayed.class);
    }

    @Override
    public int drop(DeadLetterSelection selection) {
        return post("/api/dead-letters/drop", selection).path("dropped").asInt();
    }

    @Override
    public List<String> runsOf(LocalDate day, String from) {
        var lookup = post("/api/lake/runs", body("day", day.toString(), "from", from));
        return List.of(task(lookup, String[].class));
    }

    @Override
    public ReprocessedRun reprocess(String runId) {
        return task(post("/api/runs/%s/reprocess".formatted(encoded(runId)), Map.of()), ReprocessedRun.class);
    }

    @Override
    public RedeliveredRun redeliver(String runId, String sink, String from) {
        var accepted = post("/api/runs/%s/redeliver".formatted(encoded(runId)), body("to", sink, "from", from));
        return task(accepted, RedeliveredRun.class);
    }

    private static Map<String, Object> body(String key, String value, String optionalKey, String optionalValue) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of(key, value));
        if (optionalValue != null) {
            body.put(optionalKey, optionalValue);
        }
        return body;
    }

    @Override
    public String interrupt() {
        return "finishing the %s; press Ctrl-C again to stop at once, `tourbus serve` then finishes without this command"
                .formatted(following ? "current slices" : "work in progress");
    }

    /** Waits for the result of work in the background. Cancels the work if this process is stopped. */
    private <T> T task(JsonNode accepted, Class<T> type) {
        var address = accepted.path("address").asText();
        var cancel = atShutdown(() -> post(address + "/cancel", Map.of()));
        try {
            return result(address, type);
        } finally {
            removeHook(cancel);
        }
    }

    private <T> T result(String address, Class<T> type) {
        for (var task = get(address, new TypeReference<JsonNode>() {});
                ;
                task = get(address, new TypeReference<JsonNode>() {})) {
            switch (task.path("status").asText()) {
                case "done" -> {
                    return MAPPER.convertValue(task.path("result"), type);
                }
                case "failed" ->
                    throw failure(task.path("code").asInt(), task.path("error").asText());
                default -> pause();
            }
        }
    }

    private <T> T get(String path, TypeReference<T> type) {
        return parse(checked(send("GET", path, null)).body(), type);
    }

    private JsonNode post(String path, Object body) {
        return parse(checked(send("POST", path, body)).body(), new TypeReference<JsonNode>() {});
    }

    private HttpResponse<String> send(String method, String path, Object body) {
        try {
            var publisher =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(MAPPER.writeValueAsString(body));
            var request = HttpRequest.newBuilder(URI.create(serve.address() + path))
                    .header("Authorization", "Bearer " + serve.key())
                    .timeout(Duration.ofMinutes(1))
                    .method(method, publisher)
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    (serve.alive()
                                    ? "`tourbus serve` (process %d) does not respond. Look at its log."
                                    : "`tourbus serve` (process %d) has ended. When you start it again, it resumes runs that did not end.")
                            .formatted(serve.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a response", e);
        }
    }

    private HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() >= 500 && !response.body().startsWith("{")) {
            throw new RefusedException("`tourbus serve` (process %d) is stopping. Repeat the command when it has ended."
                    .formatted(serve.pid()));
        }
        if (response.statusCode() >= 400) {
            throw failure(
                    response.statusCode(),
                    parse(response.body(), new TypeReference<JsonNode>() {})
                            .path("error")
                            .asText());
        }
        return response;
    }

    private static RuntimeException failure(int status, String message) {
        return switch (status) {
            case 400 -> new InvalidOptionException(message);
            case 404 -> new NotFoundException(message);
            case 409 -> new JobRunningException(message);
            default -> new RefusedException(message);
        };
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new RefusedException("`tourbus serve` gave a response that this version does not understand.");
        }
    }

    @Override
    public void close() {}
}
