-- The rows of the table artist_links. DuckDB and Spark run this; Spark's name of unnest is explode.
WITH artist_records AS (
    SELECT artist_id, source, spotify_id, musicbrainz_id, ticketmaster_id, external_urls, links, ingestion_timestamp AS seen, run_id
    FROM artists_versions
    UNION ALL
    SELECT artist_id, source, spotify_id, musicbrainz_id, ticketmaster_id, external_urls, links, last_seen, run_id
    FROM artists
),

-- A record of Spotify also contains what Ticketmaster returns about the artist.
claims AS (
    SELECT
        artist_records.*,
        CASE WHEN source = 'spotify' AND ticketmaster_id IS NOT NULL THEN 'ticketmaster' ELSE source END AS claimed_by,
        CASE
            WHEN source IN ('spotify', 'ticketmaster') AND ticketmaster_id IS NOT NULL THEN 'ticketmaster_' || ticketmaster_id
            ELSE artist_id
        END AS claimed_of
    FROM artist_records
),

performers AS (
    SELECT concert_id, source, seen, run_id, unnest(performers) AS p
    FROM (
        SELECT concert_id, source, performers, ingestion_timestamp AS seen, run_id FROM concerts_versions
        UNION ALL
        SELECT concert_id, source, performers, last_seen, run_id FROM concerts
    ) AS concert_records
),

performer_claims AS (
    SELECT
        concert_id,
        source,
        seen,
        run_id,
        CASE
            WHEN source = 'ticketmaster' AND p.ticketmaster_id IS NOT NULL THEN 'ticketmaster_' || p.ticketmaster_id
            ELSE p.artist_id
        END AS claimed_of,
        p.ticketmaster_id AS ticketmaster_id,
        p.spotify_id AS spotify_id,
        p.musicbrainz_id AS musicbrainz_id,
        p.matched_by AS matched_by
    FROM performers
),

found AS (
    SELECT artist_id AS record_id, claimed_of AS artist_id, artist_id AS linked, claimed_by AS source, 'artists' AS entity,
        'ticketmaster_id' AS field, seen, run_id
    FROM claims
    WHERE source IN ('spotify', 'ticketmaster')
    UNION ALL
    SELECT artist_id, claimed_of, 'ticketmaster_' || ticketmaster_id, claimed_by, 'artists', 'ticketmaster_id', seen, run_id
    FROM claims
    WHERE source NOT IN ('spotify', 'ticketmaster')
    UNION ALL
    SELECT artist_id, claimed_of, 'musicbrainz_' || musicbrainz_id, claimed_by, 'artists', 'musicbrainz_id', seen, run_id
    FROM claims
    UNION ALL
    SELECT artist_id, artist_id, 'spotify_' || spotify_id, source, 'artists', 'spotify_id', seen, run_id
    FROM claims
    UNION ALL
    SELECT artist_id, artist_id, url.value, source, 'artists', 'external_urls.' || url.key, seen, run_id
    FROM (SELECT artist_id, source, seen, run_id, unnest(map_entries(external_urls)) AS url FROM claims) AS urls
    UNION ALL
    SELECT artist_id, claimed_of, address, claimed_by, 'artists', 'links.' || site, seen, run_id
    FROM (
        SELECT artist_id, claimed_of, claimed_by, seen, run_id, site.key AS site, unnest(site.value) AS address
        FROM (SELECT artist_id, claimed_of, claimed_by, seen, run_id, unnest(map_entries(links)) AS site FROM claims) AS sites
    ) AS addresses
    UNION ALL
    SELECT concert_id, claimed_of, 'ticketmaster_' || ticketmaster_id, source, 'events', 'performers.ticketmaster_id', seen, run_id
    FROM performer_claims
    UNION ALL
    SELECT concert_id, claimed_of, 'spotify_' || spotify_id, source, 'events', 'performers.spotify_id', seen, run_id
    FROM performer_claims
    UNION ALL
    SELECT concert_id, claimed_of, 'musicbrainz_' || musicbrainz_id, source, 'events', 'performers.musicbrainz_id', seen, run_id
    FROM performer_claims
),

identified AS (
    SELECT
        record_id,
        artist_id,
        -- The IDs of MusicBrainz are UUIDs, which some APIs return in upper case.
        CASE
            WHEN field IN ('musicbrainz_id', 'performers.musicbrainz_id') THEN lower(linked)
            WHEN field NOT LIKE 'external_urls.%' AND field NOT LIKE 'links.%' THEN linked
            ELSE coalesce(
                'spotify_' || nullif(
                    regexp_extract(linked, '^https?://open[.]spotify[.]com/(.+/)?artist/([A-Za-z0-9]+)', 2), ''
                ),
                'musicbrainz_' || nullif(
                    regexp_extract(lower(linked), '^https?://([a-z]+[.])?musicbrainz[.]org/artist/([0-9a-f-]{36})', 2), ''
                )
            )
        END AS linked_id,
        source,
        entity,
        field,
        seen,
        run_id
    FROM found
),

ranked AS (
    SELECT
        identified.*,
        -- Another ID in the same field of a newer record replaces the link. A missing ID does not: the run may not have read it.
        seen = max(seen) OVER (
            PARTITION BY entity, record_id, artist_id, field, split_part(linked_id, '_', 1)
        ) AS is_newest,
        row_number() OVER (
            PARTITION BY artist_id, linked_id, source, entity, field ORDER BY seen, run_id, record_id
        ) AS sighting,
        row_number() OVER (
            PARTITION BY artist_id, linked_id, source, entity, field ORDER BY seen DESC, run_id DESC, record_id DESC
        ) AS sighting_from_last
    FROM identified
    WHERE artist_id <> linked_id
),

-- Tourbus has found these at Spotify by name, and no performer has a link to them.
by_name AS (
    SELECT claimed_of AS artist_id, 'spotify_' || spotify_id AS linked_id
    FROM performer_claims
    WHERE spotify_id IS NOT NULL
    GROUP BY claimed_of, spotify_id
    HAVING min(CASE WHEN matched_by = 'name' THEN 1 ELSE 0 END) = 1
)

SELECT
    ranked.artist_id,
    ranked.linked_id,
    split_part(ranked.artist_id, '_', 1) AS artist_source,
    split_part(ranked.linked_id, '_', 1) AS linked_source,
    CASE WHEN max(by_name.artist_id) IS NULL THEN 'link' ELSE 'name' END AS matched_by,
    ranked.source,
    ranked.entity,
    ranked.field,
    max(CASE WHEN sighting_from_last = 1 THEN record_id END) AS record_id,
    min(seen) AS first_seen,
    max(CASE WHEN sighting = 1 THEN run_id END) AS first_run_id,
    max(seen) AS last_seen,
    max(CASE WHEN sighting_from_last = 1 THEN run_id END) AS last_run_id,
    max(CASE WHEN is_newest THEN 1 ELSE 0 END) = 1 AS is_current
FROM ranked
LEFT JOIN by_name ON by_name.artist_id = ranked.artist_id AND by_name.linked_id = ranked.linked_id
GROUP BY ranked.artist_id, ranked.linked_id, ranked.source, ranked.entity, ranked.field
