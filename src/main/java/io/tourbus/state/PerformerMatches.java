package io.tourbus.state;

import io.tourbus.state.db.Transactions;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
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
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO matches AS known
                        USING (VALUES (CAST(:attraction AS VARCHAR), CAST(:artist AS VARCHAR),
                                       CAST(:by AS VARCHAR), CAST(:now AS TIMESTAMP(3) WITH TIME ZONE)))
                            AS told (attraction_id, spotify_id, matched_by, put_at)
                        ON known.attraction_id = told.attraction_id
                        WHEN MATCHED THEN UPDATE SET spotify_id = told.spotify_id, matched_by = told.matched_by,
                            put_at = told.put_at
                        WHEN NOT MATCHED THEN INSERT (attraction_id, spotify_id, matched_by, put_at)
                            VALUES (told.attraction_id, told.spotify_id, told.matched_by, told.put_at)""")
                .bind("attraction", match.attractionId())
                .bind("artist", match.artistId().orElse(null))
                .bind("by", match.matchedBy())
                .bind("now", now)
                .execute());
    }

    /** Returns the matches by attraction ID. Performers that were never looked up are not in the map. */
    public Map<String, PerformerMatch> findAll(Collection<String> attractionIds) {
        return transactions.read(database -> database.createQuery("""
                        SELECT known.attraction_id, known.spotify_id, known.matched_by
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS asked (attraction_id)
                        JOIN matches AS known ON known.attraction_id = asked.attraction_id""")
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
            String attractionId, @ColumnName("spotify_id") Optional<String> artistId, String matchedBy) {

        public PerformerMatch {
            Objects.requireNonNull(attractionId, "attractionId");
            Objects.requireNonNull(artistId, "artistId");
            Objects.requireNonNull(matchedBy, "matchedBy");
        }
    }
}
