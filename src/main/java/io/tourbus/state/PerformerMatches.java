package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** Stores which artist each performer of an event is, so that Tourbus looks up each performer only once. */
public final class PerformerMatches {

    private final Transactions transactions;

    PerformerMatches(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Stores a match, and replaces an earlier match of the performer. */
    public void put(PerformerMatch match, Instant now) {
        transactions.write(database ->
                database.createUpdate("""
                        MERGE INTO matches USING (SELECT 1) AS input ON attraction_id = :attractionId
                        WHEN MATCHED THEN UPDATE SET spotify_id = :artistId, matched_by = :matchedBy, put_at = :now
                        WHEN NOT MATCHED THEN INSERT (attraction_id, spotify_id, matched_by, put_at)
                            VALUES (:attractionId, :artistId, :matchedBy, :now)""").bindMethods(match).bind("now", now).execute());
    }

    /** Returns the matches by attraction ID. Performers that were never looked up are not in the map. */
    public Map<String, PerformerMatch> findAll(Collection<String> attractionIds) {
        return transactions.read(database -> database.createQuery("""
                        SELECT attraction_id, spotify_id, matched_by
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS requested (id)
                        JOIN matches ON attraction_id = requested.id""")
                .bindArray("ids", String.class, Set.copyOf(attractionIds))
                .mapTo(PerformerMatch.class)
                .collect(Collectors.toMap(PerformerMatch::attractionId, Function.identity())));
    }

    public long count() {
        return transactions.count("matches");
    }

    /**
     * The result of looking up a performer in the source of the artists.
     *
     * @param attractionId the ID of the performer in the source of the events
     * @param artistId the ID of the artist; empty if the source of the artists does not have the performer
     * @param matchedBy how the match was found, such as {@code link} or {@code name}
     */
    public record PerformerMatch(
            String attractionId, @ColumnName("spotify_id") Optional<String> artistId, String matchedBy) {}
}
