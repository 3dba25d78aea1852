-- Links between artists of different sources, with the origin of each link.
-- matched_by is name if Tourbus found the artist by name: then no API links the two.
WITH records AS (
    SELECT
        artist_id,
        source,
        ingestion_timestamp AS seen,
        spotify_id,
        musicbrainz_id,
        external_urls,
        links,
        -- What Ticketmaster knows about an artist of another source is in the same record.
        coalesce('ticketmaster_' || ticketmaster_id, artist_id) AS attraction,
        CASE WHEN ticketmaster_id IS NULL THEN source ELSE 'ticketmaster' END AS attraction_source
    FROM artists_versions
),

performers AS (
    SELECT source, first_seen AS seen, unnest(performers, recursive := true)
    FROM (SELECT source, first_seen, performers FROM concerts)
),

found AS (
    SELECT attraction AS artist_id, artist_id AS linked_id, attraction_source AS source, 'artists' AS entity,
        'ticketmaster_id' AS field, seen
    FROM records
    UNION ALL
    SELECT attraction, 'musicbrainz_' || musicbrainz_id, attraction_source, 'artists', 'musicbrainz_id', seen
    FROM records
    UNION ALL
    SELECT artist_id, 'spotify_' || spotify_id, source, 'artists', 'spotify_id', seen
    FROM records
    UNION ALL
    SELECT artist_id, url.value, source, 'artists', 'external_urls.' || url.key, seen
    FROM (SELECT *, unnest(map_entries(external_urls)) AS url FROM records)
    UNION ALL
    SELECT attraction, unnest(site.value), attraction_source, 'artists', 'links.' || site.key, seen
    FROM (SELECT *, unnest(map_entries(links)) AS site FROM records)
    UNION ALL
    SELECT coalesce('ticketmaster_' || ticketmaster_id, artist_id), 'spotify_' || spotify_id, source, 'events',
        'performers.spotify_id', seen
    FROM performers
    UNION ALL
    SELECT coalesce('ticketmaster_' || ticketmaster_id, artist_id), 'musicbrainz_' || musicbrainz_id, source, 'events',
        'performers.musicbrainz_id', seen
    FROM performers
),

identified AS (
    SELECT
        artist_id,
        CASE
            WHEN NOT starts_with(linked_id, 'http') THEN linked_id
            WHEN regexp_matches(linked_id, '^https?://open\.spotify\.com/(.+/)?artist/')
                THEN 'spotify_' || nullif(regexp_extract(linked_id, '/artist/([A-Za-z0-9]+)', 1), '')
            WHEN regexp_matches(linked_id, '^https?://([a-z]+\.)?musicbrainz\.org/artist/')
                THEN 'musicbrainz_' || nullif(regexp_extract(linked_id, '/artist/([0-9a-f-]{36})', 1), '')
        END AS linked_id,
        source,
        entity,
        field,
        seen
    FROM found
),

by_name AS (
    SELECT 'ticketmaster_' || ticketmaster_id AS artist_id, 'spotify_' || spotify_id AS linked_id
    FROM performers
    GROUP BY ALL
    HAVING bool_and(matched_by = 'name')
)

SELECT
    artist_id,
    linked_id,
    CASE WHEN by_name.artist_id IS NULL THEN 'link' ELSE 'name' END AS matched_by,
    source,
    entity,
    field,
    min(seen) AS first_seen
FROM identified
LEFT JOIN by_name USING (artist_id, linked_id)
WHERE artist_id <> linked_id
GROUP BY ALL
