package io.tourbus.state;

import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.result.RowView;

/** The runs, and how far those have come that have not ended. */
public final class RunRepository {

    private static final String NOT_RESUMED = "not resumed";

    private final Transactions transactions;
    private final DeliveredHashes hashes;

    RunRepository(Transactions transactions, DeliveredHashes hashes) {
        this.transactions = transactions;
        this.hashes = hashes;
    }

    /**
     * A run of a job begins: earlier ones that have not ended are not to be resumed any more, whatever the clock said then.
     *
     * @param events from when to when it wants them
     */
    public void begin(String runId, String job, Instant started, TimeSpan events, RunFingerprint asked) {
        transactions.write(database -> {
            database.createUpdate(
                            "UPDATE runs SET ended_at = :started, status = :left WHERE job = :job AND ended_at IS NULL")
                    .bind("job", job)
                    .bind("started", started)
                    .bind("left", NOT_RESUMED)
                    .execute();
            return database.createUpdate("""
                            INSERT INTO runs (run_id, job, started_at, events_from, events_until, asked_dates, asked_rest)
                            VALUES (:run, :job, :started, :from, :until, :dates, :rest)""")
                    .bind("dates", asked.dates())
                    .bind("rest", asked.rest())
                    .bind("from", events.from())
                    .bind("until", events.until())
                    .bind("run", runId)
                    .bind("job", job)
                    .bind("started", started)
                    .execute();
        });
    }

    /** The run of a job that has not ended. */
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
                        asked(row)))
                .findOne());
    }

    private static Optional<RunFingerprint> asked(RowView row) {
        return Optional.ofNullable(row.getColumn("asked_rest", String.class))
                .map(rest -> new RunFingerprint(row.getColumn("asked_dates", String.class), rest));
    }

    private static Optional<TimeSpan> events(RowView row) {
        return Optional.ofNullable(row.getColumn("events_from", Instant.class))
                .map(from -> new TimeSpan(from, row.getColumn("events_until", Instant.class)));
    }

    /**
     * A run has ended, however it went; its slices are forgotten, and those of earlier runs of its job.
     *
     * @param report as JSON
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

    /** The runs that began last, the last one first; with a job, only its own. */
    public List<KnownRun> latest(Optional<String> job, int most) {
        return job.map(label -> known("job = :job", Map.of("job", label), most))
                .orElseGet(() -> known("TRUE", Map.of(), most));
    }

    public Optional<KnownRun> find(String runId) {
        return known("run_id = :run", Map.of("run", runId), 1).stream().findFirst();
    }

    /** The runs of a job that ended so and began last, the last one first. */
    public List<KnownRun> latest(String job, String status, int most) {
        return known("job = :job AND status = :status", Map.of("job", job, "status", status), most);
    }

    private List<KnownRun> known(String condition, Map<String, String> wanted, int most) {
        return transactions.read(database -> database.createQuery("""
                        SELECT run_id, job, started_at, events_from, events_until, status, report FROM runs WHERE %s
                        ORDER BY started_at DESC, run_id DESC FETCH FIRST %d ROWS ONLY""".formatted(condition, most))
                .bindMap(wanted)
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
     * When each job has run last, by its label.
     *
     * @param complete the status of runs that miss nothing
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

    /** Forgets the runs that ended before then. */
    public void forget(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM runs WHERE ended_at < :before")
                .bind("before", before)
                .execute());
    }

    /** A slice of a run is about to reach the sinks: if the run dies, the very same is to be asked for again. */
    public void delivering(String runId, StoredSlice slice) {
        transactions.writeThrough(database -> SliceColumns.bind(
                        database.createUpdate("""
                        MERGE INTO run_slices AS known
                        USING (VALUES (CAST(:run AS VARCHAR), %s)) AS told (run_id, %s)
                        ON known.run_id = told.run_id AND known.name = told.name
                        WHEN NOT MATCHED THEN
                            INSERT (run_id, %2$s, done, said, received, came)
                            VALUES (told.run_id, told.source, told.entity, told.query, told.via, told.name,
                                    told.parameters, told.ids, FALSE, 0, 0, 0)""".formatted(SliceColumns.VALUES, SliceColumns.NAMES)), slice)
                .bind("run", runId)
                .execute());
    }

    /**
     * Both sinks have all of a slice. Remembers that and the hashes of its records, both or, when it fails, neither.
     *
     * @param records the hash of each record by its identity
     */
    public void done(String runId, SliceProgress slice, Map<String, String> records, Instant now) {
        transactions.write(database -> {
            hashes.put(database, records, new Delivery(runId, slice.slice().name()), now);
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

    /** The slices of a run that may have reached a sink. */
    public List<SliceProgress> slices(String runId) {
        return transactions.read(database -> database.createQuery(
                        "SELECT %s, done, said, received, came FROM run_slices WHERE run_id = :run ORDER BY name"
                                .formatted(SliceColumns.NAMES))
                .bind("run", runId)
                .reduceRows(new ArrayList<SliceProgress>(), (slices, row) -> {
                    slices.add(new SliceProgress(
                            SliceColumns.read(row),
                            row.getColumn("done", Boolean.class),
                            row.getColumn("said", Long.class),
                            row.getColumn("received", Long.class),
                            row.getColumn("came", Long.class)));
                    return slices;
                }));
    }

    /**
     * A run that is known, whether it has ended or not.
     *
     * @param status how it ended; {@code unfinished} where it has not, or its process died
     * @param report as JSON; empty while it has none
     * @param events from when to when it wanted them; empty where an earlier version began it
     */
    public record KnownRun(
            String runId,
            String job,
            Instant started,
            String status,
            Optional<String> report,
            Optional<TimeSpan> events) {}

    /**
     * When a job has run last.
     *
     * @param began whoever started it, and however it went
     * @param complete when the last one ended that was complete; empty when none was
     */
    public record LastRun(Instant began, Optional<Instant> complete) {}

    /**
     * How far a slice of a run has come that may have reached a sink.
     *
     * @param done whether both sinks have all of it
     * @param reportedTotal how many entities its API said there are
     * @param received how many came, repeated ones included
     * @param unique how many different ones came
     */
    public record SliceProgress(StoredSlice slice, boolean done, long reportedTotal, long received, long unique) {}

    /**
     * What a run is asked for.
     *
     * @param dates of the events wanted, as they were said; not those that a window has which moves along
     * @param rest a hash of all else that decides what it asks its sources for
     */
    public record RunFingerprint(String dates, String rest) {

        public RunFingerprint on(String otherDates) {
            return new RunFingerprint(otherDates, rest);
        }
    }

    /**
     * A run that has begun and not ended: it is under way, or its process has died.
     *
     * @param events from when to when it wants them; empty for one that an earlier version began
     * @param asked what it was asked for; empty for one that an earlier version began
     */
    public record OpenRun(
            String runId, String job, Instant started, Optional<TimeSpan> events, Optional<RunFingerprint> asked) {

        /** Whether who asks for this asks for this run; of one of an earlier version that is taken for granted. */
        public boolean answers(RunFingerprint wanted) {
            return asked.map(wanted::equals).orElse(true);
        }
    }
}
