-- Views over the artists and concerts of several sources.

-- Links that contradict each other: several artists of one source have the same identity.
CREATE OR REPLACE VIEW concert_dw.artist_identity_conflicts AS
SELECT
    identities."identity",
    identities.source,
    identities.artist_id,
    identities.name,
    links.linked_id,
    links.source AS link_source,
    links.entity AS link_entity,
    links.field AS link_field,
    links.record_id AS link_record_id,
    links.first_seen,
    links.last_seen
FROM concert_dw.artist_identities AS identities
INNER JOIN concert_dw.artist_links AS links
    ON identities.artist_id = links.artist_id OR identities.artist_id = links.linked_id
WHERE identities.conflicting AND links.is_current AND links.matched_by = 'link';

-- Pairs of concerts of two sources that are probably the same: same artist, day and place.
CREATE OR REPLACE VIEW concert_dw.probable_duplicates AS
WITH places AS (
    SELECT
        concerts.concert_id,
        SPLIT_PART(concerts.concert_id, '_', 1) AS source,
        concerts.name,
        concerts.local_date,
        concerts.local_time,
        venues.name AS venue,
        venues.city,
        CAST(venues.latitude AS DOUBLE PRECISION) AS latitude,
        CAST(venues.longitude AS DOUBLE PRECISION) AS longitude,
        -- Without a leading "the", accents, spaces and punctuation.
        NULLIF(TRANSLATE(
            REGEXP_REPLACE(LOWER(venues.name), '^the ', ''),
            'áàâãäåāăąçćčďèéêëēėęěğìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿžźż .,;:!?&/()*+_"´`’-' || CHR(39),
            'aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuyyzzz'
        ), '') AS plain_venue
    FROM concert_dw.concerts
    INNER JOIN concert_dw.venues ON venues.venue_id = concerts.venue_id
    WHERE concerts.local_date IS NOT NULL
),

performances AS (
    SELECT DISTINCT
        places.concert_id,
        places.source,
        places.local_date,
        identities."identity",
        identities.conflicting
    FROM places
    INNER JOIN concert_dw.concert_performers AS performers ON performers.concert_id = places.concert_id
    INNER JOIN concert_dw.artist_identities AS identities ON identities.artist_id = performers.artist_id
    WHERE NOT performers.is_add_on
),

same_artist_and_day AS (
    SELECT
        a.concert_id,
        b.concert_id AS other_concert_id,
        MIN(a."identity") AS "identity",
        MAX(CASE WHEN a.conflicting OR b.conflicting THEN 1 ELSE 0 END) = 1 AS conflicting_links
    FROM performances AS a
    INNER JOIN performances AS b ON a."identity" = b."identity" AND a.local_date = b.local_date AND a.source < b.source
    GROUP BY a.concert_id, b.concert_id
),

compared AS (
    SELECT
        pair.concert_id,
        pair.other_concert_id,
        a.name,
        b.name AS other_name,
        a.local_date,
        a.local_time,
        b.local_time AS other_local_time,
        a.venue,
        b.venue AS other_venue,
        a.city,
        -- Some APIs return 0 for coordinates that they do not know.
        CASE
            WHEN (a.latitude <> 0 OR a.longitude <> 0) AND (b.latitude <> 0 OR b.longitude <> 0)
                THEN
                    POWER(SIN(RADIANS(b.latitude - a.latitude) / 2), 2)
                    + COS(RADIANS(a.latitude)) * COS(RADIANS(b.latitude))
                    * POWER(SIN(RADIANS(b.longitude - a.longitude) / 2), 2)
        END AS haversine,
        pair."identity",
        pair.conflicting_links,
        COALESCE(LOWER(a.city) = LOWER(b.city) AND a.plain_venue = b.plain_venue, FALSE) AS same_name
    FROM same_artist_and_day AS pair
    INNER JOIN places AS a ON a.concert_id = pair.concert_id
    INNER JOIN places AS b ON b.concert_id = pair.other_concert_id
),

measured AS (
    SELECT
        compared.*,
        -- 12,742 km are the diameter of the earth. Rounding can give slightly more than 1.
        CAST(ROUND(12742000 * ASIN(SQRT(CASE WHEN haversine > 1 THEN 1 ELSE haversine END))) AS BIGINT) AS meters_apart
    FROM compared
)

SELECT
    concert_id,
    other_concert_id,
    name,
    other_name,
    local_date,
    local_time,
    other_local_time,
    venue,
    other_venue,
    city,
    meters_apart,
    "identity",
    conflicting_links,
    CASE
        WHEN same_name THEN 'same artist and day, same name of venue and city'
        ELSE 'same artist and day, venues ' || CAST(meters_apart AS VARCHAR(20)) || ' m apart'
    END AS reason
FROM measured
WHERE same_name OR meters_apart <= 1000;
