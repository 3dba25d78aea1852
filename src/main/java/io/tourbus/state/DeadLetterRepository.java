package io.tourbus.state;

import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores dead letters until they are redelivered or dropped. IDs increase in the order of insertion. */
public final class DeadLetterRepository {

    /** H2 accepts at most 65,536 elements in an array. */
    private static final int CHUNK_SIZE = 10_000;

    private static final String WHERE_ID_IN =
            " WHERE letter_id IN (SELECT id FROM UNNEST(CAST(:ids AS BIGINT ARRAY)) AS requested (id))";

    private final Transactions transactions;

    DeadLetterRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Stores dead letters in one transaction. Dead letters that an earlier delivery of the slice stored stay unchanged.
     *
     * @return the dead letters that were not stored before
     */
    public List<DeadLetter> add(Collection<DeadLetter> deadLetters) {
        if (deadLetters.isEmpty()) {
            return List.of();
        }
        Map<String, DeadLetter> byFingerprint = new LinkedHashMap<>();
        deadLetters.forEach(deadLetter -> byFingerprint.putIfAbsent(deadLetter.fingerprint(), deadLetter));
        return transactions.write(database -> {
            // A new map for each attempt, because a transaction can be repeated.
            Map<String, DeadLetter> added = new LinkedHashMap<>(byFingerprint);
            added.keySet().removeAll(stored(database, byFingerprint.keySet()));
            if (!added.isEmpty()) {
                insert(database, added);
            }
            return List.copyOf(added.values());
        });
    }

    private static Set<String> stored(Handle database, Set<String> fingerprints) {
        return database.createQuery("""
                        SELECT fingerprint FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS requested (id)
                        JOIN dead_letters ON fingerprint = requested.id""")
                .bindArray("ids", String.class, fingerprints)
                .mapTo(String.class)
                .set();
    }

    private static void insert(Handle database, Map<String, DeadLetter> deadLetters) {
        var batch = database.prepareBatch("""
                INSERT INTO dead_letters (fingerprint, stage, run_id, slice, source, entity, target, headers, payload, reason,
                                          passing, attempts, put_at)
                VALUES (:id, :stage.label, :runId, :slice, :source, :entity, :target, :headers, :payload, :reason,
                        :retryable, :attempts, :at)""");
        deadLetters.forEach((fingerprint, deadLetter) ->
                batch.bind("id", fingerprint).bindMethods(deadLetter).add());
        batch.execute();
    }

    /** Returns up to {@code limit} dead letters with an ID above this one, in the order of their IDs. */
    public List<StoredDeadLetter> after(long id, int limit) {
        return select("letter_id > :id", Map.of("id", id), limit);
    }

    /** Returns up to {@code limit} retryable dead letters of a stage with an ID above this one, in the order of their IDs. */
    public List<StoredDeadLetter> retryable(Stage stage, long id, int limit) {
        return select(
                "passing AND stage = :stage AND letter_id > :id", Map.of("stage", stage.label(), "id", id), limit);
    }

    public Optional<StoredDeadLetter> find(long id) {
        return select("letter_id = :id", Map.of("id", id), 1).stream().findFirst();
    }

    private List<StoredDeadLetter> select(String condition, Map<String, ?> parameters, int limit) {
        return transactions.read(database -> database.createQuery(
                        "SELECT * FROM dead_letters WHERE %s ORDER BY letter_id FETCH FIRST %d ROWS ONLY"
                                .formatted(condition, limit))
                .bindMap(parameters)
                .mapTo(StoredDeadLetter.class)
                .list());
    }

    /** Returns the IDs of all retryable dead letters of a stage, those with the fewest attempts first. */
    public List<Long> leastTried(Stage stage) {
        return transactions.read(database -> database.createQuery("""
                        SELECT letter_id FROM dead_letters WHERE passing AND stage = :stage ORDER BY attempts, letter_id""")
                .bind("stage", stage.label())
                .mapTo(Long.class)
                .list());
    }

    /** The number of undelivered dead letters of a run for one entity of one source. */
    public record Waiting(String source, String entity, long count) {}

    /** Counts the dead letters of a run that the lake or the stream has yet to accept. */
    public List<Waiting> waiting(String runId) {
        return transactions.read(database -> database.createQuery("""
                        SELECT source, entity, COUNT(*) AS count FROM dead_letters
                        WHERE run_id = :run AND entity <> '' AND stage NOT LIKE '%normalize' AND stage NOT LIKE 'after-%'
                        AND stage <> 'on-dead-letter' AND stage NOT LIKE 'sink-%' GROUP BY source, entity""")
                .bind("run", runId)
                .mapTo(Waiting.class)
                .list());
    }

    /**
     * Dead letters with the same reason.
     *
     * @param oldest when the first of them was stored
     */
    public record Group(String stage, String source, String entity, String reason, long count, Instant oldest) {}

    /** Groups dead letters by reason, and returns the largest groups first. */
    public List<Group> groups(int limit) {
        return groups(null, limit);
    }

    /** Like {@link #groups(int)}. @param run only the dead letters of this run; {@code null} for those of all runs */
    public List<Group> groups(String run, int limit) {
        return transactions.read(
                database -> database.createQuery("""
                        SELECT stage, source, entity, reason, COUNT(*) AS count, MIN(put_at) AS oldest FROM dead_letters
                        %s GROUP BY stage, source, entity, reason ORDER BY COUNT(*) DESC, MIN(letter_id)
                        FETCH FIRST %d ROWS ONLY""".formatted(run == null ? "" : "WHERE run_id = :run", limit))
                        .bindMap(run == null ? Map.of() : Map.of("run", run))
                        .mapTo(Group.class)
                        .list());
    }

    /** Counts dead letters by stage; stages without dead letters are not in the map. */
    public Map<Stage, Long> byStage() {
        return transactions.read(database -> database.createQuery(
                        "SELECT stage, COUNT(*) AS waiting FROM dead_letters GROUP BY stage")
                .reduceRows(new HashMap<Stage, Long>(), (counts, row) -> {
                    counts.put(row.getRow(Stage.class), row.getColumn("waiting", Long.class));
                    return counts;
                }));
    }

    /** Returns the IDs of all dead letters in ascending order. */
    public List<Long> ids() {
        return transactions.read(
                database -> database.createQuery("SELECT letter_id FROM dead_letters ORDER BY letter_id")
                        .mapTo(Long.class)
                        .list());
    }

    /** Returns those of the IDs that are stored, in ascending order. */
    public List<Long> present(Collection<Long> ids) {
        return transactions.read(database -> chunks(ids)
                .flatMap(chunk -> database
                        .createQuery("SELECT letter_id FROM dead_letters" + WHERE_ID_IN)
                        .bindArray("ids", Long.class, chunk)
                        .mapTo(Long.class)
                        .list()
                        .stream())
                .sorted()
                .toList());
    }

    /** Counts all dead letters, retryable ones included. */
    public long count() {
        return transactions.count("dead_letters");
    }

    /** Counts the dead letters that the lake or the stream has yet to accept; those of sinks of hooks do not count. */
    public long countRetryable() {
        return transactions.count("dead_letters WHERE passing AND stage NOT LIKE 'sink-%'");
    }

    /** Deletes dead letters that were delivered or dropped. @return the number of deleted dead letters */
    public int remove(Collection<Long> ids) {
        return update(ids, "DELETE FROM dead_letters", Map.of());
    }

    /** Marks dead letters as retryable. @return the number of marked dead letters */
    public int release(Collection<Long> ids) {
        return update(ids, "UPDATE dead_letters SET passing = TRUE", Map.of());
    }

    /** Counts another failed attempt. @param retryable whether Tourbus retries the dead letters automatically */
    public void failedAgain(Collection<Long> ids, String reason, boolean retryable) {
        update(
                ids,
                "UPDATE dead_letters SET attempts = attempts + 1, reason = :reason, passing = :passing",
                Map.of("reason", reason, "passing", retryable));
    }

    private int update(Collection<Long> ids, String sql, Map<String, ?> values) {
        return transactions.write(database -> chunks(ids)
                .mapToInt(chunk -> database.createUpdate(sql + WHERE_ID_IN)
                        .bindMap(values)
                        .bindArray("ids", Long.class, chunk)
                        .execute())
                .sum());
    }

    private static Stream<List<Long>> chunks(Collection<Long> ids) {
        var all = List.copyOf(ids);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + CHUNK_SIZE)
                .mapToObj(from -> all.subList(from, Math.min(from + CHUNK_SIZE, all.size())));
    }

    /** A dead letter with the ID that commands and the API use. */
    public record StoredDeadLetter(
            @ColumnName("letter_id") long id, @Nested DeadLetter letter) {}
}
