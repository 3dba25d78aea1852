package io.tourbus.state;

import io.tourbus.state.DeadLetter.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/** What could not be normalised or delivered, kept until it is replayed or dropped. Numbers grow in the order of arrival. */
public final class DeadLetters {

    private final Transactions transactions;

    DeadLetters(Transactions transactions) {
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
                .bind("headers", Json.of(letter.headers()))
                .bind("payload", letter.payload())
                .bind("reason", letter.reason())
                .bind("passing", letter.passing())
                .bind("attempts", letter.attempts())
                .bind("at", letter.at())
                .add());
        batch.execute();
    }

    /** The letters after a number, in the order of their numbers. */
    public List<StoredLetter> after(long id, int most) {
        return transactions.read(
                database -> letters(database.createQuery("""
                        SELECT * FROM dead_letters WHERE letter_id > :id
                        ORDER BY letter_id FETCH FIRST :most ROWS ONLY""").bind("id", id).bind("most", most)));
    }

    /** Those of the letters after a number that may be tried again without being told to. */
    public List<StoredLetter> passing(Stage stage, long id, int most) {
        return transactions.read(database -> letters(database.createQuery("""
                        SELECT * FROM dead_letters WHERE passing AND stage = :stage AND letter_id > :id
                        ORDER BY letter_id FETCH FIRST :most ROWS ONLY""")
                .bind("stage", label(stage))
                .bind("id", id)
                .bind("most", most)));
    }

    public List<StoredLetter> of(Collection<Long> ids) {
        return transactions.read(database -> ids.isEmpty()
                ? List.<StoredLetter>of()
                : letters(
                        database.createQuery("SELECT * FROM dead_letters WHERE letter_id IN (<ids>) ORDER BY letter_id")
                                .bindList("ids", List.copyOf(ids))));
    }

    /** How many there are, those included that may pass by themselves. */
    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM dead_letters")
                .mapTo(Long.class)
                .one());
    }

    /** Letters have arrived, or are not wanted any more. @return how many were there */
    public int remove(Collection<Long> ids) {
        return ids.isEmpty()
                ? 0
                : transactions.write(
                        database -> database.createUpdate("DELETE FROM dead_letters WHERE letter_id IN (<ids>)")
                                .bindList("ids", List.copyOf(ids))
                                .execute());
    }

    /** Letters are to be tried again, whatever kept them. @return how many of them there are */
    public int release(Collection<Long> ids) {
        return ids.isEmpty()
                ? 0
                : transactions.write(database -> database.createUpdate(
                                "UPDATE dead_letters SET passing = TRUE WHERE letter_id IN (<ids>)")
                        .bindList("ids", List.copyOf(ids))
                        .execute());
    }

    /** Letters were tried again and came back. @param passing whether they are tried again by themselves */
    public void failedAgain(Collection<Long> ids, String reason, boolean passing) {
        if (!ids.isEmpty()) {
            transactions.write(database -> database.createUpdate("""
                            UPDATE dead_letters SET attempts = attempts + 1, reason = :reason, passing = :passing
                            WHERE letter_id IN (<ids>)""")
                    .bind("passing", passing)
                    .bind("reason", reason)
                    .bindList("ids", List.copyOf(ids))
                    .execute());
        }
    }

    private static List<StoredLetter> letters(Query query) {
        return query.reduceRows(new ArrayList<StoredLetter>(), (letters, row) -> {
            letters.add(new StoredLetter(row.getColumn("letter_id", Long.class), letter(row)));
            return letters;
        });
    }

    private static DeadLetter letter(RowView row) {
        return new DeadLetter(
                Stage.valueOf(row.getColumn("stage", String.class).toUpperCase(Locale.ROOT)),
                row.getColumn("run_id", String.class),
                row.getColumn("slice", String.class),
                row.getColumn("source", String.class),
                row.getColumn("entity", String.class),
                row.getColumn("target", String.class),
                Json.textsByName(row.getColumn("headers", String.class)),
                row.getColumn("payload", byte[].class),
                row.getColumn("reason", String.class),
                row.getColumn("passing", Boolean.class),
                row.getColumn("attempts", Integer.class),
                row.getColumn("put_at", Instant.class));
    }

    private static String label(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
