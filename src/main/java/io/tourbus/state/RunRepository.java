package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores all runs with their reports. */
public final class RunRepository {

    /** A new run ends all others of its job. A run that has not ended is therefore in progress if the lock of its job is valid. */
    private static final String STATUS = """
            CASE WHEN status IS NOT NULL THEN status
                WHEN EXISTS (SELECT 1 FROM run_locks WHERE run_locks.job = runs.job AND ends > CURRENT_TIMESTAMP)
                    THEN CASE WHEN phase = 'running' THEN 'running' ELSE 'stopping' END
                WHEN cancelled_at IS NOT NULL THEN 'cancelled'
                WHEN phase = 'stopped' THEN 'unfinished'
                ELSE 'died' END""";

    /** There is at most one unfinished run of each job. */
    private static final int MAX_UNFINISHED = 100;

    private final Transactions transactions;

    RunRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Stores a new run of a job. All unfinished runs of the job get the status {@code not resumed}, even those with a later
     * start time, unless they are cancelled.
     *
     * @param events the period whose events the run reads
     */
    public void begin(String runId, String job, Instant started, TimeSpan events, RunFingerprint fingerprint) {
        transactions.write(database -> {
            database.createUpdate("""
                            UPDATE runs SET ended_at = :started,
                                status = CASE WHEN cancelled_at IS NULL THEN 'not resumed' ELSE 'cancelled' END
                            WHERE job = :job AND ended_at IS NULL""").bind("job", job).bind("started", started).execute();
            return database.createUpdate("""
                            INSERT INTO runs (run_id, job, started_at, events_from, events_until, asked_dates, asked_rest)
                            VALUES (:run, :job, :started, :from, :until, :dates, :rest)""")
                    .bindMethods(fingerprint)
                    .bindMethods(events)
                    .bind("run", runId)
                    .bind("job", job)
                    .bind("started", started)
                    .execute();
        });
    }

    /** Stores how a run was started. */
    public void startedBy(String runId, RunOrigin origin) {
        transactions.write(database -> database.createUpdate(
                        "UPDATE runs SET initiator = :initiator, options = :options, settings = :settings WHERE run_id = :run")
                .bindMethods(origin)
                .bind("run", runId)
                .execute());
    }

    /** Returns the latest run of a job that is unfinished. */
    public Optional<KnownRun> unfinished(String job) {
        return select("job = :job AND ended_at IS NULL", Map.of("job", job), 1).stream()
                .findFirst();
    }

    /**
     * Stores the end of a run, and deletes the slices of all ended runs of its job. Those of a cancelled run stay until the next
     * run ends, because it can be {@linkplain #reopen resumed} until then.
     *
     * @param report JSON
     */
    public void end(String runId, String status, String report, Instant now) {
        transactions.write(database -> {
            database.createUpdate(
                            "UPDATE runs SET ended_at = :now, status = :status, report = :report WHERE run_id = :run")
                    .bind("report", report)
                    .bind("run", runId)
                    .bind("status", status)
                    .bind("now", now)
                    .execute();
            return SliceRepository.deleteOfEndedRuns(database, runId, status);
        });
    }

    /** Records who cancelled a run that has not ended. @return false if it has ended, or was cancelled before */
    public boolean cancel(String runId, Cancellation cancellation) {
        return transactions.write(database -> database.createUpdate("""
                        UPDATE runs SET cancelled_at = :at, cancelled_by = :by, phase = 'stopping'
                        WHERE run_id = :run AND ended_at IS NULL AND cancelled_at IS NULL""")
                        .bindMethods(cancellation)
                        .bind("run", runId)
                        .execute())
                > 0;
    }

    /** Records that a run starts no more slices. */
    public void stopping(String runId) {
        setPhase(runId, "stopping");
    }

    /** Records that a run was stopped before its end, and can be resumed. */
    public void stopped(String runId) {
        setPhase(runId, "stopped");
    }

    private void setPhase(String runId, String phase) {
        transactions.write(database -> database.createUpdate("UPDATE runs SET phase = :phase WHERE run_id = :run")
                .bind("phase", phase)
                .bind("run", runId)
                .execute());
    }

    /** Records that a run is resumed that died, was stopped or was cancelled. Called by the holder of the lock of its job. */
    public void reopen(String runId) {
        transactions.write(
                database -> database.createUpdate("""
                        UPDATE runs SET deaths = CASE WHEN phase = 'stopped' OR cancelled_at IS NOT NULL THEN 0 ELSE deaths + 1 END,
                            phase = 'running', cancelled_at = NULL, cancelled_by = NULL, ended_at = NULL, status = NULL,
                            report = NULL
                        WHERE run_id = :run""").bind("run", runId).execute());
    }

    /** Returns the runs that started last, newest first. @param job restricts the result to one job */
    public List<KnownRun> latest(Optional<String> job, int limit) {
        return job.map(label -> select("job = :job", Map.of("job", label), limit))
                .orElseGet(() -> select("TRUE", Map.of(), limit));
    }

    /** Returns the runs that match a filter, newest first. */
    public List<KnownRun> find(RunFilter filter) {
        Map<String, Object> parameters = new HashMap<>();
        List<String> conditions = new ArrayList<>(List.of("TRUE"));
        filter.job().ifPresent(job -> {
            conditions.add("job = :job");
            parameters.put("job", job);
        });
        filter.status().ifPresent(status -> {
            conditions.add("(%s) = :status".formatted(STATUS));
            parameters.put("status", status);
        });
        filter.since().ifPresent(since -> {
            conditions.add("started_at >= :since");
            parameters.put("since", since);
        });
        filter.before().ifPresent(before -> {
            conditions.add("(started_at, run_id) < (SELECT started_at, run_id FROM runs WHERE run_id = :before)");
            parameters.put("before", before);
        });
        return select(String.join(" AND ", conditions), parameters, filter.limit());
    }

    /**
     * @param since the earliest start
     * @param before the ID of a run; only runs that started earlier match
     */
    public record RunFilter(
            Optional<String> job,
            Optional<String> status,
            Optional<Instant> since,
            Optional<String> before,
            int limit) {

        /** The statuses that a run can have, see {@link KnownRun}. */
        public static final List<String> STATUSES = List.of(
                "running",
                "stopping",
                "unfinished",
                "died",
                "complete",
                "partial",
                "failed",
                "cancelled",
                "not resumed");

        public static RunFilter latest(int limit) {
            return new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
        }
    }

    public Optional<KnownRun> find(String runId) {
        return select("run_id = :run", Map.of("run", runId), 1).stream().findFirst();
    }

    /** Returns the runs whose process died, and that were neither resumed nor replaced by another run of their job. */
    public List<KnownRun> died() {
        return select("ended_at IS NULL", Map.of(), MAX_UNFINISHED).stream()
                .filter(run -> run.status().equals("died"))
                .toList();
    }

    /** Returns the runs of a job with this status that started last, newest first. */
    public List<KnownRun> latest(String job, String status, int limit) {
        return select("job = :job AND status = :status", Map.of("job", job, "status", status), limit);
    }

    /** Returns the runs that have to stop because they were cancelled, by any process. */
    public Map<String, Cancellation> cancelled() {
        return transactions.read(database -> database.createQuery("""
                        SELECT run_id, cancelled_by, cancelled_at FROM runs
                        WHERE ended_at IS NULL AND cancelled_at IS NOT NULL""")
                .setMapKeyColumn("run_id")
                .collectInto(new GenericType<Map<String, Cancellation>>() {}));
    }

    private List<KnownRun> select(String condition, Map<String, ?> parameters, int limit) {
        return transactions.read(database -> database.createQuery("""
                        SELECT run_id, job, started_at, %s AS status, report, events_from, events_until, asked_dates, asked_rest,
                            cancelled_by, cancelled_at, deaths, initiator, options, settings
                        FROM runs WHERE %s
                        ORDER BY started_at DESC, run_id DESC FETCH FIRST %d ROWS ONLY""".formatted(STATUS, condition, limit))
                .bindMap(parameters)
                .mapTo(KnownRun.class)
                .list());
    }

    /**
     * Returns the times of the last run of each job, by job label.
     *
     * @param complete the status that marks a complete run
     */
    public Map<String, LastRun> last(String complete) {
        return transactions.read(database -> database.createQuery("""
                        SELECT job, MAX(started_at) AS began, MAX(CASE WHEN status = :complete THEN ended_at END) AS complete
                        FROM runs GROUP BY job""")
                .bind("complete", complete)
                .setMapKeyColumn("job")
                .collectInto(new GenericType<Map<String, LastRun>>() {}));
    }

    /** Deletes the runs that ended before this instant. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM runs WHERE ended_at < :before")
                .bind("before", before)
                .execute());
    }

    /** Returns whether a run has ended with a report, so that its manifest should be in the lake. */
    public boolean hasReports() {
        return transactions.count("runs WHERE report IS NOT NULL") > 0;
    }

    /**
     * A finished or unfinished run.
     *
     * @param status one of {@link RunFilter#STATUSES}; {@code unfinished} if it was stopped and can be resumed
     * @param report JSON; empty until the run ends
     * @param events the period whose events it reads; empty if an earlier version of Tourbus started it
     * @param fingerprint of its options; empty if an earlier version of Tourbus started it
     * @param deaths how often it was resumed because its process had died
     * @param origin empty if an earlier version of Tourbus started it
     */
    public record KnownRun(
            String runId,
            String job,
            @ColumnName("started_at") Instant started,
            String status,
            Optional<String> report,
            @Nested Optional<TimeSpan> events,
            @Nested Optional<RunFingerprint> fingerprint,
            @Nested Optional<Cancellation> cancellation,
            int deaths,
            @Nested Optional<RunOrigin> origin) {

        /** Returns whether the run was cancelled. It is then resumed only on request. */
        public boolean cancelled() {
            return cancellation.isPresent();
        }

        /** Returns whether the run has this fingerprint, or none. */
        public boolean matches(RunFingerprint other) {
            return fingerprint.map(other::equals).orElse(true);
        }
    }

    /**
     * Who cancelled a run, and when.
     *
     * @param by such as {@code page}
     */
    @PropagateNull("cancelled_at")
    public record Cancellation(
            @ColumnName("cancelled_by") String by,
            @ColumnName("cancelled_at") Instant at) {}

    /**
     * The times of a job's last runs.
     *
     * @param began when the last run started, whatever its trigger and status
     * @param complete when the last complete run ended; empty if there is none
     */
    public record LastRun(Instant began, Optional<Instant> complete) {}

    /**
     * The options that decide what a run reads. A run is only resumed with the same options.
     *
     * @param dates the dates of the events as the user entered them, not those of a window relative to the current day
     * @param rest a hash of all other options and settings that decide what the run reads
     */
    @PropagateNull("asked_rest")
    public record RunFingerprint(
            @ColumnName("asked_dates") String dates,
            @ColumnName("asked_rest") String rest) {

        public RunFingerprint withDates(String otherDates) {
            return new RunFingerprint(otherDates, rest);
        }
    }

    /**
     * A half-open interval.
     *
     * @param from inclusive
     * @param until exclusive
     */
    @PropagateNull("events_from")
    public record TimeSpan(
            @ColumnName("events_from") Instant from,
            @ColumnName("events_until") Instant until) {}
}
