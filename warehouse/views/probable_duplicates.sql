-- Pairs of concerts of two sources that are probably the same: same artist, day and place.
-- This is also SQL of Spark, Athena and Trino. A test compares it with the view of Redshift, from same_artist_and_day on.
WITH places AS (
    SELECT
        concerts.concert_id,
        concerts.source,
        concerts.name,
        concerts.local_date,
        concerts.local_time,
        COALESCE(venues.name, concerts.venue_name) AS venue,
        COALESCE(venues.city, concerts.venue_city) AS city,
        COALESCE(venues.latitude, concerts.venue_latitude) AS latitude,
        COALESCE(venues.longitude, concerts.venue_longitude) AS longitude,
        -- Without a leading "the", accents, spaces and punctuation.
        NULLIF(TRANSLATE(
            REGEXP_REPLACE(LOWER(COALESCE(venues.name, concerts.venue_name)), '^the ', ''),
            'áàâãäåāăąçćčďèéêëēėęěğìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿžźż .,;:!?&/()*+_"´`’-' || CHR(39),
            'aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuyyzzz'
        ), '') AS plain_venue
    FROM concerts
    LEFT JOIN venues ON venues.venue_id = concerts.venue_id
    WHERE concerts.local_date IS NOT NULL AND NOT COALESCE(concerts.is_add_on, FALSE)
),

performances AS (
    SELECT DISTINCT
        places.concert_id,
        places.source,
        places.local_date,
        identities.identity,
        identities.conflicting
    FROM places
    INNER JOIN concert_performers AS performers ON performers.concert_id = places.concert_id
    INNER JOIN artist_identities AS identities ON identities.artist_id = performers.artist_id
),

same_artist_and_day AS (
    SELECT
        a.concert_id,
        b.concert_id AS other_concert_id,
        MIN(a.identity) AS identity,
        MAX(CASE WHEN a.conflicting OR b.conflicting THEN 1 ELSE 0 END) = 1 AS conflicting_links
    FROM performances AS a
    INNER JOIN performances AS b ON a.identity = b.identity AND a.local_date = b.local_date AND a.source < b.source
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
        pair.identity,
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
    identity,
    conflicting_links,
    CASE
        WHEN same_name THEN 'same artist and day, same name of venue and city'
        ELSE 'same artist and day, venues ' || CAST(meters_apart AS VARCHAR(20)) || ' m apart'
    END AS reason
FROM measured
WHERE same_name OR meters_apart <= 1000
