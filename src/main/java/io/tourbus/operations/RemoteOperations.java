package io.tourbus.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.job.JobRunningException;
import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.RunFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of a process on this machine that serves, over its HTTP API. */
public final class RemoteOperations implements Operations {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteOperations.class);
    private static final int PAGE = 100;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(300);
    /** The time between the last slice of a run and its report. */
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    /** The process cannot do what the command asks. The message is one line for the user. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private final ApiClient api;
    private volatile Optional<RunView> underWay = Optional.empty();
    private volatile boolean following;

    private RemoteOperations(ApiClient api) {
        this.api = api;
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
                .map(ApiClient::new)
                .filter(ApiClient::responds)
                .map(RemoteOperations::new);
    }

    /** The ID of the process that serves without an HTTP server, so that nobody can connect to it. */
    public static Optional<Long> processWithoutServer(Path folder) {
        return ServeFile.read(folder)
                .filter(serve -> serve.alive() && serve.address() == null)
                .map(ServeFile::pid);
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
            page = api.get("/api/runs" + ApiClient.query(parameters), new TypeReference<List<RunLine>>() {});
            all.addAll(page);
            before = page.isEmpty()
                    ? before
                    : Optional.of(page.get(page.size() - 1).runId());
        } while (page.size() == PAGE && all.size() < filter.limit());
        return all;
    }

    @Override
    public Optional<RunView> run(String runId) {
        try {
            return Optional.of(api.get("/api/runs/" + ApiClient.encoded(runId), new TypeReference<RunView>() {}));
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
        return follow(api.post("/api/jobs/%s/runs".formatted(ApiClient.encoded(request.job())), body));
    }

    @Override
    public List<UnfinishedRun> unfinished() {
        return api.get("/api/runs/unfinished", new TypeReference<List<UnfinishedRun>>() {});
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
            var run = api.post(
                    "/api/runs/%s/cancel?initiator=command%%20line".formatted(ApiClient.encoded(runId)), Map.of());
            return ApiClient.convert(run, RunView.class);
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
        return api.get(
                "/api/dead-letters" + ApiClient.query(Map.of("after", after, "limit", limit)),
                new TypeReference<DeadLetters>() {});
    }

    @Override
    public Optional<DeadLetterView> deadLetter(long id) {
        try {
            return Optional.of(api.get("/api/dead-letters/" + id, new TypeReference<DeadLetterView>() {}));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Replayed replay(DeadLetterSelection selection) {
        return task(api.post("/api/dead-letters/redeliver", selection), Replayed.class);
    }

    @Override
    public int drop(DeadLetterSelection selection) {
        return api.post("/api/dead-letters/drop", selection).path("dropped").asInt();
    }

    @Override
    public List<String> runsOf(LocalDate day, String from) {
        var lookup = api.post("/api/lake/runs", body("day", day.toString(), "from", from));
        return List.of(task(lookup, String[].class));
    }

    @Override
    public ReprocessedRun reprocess(String runId) {
        return task(
                api.post("/api/runs/%s/reprocess".formatted(ApiClient.encoded(runId)), Map.of()), ReprocessedRun.class);
    }

    @Override
    public RedeliveredRun redeliver(String runId, String sink, String from) {
        var accepted =
                api.post("/api/runs/%s/redeliver".formatted(ApiClient.encoded(runId)), body("to", sink, "from", from));
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
        var cancel = atShutdown(() -> api.post(address + "/cancel", Map.of()));
        try {
            return result(address, type);
        } finally {
            removeHook(cancel);
        }
    }

    private <T> T result(String address, Class<T> type) {
        for (var task = api.get(address, new TypeReference<JsonNode>() {});
                ;
                task = api.get(address, new TypeReference<JsonNode>() {})) {
            switch (task.path("status").asText()) {
                case "done" -> {
                    return ApiClient.convert(task.path("result"), type);
                }
                case "failed" ->
                    throw ApiClient.failure(
                            task.path("code").asInt(), task.path("error").asText());
                default -> pause();
            }
        }
    }

    @Override
    public void close() {}
}
