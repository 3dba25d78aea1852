package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.job.Job;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.NotFoundException;
import io.tourbus.operations.Operations;
import io.tourbus.operations.RequestBody;
import io.tourbus.operations.RunLine;
import io.tourbus.operations.RunRequest;
import io.tourbus.operations.RunView;
import io.tourbus.run.ResumableRuns;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunProgress;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.RunRepository.RunFilter;
import io.tourbus.state.State;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The jobs and runs of the HTTP API and of JMX, and work in the background. Times are in ISO 8601 and UTC. */
public final class AdminApi {

    private static final Pattern CANCELLER = Pattern.compile("\\P{C}{1,100}");

    /** A header of requests that says who sent them. */
    public static final String INITIATOR = "TourbusInitiator";

    /** The value for a command of the same user, which nobody else can guess. */
    public static final String COMMAND_LINE = "cli-" + UUID.randomUUID();

    /** Starts runs with options. */
    @FunctionalInterface
    public interface Starter {

        /**
         * @param resume whether to continue the unfinished run of the job with its dates
         * @throws InvalidOptionException if an option is not valid
         */
        Run start(RunRequest request, boolean resume, String initiator);
    }

    /** The body of a request that started a run. */
    public record Accepted(
            @JsonProperty("run_id") String runId,
            @JsonProperty("address") String address) {}

    /** The completeness of a query in the last report of a job. */
    public record QueryView(
            @JsonProperty("job") String job,
            @JsonProperty("run_id") String runId,
            @JsonProperty("query") RunReport.QueryLine query) {}

    /** The latest runs of a job, newest first. */
    public record JobRuns(
            @JsonProperty("job") String job,
            @JsonProperty("runs") List<RunLine> runs) {}

    private static final int LATEST = 20;
    private static final long LATEST_NANOS = Duration.ofSeconds(1).toNanos();

    private final RunManager runManager;
    private final Schedules schedules;
    private final State state;
    private final Supplier<Operations> operations;
    private final Starter starter;
    private final Tasks tasks;
    private List<JobRuns> latest;
    private long latestRead;

    /**
     * @param operations creates operations that can be cancelled alone
     * @param executor for work in the background
     */
    public AdminApi(
            RunManager runManager,
            Schedules schedules,
            State state,
            Supplier<Operations> operations,
            Starter starter,
            Executor executor) {
        this.runManager = runManager;
        this.schedules = schedules;
        this.state = state;
        this.operations = operations;
        this.starter = starter;
        this.tasks = new Tasks(executor);
    }

    public List<Schedules.Line> jobs() {
        return schedules.all();
    }

    /** @throws NotFoundException if there is no such job, or it has no schedule */
    public Schedules.Line job(String label) {
        return schedules.describe(scheduled(label));
    }

    /** The progress of the active runs. */
    public List<RunProgress> underWay() {
        return runManager.active();
    }

    /** The progress of the active run of a job. */
    public Optional<RunProgress> running(String job) {
        return underWay().stream().filter(run -> run.job().equals(job)).findFirst();
    }

    /** @throws NotFoundException if there is no such job, or it has no schedule */
    public Schedules.Line pause(@Header("job") String job) {
        return schedules.pause(scheduled(job));
    }

    /** @throws NotFoundException if there is no such job, or it has no schedule */
    public Schedules.Line resume(@Header("job") String job) {
        return schedules.resume(scheduled(job));
    }

    /**
     * Starts a run of a job.
     *
     * @param exchange its body has the options, or is empty
     * @throws NotFoundException if there is no such job
     * @throws InvalidOptionException if an option is not valid
     */
    public Run start(@Header("job") String job, @Header(INITIATOR) String initiator, Exchange exchange) {
        var options = RequestBody.of(exchange);
        var known = Stream.of(Job.values())
                .filter(one -> one.label().equals(job))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no such job. List the jobs with GET /api/jobs."));
        return starter.start(
                options.run(known, COMMAND_LINE.equals(initiator)), options.flag("resume"), name(initiator));
    }

    private static String name(String initiator) {
        if (COMMAND_LINE.equals(initiator)) {
            return "cli";
        }
        return initiator != null && initiator.matches("page|jmx") ? initiator : "api";
    }

    /** The runs that have not ended because their process died. */
    public List<ResumableRuns.UnfinishedRun> unfinished() {
        return runManager.unfinished();
    }

    /** Rebuilds the records of a run in the background. */
    public Tasks.Accepted reprocess(@Header("run") String runId, Exchange exchange) {
        return start(exchange, "reprocess", work -> work.reprocess(runId));
    }

    /** Sends what the lake holds of a run to a sink, in the background. */
    public Tasks.Accepted redeliver(@Header("run") String runId, Exchange exchange) {
        var options = RequestBody.of(exchange).only("to", "from");
        var sink = options.required("to");
        var from = options.text("from").orElse(null);
        return start(exchange, "redeliver", work -> work.redeliver(runId, sink, from));
    }

    /** Finds the runs of a UTC day in the lake, in the background. */
    public Tasks.Accepted runsOfDay(Exchange exchange) {
        var options = RequestBody.of(exchange).only("day", "from");
        var day = options.day("day");
        var from = options.text("from").orElse(null);
        return start(exchange, "find runs", work -> work.runsOf(day, from));
    }

    /** Redelivers dead letters in the background. Rejected entities are normalized again first. */
    public Tasks.Accepted replay(Exchange exchange) {
        var selection = RequestBody.of(exchange).only("ids", "all").selection();
        return start(exchange, "replay", work -> work.replay(selection));
    }

    private Tasks.Accepted start(Exchange exchange, String operation, Function<Operations, ?> work) {
        var accepted = tasks.start(operation, operations.get(), work);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        exchange.getMessage().setHeader("Location", accepted.address());
        return accepted;
    }

    /** @throws NotFoundException if there is no such task */
    public Tasks.View task(@Header("task") String id, @Header(INITIATOR) String initiator) {
        return tasks.find(id, COMMAND_LINE.equals(initiator));
    }

    /**
     * Cancels a task.
     *
     * @throws NotFoundException if there is no such task
     */
    public Tasks.View cancelTask(@Header("task") String id, @Header(INITIATOR) String initiator) {
        tasks.cancel(id);
        return task(id, initiator);
    }

    private static Job scheduled(String label) {
        return Stream.of(Job.values())
                .filter(Job::scheduled)
                .filter(job -> job.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new NotFoundException("There is no such scheduled job. List the jobs with GET /api/jobs."));
    }

    public Accepted accepted(@Variable("run") Run run) {
        return new Accepted(run.id(), "/api/runs/" + run.id());
    }

    /**
     * The runs that match the parameters, newest first.
     *
     * @throws NotFoundException if there is no such job
     * @throws InvalidOptionException if a parameter is not valid
     */
    public List<RunLine> runs(
            @Header("job") String job,
            @Header("status") String status,
            @Header("since") String since,
            @Header("before") String before,
            @Header("reports") String reports,
            @Header("limit") String limit) {
        if (job != null && Stream.of(Job.values()).map(Job::label).noneMatch(job::equals)) {
            throw new NotFoundException("There is no such job. List the jobs with GET /api/jobs.");
        }
        return operations
                .get()
                .runs(
                        new RunFilter(
                                Optional.ofNullable(job),
                                Optional.ofNullable(status),
                                Optional.ofNullable(since).map(time -> RequestParameters.instant("since", time)),
                                Optional.ofNullable(before),
                                RequestParameters.limit(limit)),
                        RequestParameters.flag("reports", reports));
    }

    /** The last 20 runs of each job with a schedule. At most one second old, because many pages request them at the same time. */
    public synchronized List<JobRuns> latestOfEachJob() {
        if (latest == null || System.nanoTime() - latestRead > LATEST_NANOS) {
            latest = jobs().stream()
                    .map(job -> new JobRuns(job.job(), latest(job.job(), LATEST)))
                    .toList();
            latestRead = System.nanoTime();
        }
        return latest;
    }

    /** The latest runs of a job, newest first. */
    public List<RunLine> latest(String job, int limit) {
        return runs(job, null, null, null, null, String.valueOf(limit));
    }

    /** @throws NotFoundException if there is no such run */
    public RunView run(@Header("run") String runId) {
        return view(operations.get().run(runId));
    }

    /**
     * Cancels a run, and returns it. It may take some time to stop.
     *
     * @param initiator who cancels the run, for its report; {@code null} for a client that does not tell
     * @throws NotFoundException if there is no such run
     * @throws InvalidOptionException if the initiator is not a short text
     * @throws io.tourbus.run.RunEndedException if the run has ended
     */
    public RunView cancel(@Header("run") String runId, @Header("initiator") String initiator) {
        if (initiator != null && !CANCELLER.matcher(initiator).matches()) {
            throw new InvalidOptionException(
                    "The parameter initiator is not valid. Use 1 to 100 printable characters.");
        }
        run(runId);
        runManager.cancel(runId, initiator == null ? "HTTP API" : initiator);
        return run(runId);
    }

    private RunView view(Optional<RunView> found) {
        var run = found.orElseThrow(NotFoundException::noRun);
        return underWay().stream()
                .filter(active -> active.runId().equals(run.runId()))
                .findFirst()
                .map(active -> run.active(active, runManager.progress()))
                .orElse(run);
    }

    /** The completeness of each query, from the last report of each job; the latest report first. */
    public List<QueryView> completeness() {
        return Stream.of(Job.values())
                .flatMap(job -> lastReported(state.runs(), job.label()).stream())
                .sorted(Comparator.comparing(KnownRun::started).reversed())
                .flatMap(run -> RunReport.read(run.report().orElseThrow()).queries().stream()
                        .map(query -> new QueryView(run.job(), run.runId(), query)))
                .toList();
    }

    /** The last report of a job, as JSON. */
    public Optional<String> lastReport(String job) {
        return lastReported(state.runs(), job).flatMap(KnownRun::report);
    }

    /** The newest run of a job with a report; empty if none of its last ten runs has one. */
    public static Optional<KnownRun> lastReported(RunRepository runs, String job) {
        return runs.latest(Optional.of(job), 10).stream()
                .filter(run -> run.report().isPresent())
                .findFirst();
    }

    /** Responds to a request that failed. */
    public void fail(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        var response = RequestFailure.of(failure).log(failure);
        var message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, response.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(new JsonObject().put("error", response.message()).encode());
    }
}
