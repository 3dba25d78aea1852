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

/** Performers of Ticketmaster that were looked up on Spotify, so that each is looked up once. */
public final class PerformerMatches {

    private final Transactions transactions;

    PerformerMatches(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Remembers a match in place of what was known of the performer. */
    public void put(PerformerMatch match, Instant now) {
        transactions.write(database -> database.createUpdate("""
                        MERGE INTO matches AS known
                        USING (VALUES (CAST(:attraction AS VARCHAR), CAST(:spotify AS VARCHAR),
                                       CAST(:by AS VARCHAR), CAST(:now AS TIMESTAMP(3) WITH TIME ZONE)))
                            AS told (attraction_id, spotify_id, matched_by, put_at)
                        ON known.attraction_id = told.attraction_id
                        WHEN MATCHED THEN UPDATE SET spotify_id = told.spotify_id, matched_by = told.matched_by,
                            put_at = told.put_at
                        WHEN NOT MATCHED THEN INSERT (attraction_id, spotify_id, matched_by, put_at)
                            VALUES (told.attraction_id, told.spotify_id, told.matched_by, told.put_at)""")
                .bind("attraction", match.attractionId())
                .bind("spotify", match.spotifyId().orElse(null))
                .bind("by", match.matchedBy())
                .bind("now", now)
                .execute());
    }

    /** The known matches by attraction id; performers that were never looked up are left out. */
    public Map<String, PerformerMatch> findAll(Collection<String> attractionIds) {
        return transactions.read(database -> database.createQuery("""
                        SELECT known.attraction_id, known.spotify_id, known.matched_by
                        FROM UNNEST(CAST(:ids AS VARCHAR ARRAY)) AS asked (attraction_id)
                        JOIN matches AS known ON known.attraction_id = asked.attraction_id""")
                .bindArray("ids", String.class, Set.copyOf(attractionIds))
                .map(row -> new PerformerMatch(
                        row.getColumn("attraction_id", String.class),
                        Optional.ofNullable(row.getColumn("spotify_id", String.class)),
                        row.getColumn("matched_by", String.class)))
                .collect(Collectors.toMap(PerformerMatch::attractionId, Function.identity())));
    }

    public long count() {
        return transactions.read(database -> database.createQuery("SELECT COUNT(*) FROM matches")
                .mapTo(Long.class)
                .one());
    }

    /** A performer of Ticketmaster, resolved to an artist of Spotify by some means, or found to have none there. */
    public record PerformerMatch(String attractionId, Optional<String> spotifyId, String matchedBy) {

        public PerformerMatch {
            Objects.requireNonNull(attractionId, "attractionId");
            Objects.requireNonNull(spotifyId, "spotifyId");
            Objects.requireNonNull(matchedBy, "matchedBy");
        }
    }
}
