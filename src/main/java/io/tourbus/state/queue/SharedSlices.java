package io.tourbus.state.queue;

import io.tourbus.state.db.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The slices of active runs that several processes read. The owner of a run adds slices and removes them when it has their outcome.
 * Each process claims slices and holds them as long as it renews its lease. All statements of an owner or a holder have no effect when
 * it has been replaced. Leases are compared with the clock of the database.
 */
public final class SharedSlices {

    /** A slice that kills its processes is not read again. */
    public static final int MAX_ATTEMPTS = 3;

    private static final String TAKEN = "this process no longer holds the slice";

    private static final String END = "CURRENT_TIMESTAMP + CAST(:seconds AS INTEGER) * INTERVAL '1' SECOND";

    private static final String FREE =
            "outcome IS NULL AND NOT delivered AND attempts < :max AND (holder IS NULL OR ends < CURRENT_TIMESTAMP)";

    private final Transactions transactions;

    public SharedSlices(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A slice for any process.
     *
     * @param slice JSON
     * @param terms how the run delivers records, as JSON
     * @param asks whether the owner decides after the first page if the slice has to be narrower
     */
    public record NewSlice(String runId, String source, String name, String slice, String terms, boolean asks) {}

    /**
     * The progress of a slice.
     *
     * @param page the first page, if it waits for a decision of the owner
     * @param outcome JSON, if the slice has ended
     * @param delivered whether its records are delivered
     * @param lost whether the last process that is allowed to read it did not renew its lease
     */
    public record Progress(Optional<byte[]> page, Optional<String> outcome, boolean delivered, boolean lost) {}

    /** A slice that this process has claimed. */
    public record Claimed(long sliceId, String runId, String slice, String terms, boolean asks) {}

    /**
     * The decision of the owner about a first page.
     *
     * @param slice the slice to read, as JSON
     * @param asks whether it is narrower, so that its first page needs a decision as well
     * @param waiting whether there is no decision yet
     */
    public record Decision(String slice, boolean asks, boolean waiting) {}

    /** Adds a slice. If a process still reads it for an earlier owner of the run, the new one takes it over. Returns its ID. */
    public long add(NewSlice slice, String owner) {
        return transactions.write(database -> database.createQuery("""
                        INSERT INTO shared_slices (run_id, source, name, slice, terms, asks, owner)
                        VALUES (:runId, :source, :name, :slice, :terms, :asks, :owner)
                        ON CONFLICT (run_id, name) DO UPDATE SET owner = :owner RETURNING slice_id""")
                .bindMethods(slice)
                .bind("owner", owner)
                .mapTo(Long.class)
                .one());
    }

    /** Returns the progress of a slice; empty if it is no longer that of this owner. */
    public Optional<Progress> find(long id, String owner) {
        return transactions.read(database -> database.createQuery("""
                        SELECT page, outcome, delivered, (delivered OR attempts >= :max) AND ends < CURRENT_TIMESTAMP AS lost
                        FROM shared_slices WHERE slice_id = :id AND owner = :owner""")
                .bind("max", MAX_ATTEMPTS)
                .bind("id", id)
                .bind("owner", owner)
                .map(row -> new Progress(
                        Optional.ofNullable(row.getColumn("page", byte[].class)),
                        Optional.ofNullable(row.getColumn("outcome", String.class)),
                        row.getColumn("delivered", Boolean.class),
                        Boolean.TRUE.equals(row.getColumn("lost", Boolean.class))))
                .findOne());
    }

    /** Stores the decision about the first page of a slice: the slice to read instead, or the same one if it is accepted. */
    public void decide(long id, String owner, String name, Decision decision) {
        transactions.write(database -> database.createUpdate("""
                        UPDATE shared_slices SET name = :name, slice = :slice, asks = :asks, page = NULL
                        WHERE slice_id = :id AND owner = :owner""")
                .bindMethods(decision)
                .bind("name", name)
                .bind("id", id)
                .bind("owner", owner)
                .execute());
    }

    /** Removes a slice that no process reads. Returns whether it did. */
    public boolean withdraw(long id, String owner) {
        return transactions.write(database -> database.createUpdate("""
                        DELETE FROM shared_slices WHERE slice_id = :id AND owner = :owner AND outcome IS NULL AND NOT delivered
                            AND (holder IS NULL OR ends < CURRENT_TIMESTAMP)""")
                        .bind("id", id)
                        .bind("owner", owner)
                        .execute())
                > 0;
    }

    /** Removes a slice. Returns false if it is no longer that of this owner. */
    public boolean remove(long id, String owner) {
        return transactions.write(database -> database.createUpdate(
                                "DELETE FROM shared_slices WHERE slice_id = :id AND owner = :owner")
                        .bind("id", id)
                        .bind("owner", owner)
                        .execute())
                > 0;
    }

    /**
     * Removes the slices of a run that its new owner plans again. The others have no owner until it adds them.
     *
     * @return the slices that other processes are reading, as JSON
     */
    public List<String> takeOver(String runId) {
        return transactions.write(database -> {
            database.createUpdate("""
                            DELETE FROM shared_slices WHERE run_id = :run
                                AND (asks OR holder IS NULL OR outcome IS NOT NULL OR ends < CURRENT_TIMESTAMP)""").bind("run", runId).execute();
            return database.createQuery(
                            "UPDATE shared_slices SET owner = '' WHERE run_id = :run AND NOT delivered RETURNING slice")
                    .bind("run", runId)
                    .mapTo(String.class)
                    .list();
        });
    }

    /** Removes the slices of all runs that have ended, and those of a run that is about to end that no process reads. */
    public void removeEnded(String ending) {
        transactions.write(
                database -> database.createUpdate("""
                        DELETE FROM shared_slices
                        WHERE run_id IN (SELECT run_id FROM runs WHERE ended_at IS NOT NULL)
                            OR run_id = :ending AND (holder IS NULL OR delivered OR outcome IS NOT NULL OR ends < CURRENT_TIMESTAMP)""").bind("ending", ending).execute());
    }

    /** Returns the sources with slices that no process reads. */
    public List<String> sources() {
        return transactions.read(
                database -> database.createQuery("SELECT DISTINCT source FROM shared_slices WHERE %s".formatted(FREE))
                        .bind("max", MAX_ATTEMPTS)
                        .mapTo(String.class)
                        .list());
    }

    /** Claims slices of a source that no process reads, the oldest first. */
    public List<Claimed> claim(String source, int limit, String holder, Duration lease) {
        return claim("source", source, limit, holder, lease);
    }

    /** Claims a slice, if no process reads it. */
    public List<Claimed> claim(long id, String holder, Duration lease) {
        return claim("slice_id", id, 1, holder, lease);
    }

    private List<Claimed> claim(String column, Object value, int limit, String holder, Duration lease) {
        return transactions.write(database -> {
            var claimed = database.createQuery("""
                            UPDATE shared_slices SET holder = :holder, ends = %s, attempts = attempts + 1, page = NULL
                            WHERE slice_id IN (
                                SELECT slice_id FROM shared_slices JOIN runs USING (run_id)
                                WHERE %s = :value AND %s AND ended_at IS NULL AND phase = 'running'
                                ORDER BY slice_id LIMIT :limit FOR UPDATE OF shared_slices SKIP LOCKED)
                            RETURNING slice_id, run_id, slice, terms, asks""".formatted(END, column, FREE))
                    .bind("holder", holder)
                    .bind("seconds", lease.toSeconds())
                    .bind("value", value)
                    .bind("max", MAX_ATTEMPTS)
                    .bind("limit", limit)
                    .mapTo(Claimed.class)
                    .list();
            var ids = claimed.stream().map(Claimed::sliceId).toList();
            database.createUpdate("DELETE FROM shared_records WHERE slice_id = ANY(:ids) AND contained")
                    .bindArray("ids", Long.class, ids)
                    .execute();
            database.createUpdate("UPDATE shared_records SET returned = TRUE WHERE slice_id = ANY(:ids)")
                    .bindArray("ids", Long.class, ids)
                    .execute();
            return claimed;
        });
    }

    /**
     * Extends the leases of slices.
     *
     * @return the IDs of those that the process still holds, and whether their run is still in progress
     */
    public Map<Long, Boolean> renew(Collection<Long> ids, String holder, Duration lease) {
        return transactions.write(database -> database.createQuery("""
                        UPDATE shared_slices SET ends = %s FROM runs
                        WHERE slice_id = ANY(:ids) AND holder = :holder AND outcome IS NULL AND runs.run_id = shared_slices.run_id
                        RETURNING slice_id, ended_at IS NULL AND phase = 'running' AS active""".formatted(END))
                .bindArray("ids", Long.class, ids)
                .bind("holder", holder)
                .bind("seconds", lease.toSeconds())
                .map(row -> Map.entry(row.getColumn("slice_id", Long.class), row.getColumn("active", Boolean.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Shows the first page of a slice to the owner of the run. Returns false if another process reads the slice now. */
    public boolean ask(HeldSlice held, byte[] page) {
        return update(held, "page = :page", "page", page);
    }

    /**
     * Returns the decision of the owner.
     *
     * @throws IllegalStateException if the process no longer holds the slice
     */
    public Decision decision(HeldSlice held) {
        return transactions
                .read(database -> database.createQuery("""
                                SELECT slice, asks, page IS NOT NULL AS waiting FROM shared_slices
                                WHERE slice_id = :id AND holder = :holder""")
                        .bindMethods(held)
                        .mapTo(Decision.class)
                        .findOne())
                .orElseThrow(() -> new IllegalStateException(TAKEN));
    }

    /** Stores the outcome of a slice. Returns false if another process reads the slice now. */
    public boolean report(HeldSlice held, String outcome) {
        return update(held, "outcome = :outcome", "outcome", outcome);
    }

    /** Returns a slice to the queue. */
    public void handBack(HeldSlice held) {
        update(held, "holder = NULL, page = NULL, attempts = attempts - :one", "one", 1);
    }

    private boolean update(HeldSlice held, String change, String parameter, Object value) {
        return transactions.write(database -> database.createUpdate("""
                        UPDATE shared_slices SET %s
                        WHERE slice_id = :id AND holder = :holder AND outcome IS NULL""".formatted(change))
                        .bindMethods(held)
                        .bind(parameter, value)
                        .execute())
                > 0;
    }

    /**
     * Marks a slice as delivered, in the transaction that stores the hashes of its records.
     *
     * @throws IllegalStateException if the process no longer holds the slice
     */
    public static void acknowledge(Handle database, HeldSlice held) {
        var rows = database.createUpdate(
                        "UPDATE shared_slices SET delivered = TRUE WHERE slice_id = :id AND holder = :holder AND NOT delivered")
                .bindMethods(held)
                .execute();
        if (rows == 0) {
            throw new IllegalStateException(TAKEN);
        }
    }

    /** Returns the names of the slices of a run that are being read, by process. */
    public Map<String, List<String>> holders(String runId) {
        return transactions.read(database -> database.createQuery("""
                        SELECT holder, name FROM shared_slices
                        WHERE run_id = :run AND outcome IS NULL AND ends > CURRENT_TIMESTAMP AND holder IS NOT NULL
                        ORDER BY holder, name""")
                .bind("run", runId)
                .map(row -> Map.entry(row.getColumn("holder", String.class), row.getColumn("name", String.class)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }
}
