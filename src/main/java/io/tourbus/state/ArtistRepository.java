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

/** The artists of Spotify that became known so far, and by which ways. */
public final class ArtistRepository {

    private final Transactions transactions;

    ArtistRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Adds artists that became known by this way; other ways by which they are known already stay. */
    public void add(Collection<String> spotifyIds, String origin, Instant now) {
        if (spotifyIds.isEmpty()) {
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
            new TreeSet<>(spotifyIds)
                    .forEach(id -> batch.bind("id", id)
                            .bind("origin", origin)
                            .bind("now", now)
                            .add());
            return batch.execute();
        });
    }

    /** All artists, sorted. */
    public List<String> ids() {
        return transactions.read(database -> sorted(
                database.createQuery("SELECT DISTINCT spotify_id FROM artist_origins").mapTo(String.class).stream()));
    }

    /** The artists that became known by this way, whether or not by others too, sorted. */
    public List<String> ids(String origin) {
        return transactions.read(database -> sorted(database
                .createQuery("SELECT spotify_id FROM artist_origins WHERE origin = :origin")
                .bind("origin", origin)
                .mapTo(String.class)
                .stream()));
    }

    /** The genres of those artists of which some are known. */
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

    /** Remembers genres in place of the known ones; an artist told with none keeps those it has. */
    public void rememberGenres(Map<String, List<String>> genres) {
        var told = new TreeMap<>(genres);
        told.values().removeIf(List::isEmpty);
        if (told.isEmpty()) {
            return;
        }
        transactions.write(database -> {
            var batch = database.prepareBatch("""
                    MERGE INTO artist_genres AS known
                    USING (VALUES (CAST(:id AS VARCHAR), CAST(:genres AS VARCHAR))) AS told (spotify_id, genres)
                    ON known.spotify_id = told.spotify_id
                    WHEN MATCHED THEN UPDATE SET genres = told.genres
                    WHEN NOT MATCHED THEN INSERT (spotify_id, genres) VALUES (told.spotify_id, told.genres)""");
            told.forEach((id, some) ->
                    batch.bind("id", id).bind("genres", JsonColumns.write(some)).add());
            return batch.execute();
        });
    }

    /** Sorted here, for each database has its own idea of the order of texts. */
    private static List<String> sorted(Stream<String> ids) {
        return ids.sorted().toList();
    }
}
