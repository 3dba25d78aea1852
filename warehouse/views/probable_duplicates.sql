-- Pairs of concerts of two sources that are probably the same: same artist, day and place.
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
        c.performers
    FROM concerts c
    LEFT JOIN venues v USING (venue_id)
    WHERE c.local_date IS NOT NULL AND NOT coalesce(c.is_add_on, false)
),

performances AS (
    SELECT DISTINCT p.concert_id, p.source, p.local_date, i.identity, i.conflicting
    FROM (SELECT concert_id, source, local_date, unnest(performers).artist_id AS artist_id FROM places) p
    JOIN artist_identities i USING (artist_id)
),

same_artist_and_day AS (
    SELECT
        a.concert_id,
        b.concert_id AS other_concert_id,
        min(a.identity) AS identity,
        bool_or(a.conflicting) AS conflicting_links
    FROM performances a
    JOIN performances b ON a.identity = b.identity AND a.local_date = b.local_date AND a.source < b.source
    GROUP BY ALL
),

compared AS (
    SELECT
        pair.*,
        a,
        b,
        12742000 * asin(sqrt(
            pow(sin(radians(b.latitude - a.latitude) / 2), 2)
            + cos(radians(a.latitude)) * cos(radians(b.latitude)) * pow(sin(radians(b.longitude - a.longitude) / 2), 2)
        )) AS meters,
        lower(a.city) = lower(b.city)
        AND regexp_replace(lower(strip_accents(a.venue)), '^the |[^a-z0-9]', '', 'g')
        = regexp_replace(lower(strip_accents(b.venue)), '^the |[^a-z0-9]', '', 'g') AS same_name
    FROM same_artist_and_day pair
    JOIN places a ON a.concert_id = pair.concert_id
    JOIN places b ON b.concert_id = pair.other_concert_id
)

SELECT
    concert_id,
    other_concert_id,
    a.name AS name,
    b.name AS other_name,
    a.local_date AS local_date,
    a.local_time AS local_time,
    b.local_time AS other_local_time,
    a.venue AS venue,
    b.venue AS other_venue,
    a.city AS city,
    round(meters)::BIGINT AS meters_apart,
    identity,
    conflicting_links,
    'same artist and day, '
    || CASE WHEN same_name THEN 'same name of venue and city' ELSE 'venues ' || round(meters)::BIGINT || ' m apart' END
        AS reason
FROM compared
WHERE same_name OR meters <= 1000
