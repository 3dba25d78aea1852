package io.tourbus.state;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.core.result.RowView;

/** Stores all runs with their reports, and the progress of unfinished runs so that they can be resumed. */
public final class RunRepository {

    private final Transactions transactions;
    private final DeliveredHashes hashes;

    RunRepository(Transactions transactions, DeliveredHashes hashes) {
        this.transactions = transactions;
        this.hashes = hashes;
    }

    /**
     * Stores a new run of a job. All unfinished runs of the job get the status {@code not resumed}, even those with a later
     * start time.
     *
     * @param events the period whose events the run reads
     */
    public void begin(String runId, String job, Instant started, TimeSpan events, RunFingerprint fingerprint) {
        transactions.write(database -> {
            database.createUpdate(
                            "UPDATE runs SET ended_at = :started, status = :left WHERE job = :job AND ended_at IS NULL")
                    .bind("job", job)
                    .bind("started", started)
                    .bind("left", "not resumed")
                    .execute();
            return database.createUpdate("""
                            INSERT INTO runs (run_id, job, started_at, events_from, events_until, asked_dates, asked_rest)
                            VALUES (:run, :job, :started, :from, :until, :dates, :rest)""")
                    .bind("dates", fingerprint.dates())
                    .bind("rest", fingerprint.rest())
                    .bind("from", events.from())
                    .bind("until", events.until())
                    .bind("run", runId)
                    .bind("job", job)
                    .bind("started", started)
                    .execute();
        });
    }

    /** Returns the latest run of a job if it is unfinished. */
    public Optional<OpenRun> unfinished(String job) {
        return transactions.read(database -> database.createQuery("""
                        SELECT run_id, job, started_at, events_from, events_until, asked_dates, asked_rest FROM runs
                        WHERE job = :job AND ended_at IS NULL
                        ORDER BY started_at DESC, run_id DESC FETCH FIRST 1 ROWS ONLY""")
                .bind("job", job)
                .map(row -> new OpenRun(
                        row.getColumn("run_id", String.class),
                        row.getColumn("job", String.class),
                        row.getColumn("started_at", Instant.class),
                        events(row),
                        fingerprint(row)))
                .findOne());
    }

    private static Optional<RunFingerprint> fingerprint(RowView row) {
        return Optional.ofNullable(row.getColumn("asked_rest", String.class))
                .map(rest -> new RunFingerprint(row.getColumn("asked_dates", String.class), rest));
    }

    private static Optional<TimeSpan> events(RowView row) {
        return Optional.ofNullable(row.getColumn("events_from", Instant.class))
                .map(from -> new TimeSpan(from, row.getColumn("events_until", Instant.class)));
    }

    /**
     * Stores the end of a run, and deletes the slices of all ended runs of its job.
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
            return database.createUpdate("""
                            DELETE FROM run_slices WHERE run_id IN (
                                SELECT other.run_id FROM runs AS other
                                JOIN runs AS ended ON ended.job = other.job
                                WHERE ended.run_id = :run AND other.ended_at IS NOT NULL)""").bind("run", runId).execute();
        });
    }

    /** Returns the runs that started last, newest first. @param job restricts the result to one job */
    public List<KnownRun> latest(Optional<String> job, int limit) {
        return job.map(label -> select("job = :job", Map.of("job", label), limit))
                .orElseGet(() -> select("TRUE", Map.of(), limit));
    }

    public Optional<KnownRun> find(String runId) {
        return select("run_id = :run", Map.of("run", runId), 1).stream().findFirst();
    }

    /** Returns the runs of a job with this status that started last, newest first. */
    public List<KnownRun> latest(String job, String status, int limit) {
        return select("job = :job AND status = :status", Map.of("job", job, "status", status), limit);
    }

    private List<KnownRun> select(String condition, Map<String, String> parameters, int limit) {
        return transactions.read(database -> database.createQuery("""
                        SELECT run_id, job, started_at, events_from, events_until, status, report FROM runs WHERE %s
                        ORDER BY started_at DESC, run_id DESC FETCH FIRST %d ROWS ONLY""".formatted(condition, limit))
                .bindMap(parameters)
                .map(row -> new KnownRun(
                        row.getColumn("run_id", String.class),
                        row.getColumn("job", String.class),
                        row.getColumn("started_at", Instant.class),
                        Optional.ofNullable(row.getColumn("status", String.class))
                                .orElse("unfinished"),
                        Optional.ofNullable(row.getColumn("report", String.class)),
                        events(row)))
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
                .reduceRows(new HashMap<>(), (last, row) -> {
                    last.put(
                            row.getColumn("job", String.class),
                            new LastRun(
                                    row.getColumn("began", Instant.class),
                                    Optional.ofNullable(row.getColumn("complete", Instant.class))));
                    return last;
                }));
    }

    /** Deletes the runs that ended before this instant. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM runs WHERE ended_at < :before")
                .bind("before", before)
                .execute());
    }

    /** Stores a slice before its delivery begins, so that a resumed run delivers exactly the same slice again. */
    public void delivering(String runId, StoredSlice slice) {
        transactions.writeThrough(
                database -> slice.bind(database.createUpdate("""
                        MERGE INTO run_slices AS known
                        USING (VALUES (CAST(:run AS VARCHAR), %s)) AS told (run_id, %s)
                        ON known.run_id = told.run_id AND known.name = told.name
                        WHEN NOT MATCHED THEN
                            INSERT (run_id, %2$s, done, said, received, came)
                            VALUES (told.run_id, told.source, told.entity, told.query, told.via, told.name,
                                    told.parameters, told.ids, FALSE, 0, 0, 0)""".formatted(StoredSlice.VALUES, StoredSlice.COLUMNS)))
                        .bind("run", runId)
                        .execute());
    }

    /**
     * Marks a slice as delivered to all sinks, and stores the hashes of its records in the same transaction.
     *
     * @param recordHashes the hash of each record by its identity
     */
    public void done(String runId, SliceProgress slice, Map<String, String> recordHashes, Instant now) {
        transactions.write(database -> {
            hashes.put(database, recordHashes, new Delivery(runId, slice.slice().name()), now);
            return database.createUpdate("""
                            UPDATE run_slices SET done = TRUE, said = :said, received = :received, came = :came
                            WHERE run_id = :run AND name = :name""")
                    .bind("run", runId)
                    .bind("name", slice.slice().name())
                    .bind("said", slice.reportedTotal())
                    .bind("received", slice.received())
                    .bind("came", slice.unique())
                    .execute();
        });
    }

    /** Returns the slices of a run whose delivery has begun. */
    public List<SliceProgress> slices(String runId) {
        return transactions.read(database -> database.createQuery(
                        "SELECT %s, done, said, received, came FROM run_slices WHERE run_id = :run ORDER BY name"
                                .formatted(StoredSlice.COLUMNS))
                .bind("run", runId)
                .mapTo(SliceProgress.class)
                .list());
    }

    /**
     * A finished or unfinished run.
     *
     * @param status {@code unfinished} while it is running, or if its process died
     * @param report JSON; empty until the run ends
     * @param events the period whose events it reads; empty if an earlier version of Tourbus started it
     */
    public record KnownRun(
            String runId,
            String job,
            Instant started,
            String status,
            Optional<String> report,
            Optional<TimeSpan> events) {}

    /**
     * The times of a job's last runs.
     *
     * @param began when the last run started, whatever its trigger and status
     * @param complete when the last complete run ended; empty if there is none
     */
    public record LastRun(Instant began, Optional<Instant> complete) {}

    /**
     * The progress of a slice whose delivery has begun.
     *
     * @param done whether all sinks have accepted the slice
     * @param reportedTotal the number of entities that the API reported
     * @param received the number of entities received, duplicates included
     * @param unique the number of entities received, without duplicates
     */
    public record SliceProgress(
            @Nested StoredSlice slice,
            boolean done,
            @ColumnName("said") long reportedTotal,
            long received,
            @ColumnName("came") long unique) {}

    /**
     * The options that decide what a run reads. A run is only resumed with the same options.
     *
     * @param dates the dates of the events as the user entered them, not those of a window relative to the current day
     * @param rest a hash of all other options and settings that decide what the run reads
     */
    public record RunFingerprint(String dates, String rest) {

        public RunFingerprint on(String otherDates) {
            return new RunFingerprint(otherDates, rest);
        }
    }

    /**
     * An unfinished run: it is running, or its process died.
     *
     * @param events the period whose events it reads; empty if an earlier version of Tourbus started it
     * @param asked the fingerprint of its options; empty if an earlier version of Tourbus started it
     */
    public record OpenRun(
            String runId, String job, Instant started, Optional<TimeSpan> events, Optional<RunFingerprint> asked) {

        /** Returns whether the run has this fingerprint, or none. */
        public boolean answers(RunFingerprint fingerprint) {
            return asked.map(fingerprint::equals).orElse(true);
        }
    }
}
