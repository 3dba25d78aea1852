-- Pairs of concerts of two sources that are probably the same: same artist, day and place.
-- This is also SQL of Spark, Athena and Trino.
WITH places AS (
    SELECT
        c.concert_id,
        c.source,
        c.name,
        c.local_date,
        c.local_time,
        coalesce(v.name, c.venue_name) AS venue,
        coalesce(v.city, c.venue_city) AS city,
        coalesce(v.latitude, c.venue_latitude) AS latitude,
        coalesce(v.longitude, c.venue_longitude) AS longitude,
        -- Without a leading "the", accents, spaces and punctuation.
        nullif(translate(
            regexp_replace(lower(coalesce(v.name, c.venue_name)), '^the ', ''),
            'áàâãäåāăąçćčďèéêëēėęěğìíîïīıłñńňòóôõöøōőřśşšťùúûüūůűýÿžźż .,;:!?&/()*+_"´`’-' || chr(39),
            'aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorssstuuuuuuuyyzzz'
        ), '') AS plain_venue
    FROM concerts c
    LEFT JOIN venues v ON v.venue_id = c.venue_id
    WHERE c.local_date IS NOT NULL AND NOT coalesce(c.is_add_on, false)
),

performances AS (
    SELECT DISTINCT c.concert_id, c.source, c.local_date, i.identity, i.conflicting
    FROM places c
    JOIN concert_performers p ON p.concert_id = c.concert_id
    JOIN artist_identities i ON i.artist_id = p.artist_id
),

same_artist_and_day AS (
    SELECT
        a.concert_id,
        b.concert_id AS other_concert_id,
        min(a.identity) AS identity,
        max(CASE WHEN a.conflicting OR b.conflicting THEN 1 ELSE 0 END) = 1 AS conflicting_links
    FROM performances a
    JOIN performances b ON a.identity = b.identity AND a.local_date = b.local_date AND a.source < b.source
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
            WHEN (a.latitude <> 0 OR a.longitude <> 0) AND (b.latitude <> 0 OR b.longitude <> 0) THEN
                power(sin(radians(b.latitude - a.latitude) / 2), 2)
                + cos(radians(a.latitude)) * cos(radians(b.latitude))
                * power(sin(radians(b.longitude - a.longitude) / 2), 2)
        END AS haversine,
        pair.identity,
        pair.conflicting_links,
        coalesce(lower(a.city) = lower(b.city) AND a.plain_venue = b.plain_venue, false) AS same_name
    FROM same_artist_and_day pair
    JOIN places a ON a.concert_id = pair.concert_id
    JOIN places b ON b.concert_id = pair.other_concert_id
),

measured AS (
    SELECT
        compared.*,
        -- 12,742 km are the diameter of the earth. Rounding can give slightly more than 1.
        CAST(round(12742000 * asin(sqrt(CASE WHEN haversine > 1 THEN 1 ELSE haversine END))) AS BIGINT) AS meters_apart
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
