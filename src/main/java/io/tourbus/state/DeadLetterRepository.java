package io.tourbus.state;

import io.tourbus.state.DeadLetter.Stage;
import io.tourbus.state.db.JsonColumns;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** What could not be normalised or delivered, kept until it is replayed or dropped. Numbers grow in the order of arrival. */
public final class DeadLetterRepository {

    private static final int PART = 10_000;
    private static final String AMONG =
            " WHERE letter_id IN (SELECT asked.id FROM UNNEST(CAST(:ids AS BIGINT ARRAY)) AS asked (id))";

    private final Transactions transactions;

    DeadLetterRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Keeps all or, when it fails, none. What is kept already, because its slice was delivered before, is left as it is.
     *
     * @return the letters that were not there
     */
    public List<DeadLetter> add(Collection<DeadLetter> letters) {
        Map<String, DeadLetter> byFingerprint = new LinkedHashMap<>();
        letters.forEach(letter -> byFingerprint.putIfAbsent(letter.fingerprint(), letter));
        return letters.isEmpty() ? List.of() : transactions.write(database -> addTo(database, byFingerprint));
    }

    private static List<DeadLetter> addTo(Handle database, Map<String, DeadLetter> letters) {
        Map<String, DeadLetter> fresh = new LinkedHashMap<>(letters);
        fresh.keySet().removeAll(known(database, letters.keySet()));
        if (!fresh.isEmpty()) {
            insert(database, fresh);
        }
        return List.copyOf(fresh.values());
    }

    private static Set<String> known(Handle database, Set<String> fingerprints) {
        return database.createQuery("""
                        SELECT known.fingerprint FROM UNNEST(CAST(:asked AS VARCHAR ARRAY)) AS asked (fingerprint)
                        JOIN dead_letters AS known ON known.fingerprint = asked.fingerprint""")
                .bindArray("asked", String.class, fingerprints)
                .mapTo(String.class)
                .set();
    }

    private static void insert(Handle database, Map<String, DeadLetter> letters) {
        var batch = database.prepareBatch("""
                INSERT INTO dead_letters (fingerprint, stage, run_id, slice, source, entity, target, headers, payload, reason,
                                          passing, attempts, put_at)
                VALUES (:fingerprint, :stage, :run, :slice, :source, :entity, :target, :headers, :payload, :reason, :passing,
                        :attempts, :at)""");
        letters.forEach((fingerprint, letter) -> batch.bind("fingerprint", fingerprint)
                .bind("stage", label(letter.stage()))
                .bind("run", letter.runId())
                .bind("slice", letter.slice())
                .bind("source", letter.source())
                .bind("entity", letter.entity())
                .bind("target", letter.target())
                .bind("headers", JsonColumns.write(letter.headers()))
                .bind("payload", letter.payload())
                .bind("reason", letter.reason())
                .bind("passing", letter.retryable())
                .bind("attempts", letter.attempts())
                .bind("at", letter.at())
                .add());
        batch.execute();
    }

    /** The letters after a number, in the order of their numbers. */
    public List<StoredDeadLetter> after(long id, int most) {
        return transactions.read(
                database -> letters(database.createQuery("""
                        SELECT * FROM dead_letters WHERE letter_id > :id
                        ORDER BY letter_id FETCH FIRST :most ROWS ONLY""").bind("id", id).bind("most", most)));
    }

    /** Those of the letters after a number that may be tried again without being told to. */
    public List<StoredDeadLetter> retryable(Stage stage, long id, int most) {
        return transactions.read(database -> letters(database.createQuery("""
                        SELECT * FROM dead_letters WHERE passing AND stage = :stage AND letter_id > :id
                        ORDER BY letter_id FETCH FIRST :most ROWS ONLY""")
                .bind("stage", label(stage))
                .bind("id", id)
                .bind("most", most)));
    }

    /** The numbers of all letters that may be tried again without being told to, those tried least first. */
    public List<Long> leastTried(Stage stage) {
        return transactions.read(database -> database.createQuery("""
                        SELECT letter_id FROM dead_letters WHERE passing AND stage = :stage ORDER BY attempts, letter_id""")
                .bind("stage", label(stage))
                .mapTo(Long.class)
                .list());
    }

    public Optional<StoredDeadLetter> find(long id) {
        return transactions.read(database ->
                letters(database.createQuery("SELECT * FROM dead_letters WHERE letter_id = :id")
                                .bind("id", id))
                        .stream()
                        .findFirst());
    }

    /**
     * Letters of a run that wait for a sink.
     *
     * @param count how many there are of one entity of one source
     */
    public record Waiting(String source, String entity, long count) {}

    public List<Waiting> waiting(String runId) {
        return transactions.read(database -> database.createQuery("""
                        SELECT source, entity, COUNT(*) AS waiting FROM dead_letters
                        WHERE run_id = :run AND stage <> 'normalize' GROUP BY source, entity""")
                .bind("run", runId)
                .map(row -> new Waiting(
                        row.getColumn("source", String.class),
                        row.getColumn("entity", String.class),
                        row.getColumn("waiting", Long.class)))
                .list());
    }

    /** How many letters there are of each stage that has any. */
    public Map<Stage, Long> byStage() {
        return transactions.read(database -> database.createQuery(
                        "SELECT stage, COUNT(*) AS waiting FROM dead_letters GROUP BY stage")
                .reduceRows(new EnumMap<>(Stage.class), (counts, row) -> {
                    counts.put(stage(row), row.getColumn("waiting", Long.class));
                    return counts;
                }));
    }

    /** The numbers of all letters. */
    public List<Long> ids() {
        return transactions.read(
                database -> database.createQuery("SELECT letter_id FROM dead_letters ORDER BY letter_id")
                        .mapTo(Long.class)
                        .list());
    }

    /** Which of some letters there are. */
    public List<Long> present(Collection<Long> ids) {
        return transactions.read(database -> parts(ids)
                .flatMap(part -> database
                        .createQuery("SELECT letter_id FROM dead_letters" + AMONG)
                        .bindArray("ids", Long.class, part)
                        .mapTo(Long.class)
                        .list()
                        .stream())
                .sorted()
                .toList());
    }

    /** How many there are, those included that may pass by themselves. */
    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM dead_letters")
                .mapTo(Long.class)
                .one());
    }

    /** How many there are that may be tried again without being told to. */
    public long countRetryable() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM dead_letters WHERE passing")
                .mapTo(Long.class)
                .one());
    }

    /** Letters have arrived, or are not wanted any more. @return how many were there */
    public int remove(Collection<Long> ids) {
        return transactions.write(
                database -> update(ids, () -> database.createUpdate("DELETE FROM dead_letters" + AMONG)));
    }

    /** Letters are to be tried again, whatever kept them. @return how many of them there are */
    public int release(Collection<Long> ids) {
        return transactions.write(
                database -> update(ids, () -> database.createUpdate("UPDATE dead_letters SET passing = TRUE" + AMONG)));
    }

    /** Letters were tried again and came back. @param passing whether they are tried again by themselves */
    public void failedAgain(Collection<Long> ids, String reason, boolean passing) {
        transactions.write(database -> update(
                ids,
                () -> database.createUpdate(
                                "UPDATE dead_letters SET attempts = attempts + 1, reason = :reason, passing = :passing"
                                        + AMONG)
                        .bind("reason", reason)
                        .bind("passing", passing)));
    }

    private static int update(Collection<Long> ids, Supplier<Update> update) {
        return parts(ids)
                .mapToInt(
                        part -> update.get().bindArray("ids", Long.class, part).execute())
                .sum();
    }

    /** H2 takes 65,536 values in an array, PostgreSQL 65,535 parameters in a statement. */
    private static Stream<List<Long>> parts(Collection<Long> ids) {
        var all = List.copyOf(ids);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + PART)
                .mapToObj(from -> all.subList(from, Math.min(from + PART, all.size())));
    }

    private static List<StoredDeadLetter> letters(Query query) {
        return query.reduceRows(new ArrayList<StoredDeadLetter>(), (letters, row) -> {
            letters.add(new StoredDeadLetter(row.getColumn("letter_id", Long.class), letter(row)));
            return letters;
        });
    }

    private static DeadLetter letter(RowView row) {
        return new DeadLetter(
                stage(row),
                row.getColumn("run_id", String.class),
                row.getColumn("slice", String.class),
                row.getColumn("source", String.class),
                row.getColumn("entity", String.class),
                row.getColumn("target", String.class),
                JsonColumns.textsByName(row.getColumn("headers", String.class)),
                row.getColumn("payload", byte[].class),
                row.getColumn("reason", String.class),
                row.getColumn("passing", Boolean.class),
                row.getColumn("attempts", Integer.class),
                row.getColumn("put_at", Instant.class));
    }

    private static Stage stage(RowView row) {
        return Stage.valueOf(row.getColumn("stage", String.class).toUpperCase(Locale.ROOT));
    }

    private static String label(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /** A dead letter under the number by which people name it. */
    public record StoredDeadLetter(long id, DeadLetter letter) {}
}
