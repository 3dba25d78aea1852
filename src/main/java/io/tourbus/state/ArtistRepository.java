package io.tourbus.state;

import io.tourbus.state.db.JsonColumns;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores the IDs of all artists that Tourbus has discovered, how it discovered each one, and their genres. */
public final class ArtistRepository {

    private final Transactions transactions;

    ArtistRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Adds artists that are not yet stored with this origin. An artist can have several origins.
     *
     * @param origin how the artists were discovered, such as a search or a configured ID
     */
    public void add(Collection<String> artistIds, String origin, Instant now) {
        if (artistIds.isEmpty()) {
            return;
        }
        transactions.write(database -> {
            var batch = database.prepareBatch("""
                    MERGE INTO artist_origins AS known
                    USING (VALUES (CAST(:id AS VARCHAR), CAST(:origin AS VARCHAR),
                                   CAST(:now AS TIMESTAMP(3) WITH TIME ZONE))) AS told (spotify_id, origin, added_at)
                    ON known.spotify_id = told.spotify_id AND known.origin = told.origin
                    WHEN NOT MATCHED THEN INSERT (spotify_id, origin, added_at)
                        VALUES (told.spotify_id, told.origin, told.added_at)""");
            new TreeSet<>(artistIds)
                    .forEach(id -> batch.bind("id", id)
                            .bind("origin", origin)
                            .bind("now", now)
                            .add());
            return batch.execute();
        });
    }

    /** Returns the IDs of all artists in ascending order. */
    public List<String> ids() {
        return transactions.read(database -> sorted(
                database.createQuery("SELECT DISTINCT spotify_id FROM artist_origins").mapTo(String.class).stream()));
    }

    /** Returns the IDs of the artists that have this origin, in ascending order. */
    public List<String> ids(String origin) {
        return transactions.read(database -> sorted(database
                .createQuery("SELECT spotify_id FROM artist_origins WHERE origin = :origin")
                .bind("origin", origin)
                .mapTo(String.class)
                .stream()));
    }

    /** Returns genres by artist ID. Artists without stored genres are not in the map. */
    public Map<String, List<String>> genres(Collection<String> ids) {
        return transactions.read(database -> database.createQuery("""
                        SELECT known.spotify_id, known.genres
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS asked (spotify_id)
                        JOIN artist_genres AS known ON known.spotify_id = asked.spotify_id""")
                .bindArray("ids", String.class, Set.copyOf(ids))
                .map(row -> Map.entry(
                        row.getColumn("spotify_id", String.class),
                        JsonColumns.texts(row.getColumn("genres", String.class))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Replaces the stored genres of these artists. An empty list leaves the stored genres unchanged. */
    public void rememberGenres(Map<String, List<String>> genres) {
        var nonEmpty = new TreeMap<>(genres);
        nonEmpty.values().removeIf(List::isEmpty);
        if (nonEmpty.isEmpty()) {
            return;
        }
        transactions.write(database -> {
            var batch = database.prepareBatch("""
                    MERGE INTO artist_genres AS known
                    USING (VALUES (CAST(:id AS VARCHAR), CAST(:genres AS VARCHAR))) AS told (spotify_id, genres)
                    ON known.spotify_id = told.spotify_id
                    WHEN MATCHED THEN UPDATE SET genres = told.genres
                    WHEN NOT MATCHED THEN INSERT (spotify_id, genres) VALUES (told.spotify_id, told.genres)""");
            nonEmpty.forEach((id, names) -> batch.bind("id", id)
                    .bind("genres", JsonColumns.write(names))
                    .add());
            return batch.execute();
        });
    }

    /** Sorts in Java because the text collation of H2 and PostgreSQL differs. */
    private static List<String> sorted(Stream<String> ids) {
        return ids.sorted().toList();
    }
}
