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
import io.tourbus.state.RunRepository.KnownRun;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Answers what is asked over HTTP of jobs, runs and dead letters. Times are ISO 8601 in UTC. */
public final class AdminApi {

    private static final int MOST = 500;

    /** What went wrong with a request, in one line. */
    public record Problem(@JsonProperty("error") String error) {}

    /** A run that has been started. */
    public record Accepted(
            @JsonProperty("run_id") String runId,
            @JsonProperty("address") String address) {}

    /**
     * A run in a list.
     *
     * @param status {@code complete}, {@code partial}, {@code failed}, or {@code unfinished}
     * @param requests and what follows: null while it has no report
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
            @JsonProperty("dead_letters") Long deadLetters) {}

    /** A run; its report is what the log has of it too. */
    public record RunView(
            @JsonProperty("run_id") String runId,
            @JsonProperty("job") String job,
            @JsonProperty("started_at") String startedAt,
            @JsonProperty("status") String status,
            @JsonProperty("report") @JsonRawValue String report) {}

    /** What the last run of a job that has ended said of a query. */
    public record QueryView(
            @JsonProperty("job") String job,
            @JsonProperty("run_id") String runId,
            @JsonProperty("query") RunReport.QueryLine query) {}

    /** A dead letter, without what is in it. */
    public record LetterLine(
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

    /** Dead letters: how many wait, and the first of them. */
    public record Letters(
            @JsonProperty("count") long count,
            @JsonProperty("letters") List<LetterLine> letters) {}

    private final RunManager jobs;
    private final Schedules schedules;
    private final RunRepository runs;
    private final DeadLetterRepository letters;

    public AdminApi(RunManager jobs, Schedules schedules, RunRepository runs, DeadLetterRepository letters) {
        this.jobs = jobs;
        this.schedules = schedules;
        this.runs = runs;
        this.letters = letters;
    }

    public List<Schedules.Line> jobs() {
        return schedules.all();
    }

    /** @throws NotFoundException when the job has no schedule */
    public Schedules.Line job(String label) {
        return schedules.describe(scheduled(label));
    }

    /** The runs under way. */
    public List<RunProgress> underWay() {
        return jobs.active();
    }

    /** The run of a job that is under way. */
    public Optional<RunProgress> running(String job) {
        return underWay().stream().filter(run -> run.job().equals(job)).findFirst();
    }

    /** @throws NotFoundException when the job has no schedule */
    public Schedules.Line pause(@Header("job") String job) {
        return schedules.pause(scheduled(job));
    }

    /** @throws NotFoundException when the job has no schedule */
    public Schedules.Line resume(@Header("job") String job) {
        return schedules.resume(scheduled(job));
    }

    /**
     * The job, if it may be started by hand.
     *
     * @throws NotFoundException when it may not
     */
    public String startable(@Header("job") String job) {
        return scheduled(job).label();
    }

    private static Job scheduled(String label) {
        return Stream.of(Job.values())
                .filter(Job::scheduled)
                .filter(job -> job.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("there is no job '%s' with a schedule".formatted(label)));
    }

    public Accepted accepted(@Variable("run") Run run) {
        return new Accepted(run.id(), "/api/runs/" + run.id());
    }

    /** The runs that began last, the last one first. */
    public List<RunLine> runs(@Header("job") String job, @Header("limit") Integer limit) {
        return runs.latest(Optional.ofNullable(job), atMost(limit)).stream()
                .map(AdminApi::line)
                .toList();
    }

    private static int atMost(Integer limit) {
        return limit == null ? 50 : Math.max(1, Math.min(limit, MOST));
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
                sum(report, "dead_letters"));
    }

    private static Long sum(Optional<RunReport> report, String count) {
        return report.map(of -> of.sum(count)).orElse(null);
    }

    /** @throws NotFoundException when there is no such run */
    public RunView run(@Header("run") String runId) {
        var run = runs.find(runId).orElseThrow(() -> new NotFoundException("there is no run '%s'".formatted(runId)));
        return new RunView(
                run.runId(),
                run.job(),
                run.started().toString(),
                run.status(),
                run.report().orElse("null"));
    }

    /** What the sources say there is and what came of it, by what each job's last run with a report says. */
    public List<QueryView> completeness() {
        return Stream.of(Job.values())
                .flatMap(job -> lastEnded(job.label()).stream())
                .sorted(Comparator.comparing(KnownRun::started).reversed())
                .flatMap(run -> RunReport.read(run.report().orElseThrow()).queries().stream()
                        .map(query -> new QueryView(run.job(), run.runId(), query)))
                .toList();
    }

    /** The report of the last run of a job that has ended, as JSON. */
    public Optional<String> lastReport(String job) {
        return lastEnded(job).flatMap(KnownRun::report);
    }

    private Optional<KnownRun> lastEnded(String job) {
        return runs.latest(Optional.of(job), 10).stream()
                .filter(run -> run.report().isPresent())
                .findFirst();
    }

    public Letters deadLetters(@Header("limit") Integer limit) {
        return new Letters(
                letters.count(),
                letters.after(0, atMost(limit)).stream().map(AdminApi::line).toList());
    }

    private static LetterLine line(StoredDeadLetter stored) {
        var letter = stored.letter();
        return new LetterLine(
                stored.id(),
                letter.stage().name().toLowerCase(Locale.ROOT),
                letter.runId(),
                letter.source(),
                letter.entity(),
                letter.target(),
                letter.reason(),
                letter.retryable(),
                letter.attempts(),
                letter.at().toString());
    }

    /** What a caller is told of a request that failed. */
    public Problem problem(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        return new Problem(
                String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }

    /** What changes from second to second, by name. */
    public Map<String, Object> status() {
        return Map.of("under_way", underWay(), "jobs", jobs(), "dead_letters", letters.count());
    }
}
