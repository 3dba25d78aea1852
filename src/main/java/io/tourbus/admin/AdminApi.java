package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tourbus.job.Job;
import io.tourbus.run.Run;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunProgress;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.DeadLetterRepository;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.Cancellation;
import io.tourbus.state.RunRepository.KnownRun;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** The jobs, runs and dead letters of the HTTP API and of JMX. Times are in ISO 8601 and UTC. */
public final class AdminApi {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final Pattern RUN_ID = Pattern.compile("[\\w-]{1,100}");
    private static final Pattern INITIATOR = Pattern.compile("\\P{C}{1,100}");

    /** A job, run or route does not exist. The message is one line for the user. */
    static final class NotFoundException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotFoundException(String message) {
            super(message);
        }
    }

    /** A parameter of the request is not valid. The message is one line for the user. */
    static final class BadRequestException extends RuntimeException {

        private static final long serialVersionUID = 1;

        BadRequestException(String message) {
            super(message);
        }
    }

    /** The body of a request that started a run. */
    public record Accepted(
            @JsonProperty("run_id") String runId,
            @JsonProperty("address") String address) {}

    /**
     * A run in a list.
     *
     * @param status {@code complete}, {@code partial}, {@code failed}, {@code cancelled} or {@code not resumed}; or that of a run that
     *     has not ended, see {@link KnownRun}
     * @param durationMillis null while the run has no report, like the counts
     */
    public record RunLine(
            @JsonProperty("run_id") String runId,
            @JsonProperty("job") String job,
            @JsonProperty("started_at") String startedAt,
            @JsonProperty("status") String status,
            @JsonProperty("duration_ms") Long durationMillis,
            @JsonProperty("requests") Long requests,
            @JsonProperty("lake_records") Long lakeRecords,
            @JsonProperty("stream_records") Long streamRecords,
            @JsonProperty("rejected") Long rejected,
            @JsonProperty("missing") Long missing,
            @JsonProperty("dead_letters") Long deadLetters,
            @JsonProperty("cancelled_by") String cancelledBy) {}

    /** A run with its report, which is JSON, and {@code null} while the run is in progress. */
    public record RunView(
            @JsonProperty("run_id") String runId,
            @JsonProperty("job") String job,
            @JsonProperty("started_at") String startedAt,
            @JsonProperty("status") String status,
            @JsonProperty("cancelled_by") String cancelledBy,
            @JsonProperty("report") @JsonRawValue String report) {}

    /** The completeness of a query in the last report of a job. */
    public record QueryView(
            @JsonProperty("job") String job,
            @JsonProperty("run_id") String runId,
            @JsonProperty("query") RunReport.QueryLine query) {}

    /** A dead letter without its payload. */
    public record DeadLetterLine(
            @JsonProperty("id") long id,
            @JsonProperty("stage") String stage,
            @JsonProperty("run_id") String runId,
            @JsonProperty("source") String source,
            @JsonProperty("entity") String entity,
            @JsonProperty("target") String target,
            @JsonProperty("reason") String reason,
            @JsonProperty("passing") boolean passing,
            @JsonProperty("attempts") int attempts,
            @JsonProperty("at") String at) {}

    /** The number of dead letters, and the first of them. */
    public record DeadLetters(
            @JsonProperty("count") long count,
            @JsonProperty("letters") List<DeadLetterLine> letters) {}

    private final RunManager runManager;
    private final Schedules schedules;
    private final RunRepository runs;
    private final DeadLetterRepository deadLetters;

    public AdminApi(RunManager runManager, Schedules schedules, RunRepository runs, DeadLetterRepository deadLetters) {
        this.runManager = runManager;
        this.schedules = schedules;
        this.runs = runs;
        this.deadLetters = deadLetters;
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
     * The label of a job that the API may start.
     *
     * @throws NotFoundException if there is no such job, or it has no schedule
     */
    public String startable(@Header("job") String job) {
        return scheduled(job).label();
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
     * The latest runs, newest first.
     *
     * @throws NotFoundException if there is no such job
     * @throws BadRequestException if the limit is not a number
     */
    public List<RunLine> runs(@Header("job") String job, @Header("limit") String limit) {
        if (job != null && Stream.of(Job.values()).map(Job::label).noneMatch(job::equals)) {
            throw new NotFoundException("There is no such job. List the jobs with GET /api/jobs.");
        }
        return runs.latest(Optional.ofNullable(job), boundedLimit(limit)).stream()
                .map(AdminApi::line)
                .toList();
    }

    private static int boundedLimit(String limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (!limit.matches("\\d{1,9}")) {
            throw new BadRequestException("The parameter limit is not a number. Use 1 to %d.".formatted(MAX_LIMIT));
        }
        return Math.max(1, Math.min(Integer.parseInt(limit), MAX_LIMIT));
    }

    private static RunLine line(KnownRun run) {
        var report = run.report().map(RunReport::read);
        return new RunLine(
                run.runId(),
                run.job(),
                run.started().toString(),
                run.status(),
                report.map(RunReport::durationMillis).orElse(null),
                sum(report, "requests"),
                sum(report, "lake_records"),
                sum(report, "stream_records"),
                sum(report, "rejected"),
                sum(report, "missing"),
                sum(report, "dead_letters"),
                cancelledBy(run));
    }

    private static String cancelledBy(KnownRun run) {
        return run.cancellation().map(Cancellation::by).orElse(null);
    }

    private static Long sum(Optional<RunReport> report, String count) {
        return report.map(known -> known.sum(count)).orElse(null);
    }

    /** @throws NotFoundException if there is no such run */
    public RunView run(@Header("run") String runId) {
        return view(find(runId));
    }

    private KnownRun find(String runId) {
        return Optional.of(runId)
                .filter(id -> RUN_ID.matcher(id).matches())
                .flatMap(runs::find)
                .orElseThrow(() -> new NotFoundException("There is no such run. List the runs with GET /api/runs."));
    }

    private static RunView view(KnownRun run) {
        return new RunView(
                run.runId(),
                run.job(),
                run.started().toString(),
                run.status(),
                cancelledBy(run),
                run.report().orElse("null"));
    }

    /**
     * Cancels a run, and returns it. It may take some time to stop.
     *
     * @param initiator who cancels the run, for its report; {@code null} for a client that does not tell
     * @throws NotFoundException if there is no such run
     * @throws BadRequestException if the initiator is not a short text
     * @throws io.tourbus.run.RunEndedException if the run has ended
     */
    public RunView cancel(@Header("run") String runId, @Header("initiator") String initiator) {
        if (initiator != null && !INITIATOR.matcher(initiator).matches()) {
            throw new BadRequestException("The parameter initiator is not valid. Use 1 to 100 printable characters.");
        }
        return view(runManager.cancel(find(runId).runId(), initiator == null ? "HTTP API" : initiator));
    }

    /** The completeness of each query, from the last report of each job; the latest report first. */
    public List<QueryView> completeness() {
        return Stream.of(Job.values())
                .flatMap(job -> lastEnded(job.label()).stream())
                .sorted(Comparator.comparing(KnownRun::started).reversed())
                .flatMap(run -> RunReport.read(run.report().orElseThrow()).queries().stream()
                        .map(query -> new QueryView(run.job(), run.runId(), query)))
                .toList();
    }

    /** The last report of a job, as JSON. */
    public Optional<String> lastReport(String job) {
        return lastEnded(job).flatMap(KnownRun::report);
    }

    private Optional<KnownRun> lastEnded(String job) {
        return runs.latest(Optional.of(job), 10).stream()
                .filter(run -> run.report().isPresent())
                .findFirst();
    }

    /** @throws BadRequestException if the limit is not a number */
    public DeadLetters deadLetters(@Header("limit") String limit) {
        return new DeadLetters(
                deadLetters.count(),
                deadLetters.after(0, boundedLimit(limit)).stream()
                        .map(AdminApi::line)
                        .toList());
    }

    private static DeadLetterLine line(StoredDeadLetter stored) {
        var deadLetter = stored.letter();
        return new DeadLetterLine(
                stored.id(),
                deadLetter.stage().label(),
                deadLetter.runId(),
                deadLetter.source(),
                deadLetter.entity(),
                deadLetter.target(),
                deadLetter.reason(),
                deadLetter.retryable(),
                deadLetter.attempts(),
                deadLetter.at().toString());
    }

    /** Responds to a request that failed. */
    public void fail(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        var response = RequestFailure.of(failure).log(failure);
        var message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, response.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(new JsonObject().put("error", response.message()).encode());
    }

    /** The status that clients of {@code /api/events} receive every second. */
    public Map<String, Object> status() {
        return Map.of("under_way", underWay(), "jobs", jobs(), "dead_letters", deadLetters.count());
    }
}
