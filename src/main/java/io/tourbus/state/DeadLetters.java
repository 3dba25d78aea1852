package io.tourbus.state;

import io.tourbus.state.DeadLetter.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** What could not be normalised or delivered, kept until it is replayed or dropped. Numbers grow in the order of arrival. */
public final class DeadLetters {

    /** As many as an array holds in either database, with room to spare. */
    private static final int PAGE = 10_000;

    private static final String ASKED = "(SELECT id FROM UNNEST(CAST(:ids AS BIGINT ARRAY)) AS asked (id))";

    private final Transactions transactions;

    DeadLetters(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Keeps all or, when it fails, none. An entity of a slice that is kept already is not kept twice. */
    public void add(Collection<DeadLetter> letters) {
        transactions.write(database -> insert(database, letters));
    }

    /** Keeps others in the place of a letter, all or, when it fails, none. */
    public void replace(long id, Collection<DeadLetter> others) {
        transactions.write(database -> {
            database.createUpdate("DELETE FROM dead_letters WHERE letter_id = :id")
                    .bind("id", id)
                    .execute();
            return insert(database, others);
        });
    }

    private static int[] insert(Handle database, Collection<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return new int[0];
        }
        var batch = database.prepareBatch("""
                INSERT INTO dead_letters (stage, run_id, slice, source, entity, target, headers, payload, reason,
                                          passing, attempts, put_at)
                SELECT stage, run_id, slice, :source, :entity, :target, :headers, payload, :reason,
                       CAST(:passing AS BOOLEAN), CAST(:attempts AS INT),
                       CAST(:at AS TIMESTAMP(3) WITH TIME ZONE)
                FROM (VALUES (CAST(:stage AS VARCHAR), CAST(:run AS VARCHAR), CAST(:slice AS VARCHAR),
                              CAST(:payload AS BYTEA))) AS told (stage, run_id, slice, payload)
                WHERE stage <> 'normalize' OR NOT EXISTS (
                    SELECT 1 FROM dead_letters AS kept
                    WHERE kept.run_id = told.run_id AND kept.slice = told.slice AND kept.stage = told.stage
                        AND kept.payload = told.payload)""");
        letters.forEach(letter -> batch.bind("stage", label(letter.stage()))
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
        return batch.execute();
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
        return transactions.read(database -> letters(
                database.createQuery("SELECT * FROM dead_letters WHERE letter_id IN " + ASKED + " ORDER BY letter_id")
                        .bindArray("ids", Long.class, ids)));
    }

    /** The numbers of all letters, in the order of their arrival. */
    public List<Long> ids() {
        return transactions.read(
                database -> database.createQuery("SELECT letter_id FROM dead_letters ORDER BY letter_id")
                        .mapTo(Long.class)
                        .list());
    }

    /** Those of the numbers that are letters, in the order of their arrival. */
    public List<Long> present(Collection<Long> ids) {
        return transactions.read(database -> pages(ids)
                .flatMap(page -> database
                        .createQuery("SELECT letter_id FROM dead_letters WHERE letter_id IN " + ASKED)
                        .bindArray("ids", Long.class, page)
                        .mapTo(Long.class)
                        .list()
                        .stream())
                .sorted()
                .toList());
    }

    /** How many slices there are among the letters after a number. */
    public int slicesAfter(long id) {
        return transactions.read(
                database -> database.createQuery("SELECT COUNT(DISTINCT slice) FROM dead_letters WHERE letter_id > :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one());
    }

    /** How many there are, those included that may pass by themselves. */
    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM dead_letters")
                .mapTo(Long.class)
                .one());
    }

    /** Letters have arrived, or are not wanted any more. @return how many were there */
    public int remove(Collection<Long> ids) {
        return change(ids, database -> database.createUpdate("DELETE FROM dead_letters WHERE letter_id IN " + ASKED));
    }

    /** Letters are to be tried again, whatever kept them. @return how many of them there are */
    public int release(Collection<Long> ids) {
        return change(
                ids,
                database ->
                        database.createUpdate("UPDATE dead_letters SET passing = TRUE WHERE letter_id IN " + ASKED));
    }

    /** Letters were tried again and came back. @param passing whether they are tried again by themselves */
    public void failedAgain(Collection<Long> ids, String reason, boolean passing) {
        change(
                ids,
                database -> database.createUpdate("""
                        UPDATE dead_letters SET attempts = attempts + 1, reason = :reason, passing = :passing
                        WHERE letter_id IN\s""" + ASKED)
                        .bind("passing", passing)
                        .bind("reason", reason));
    }

    private int change(Collection<Long> ids, Function<Handle, Update> update) {
        return transactions.write(database -> pages(ids)
                .mapToInt(page -> update.apply(database)
                        .bindArray("ids", Long.class, page)
                        .execute())
                .sum());
    }

    private static Stream<List<Long>> pages(Collection<Long> ids) {
        var all = List.copyOf(ids);
        return IntStream.range(0, (all.size() + PAGE - 1) / PAGE)
                .mapToObj(page -> all.subList(page * PAGE, Math.min(all.size(), (page + 1) * PAGE)));
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
