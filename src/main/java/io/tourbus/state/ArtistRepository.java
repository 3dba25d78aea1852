package io.tourbus.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.model.Artist.Attraction;
import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.SqlStatement;

/** Stores the IDs of all artists that Tourbus has discovered, how it discovered each one, and what it knows about them. */
public final class ArtistRepository {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Transactions transactions;

    ArtistRepository(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Adds artists that are not yet stored with this origin. An artist can have several origins. MERGE would also
     * lock the stored rows, and H2 would write them to its file: 4% of the CPU time of 6,000 known artists.
     *
     * @param origin how the artists were discovered, such as a search or a configured ID
     */
    public void add(Collection<String> artistIds, String origin, Instant now) {
        if (artistIds.isEmpty()) {
            return;
        }
        transactions.writeInTurn(database -> database.createUpdate("""
                        INSERT INTO artist_origins (spotify_id, origin, added_at)
                        SELECT input.id, CAST(:origin AS VARCHAR), CAST(:now AS TIMESTAMP WITH TIME ZONE)
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS input (id)
                        LEFT JOIN artist_origins AS known ON known.spotify_id = input.id AND known.origin = :origin
                        WHERE known.spotify_id IS NULL""")
                .bindArray("ids", String.class, new TreeSet<>(artistIds))
                .bind("origin", origin)
                .bind("now", now)
                .execute());
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

    /**
     * What is known about an artist besides a response.
     *
     * @param genres the stored genres, empty if there are none; {@code null} if they are equal to those of the response
     * @param attraction what the source of events knows; {@link Attraction#NONE} if it does not know the artist
     */
    public record Known(List<String> genres, Attraction attraction) {

        public boolean sameGenres() {
            return genres == null;
        }
    }

    /**
     * Compares the genres of a page with those stored, and finds what the source of events knows. One statement for both only returns
     * what differs or exists; two took 8.7% of the CPU time of 6,000 artists.
     *
     * @param genres by artist ID
     * @return by artist ID; without artists that have the same genres and no attraction
     */
    public Map<String, Known> compare(SortedMap<String, List<String>> genres) {
        Map<String, Known> known = new HashMap<>();
        transactions.read(database -> bind(database.createQuery("""
                        SELECT id, CASE WHEN genres = content THEN NULL ELSE COALESCE(genres, '[]') END AS differing, attraction
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY), CAST(:contents AS VARCHAR ARRAY)) AS input (id, content)
                        LEFT JOIN artist_genres AS with_genres ON with_genres.spotify_id = input.id
                        LEFT JOIN artist_attractions AS at_events ON at_events.spotify_id = input.id
                        WHERE genres IS NULL OR genres <> content OR attraction IS NOT NULL"""), genres).scanResultSet((rows, context) -> {
            var row = rows.get();
            while (row.next()) {
                known.put(row.getString(1), known(row.getString(2), row.getString(3)));
            }
            return known;
        }));
        return known;
    }

    private static Known known(String genres, String attraction) {
        return new Known(
                genres == null ? null : read(genres, new TypeReference<>() {}),
                attraction == null ? Attraction.NONE : read(attraction, new TypeReference<>() {}));
    }

    /** Replaces the stored genres of these artists. An empty list leaves the stored genres unchanged. */
    public void rememberGenres(Map<String, List<String>> genres) {
        var nonEmpty = new TreeMap<>(genres);
        nonEmpty.values().removeIf(List::isEmpty);
        if (nonEmpty.isEmpty()) {
            return;
        }
        store("artist_genres", "genres", nonEmpty);
    }

    /** Stores what the source of events knows about artists. */
    public void rememberAttractions(Map<String, Attraction> attractions) {
        var known = attractions(attractions.keySet());
        var changed = new TreeMap<>(attractions);
        changed.entrySet().removeAll(known.entrySet());
        if (changed.isEmpty()) {
            return;
        }
        store("artist_attractions", "attraction", changed);
    }

    private Map<String, Attraction> attractions(Collection<String> ids) {
        Map<String, Attraction> attractions = new HashMap<>();
        transactions
                .read(database -> database.createQuery("""
                        SELECT spotify_id, attraction FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS requested (id)
                        JOIN artist_attractions ON spotify_id = requested.id""")
                        .bindArray("ids", String.class, Set.copyOf(ids))
                        .setMapKeyColumn("spotify_id")
                        .setMapValueColumn("attraction")
                        .collectInto(new GenericType<Map<String, String>>() {}))
                .forEach((id, json) -> attractions.put(id, read(json, new TypeReference<>() {})));
        return attractions;
    }

    /**
     * When a request about an artist was answered.
     *
     * @param destinations a bit for each destination that has the records of the answer
     */
    public record Answer(String artistId, Instant readAt, long destinations) {}

    /** Returns the latest answers to requests of a kind. */
    public List<Answer> answers(String request) {
        return transactions.read(database -> database.createQuery("""
                        SELECT spotify_id AS artist_id, read_at, destinations
                        FROM artist_answers WHERE request = :request""")
                .bind("request", request)
                .mapTo(Answer.class)
                .list());
    }

    /** Records that a request of this kind was answered for each of these artists, and its records delivered. */
    public void answered(String request, Collection<String> artistIds, long destinations, Instant now) {
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO artist_answers
                        USING (SELECT id FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS arrays (id)) AS input
                        ON request = :request AND spotify_id = input.id
                        WHEN MATCHED THEN UPDATE SET read_at = :now, destinations = :destinations
                        WHEN NOT MATCHED THEN INSERT (request, spotify_id, read_at, destinations)
                            VALUES (:request, input.id, :now, :destinations)""")
                .bindArray("ids", String.class, new TreeSet<>(artistIds))
                .bind("request", request)
                .bind("now", now)
                .bind("destinations", destinations)
                .execute());
    }

    /** Forgets answers from before this time. */
    public void forgetAnswers(Instant before) {
        transactions.write(database -> database.createUpdate("DELETE FROM artist_answers WHERE read_at < :before")
                .bind("before", before)
                .execute());
    }

    /** Forgets all answers, because a destination has lost their records. */
    static void forgetAnswers(Handle database) {
        database.execute("DELETE FROM artist_answers");
    }

    /** Stores a value for each artist as JSON, in one statement, because a page has up to 200 artists. */
    private void store(String table, String column, SortedMap<String, ?> values) {
        transactions.writeInTurn(database -> bind(database.createUpdate("""
                        MERGE INTO %1$s
                        USING (SELECT id, content FROM UNNEST(CAST(:ids AS VARCHAR ARRAY),
                               CAST(:contents AS VARCHAR ARRAY)) AS arrays (id, content)) AS input
                        ON spotify_id = input.id
                        WHEN MATCHED THEN UPDATE SET %2$s = input.content
                        WHEN NOT MATCHED THEN INSERT (spotify_id, %2$s) VALUES (input.id, input.content)""".formatted(table, column)), values)
                .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SortedMap<String, ?> values) {
        return statement
                .bindArray("ids", String.class, values.keySet())
                .bindArray(
                        "contents",
                        String.class,
                        values.values().stream().map(ArtistRepository::write).toList());
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is known about an artist is not readable: " + json, e);
        }
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is known about an artist cannot be stored: " + value, e);
        }
    }

    /** Sorts in Java because the text collation of H2 and PostgreSQL differs. */
    private static List<String> sorted(Stream<String> ids) {
        return ids.sorted().toList();
    }
}
