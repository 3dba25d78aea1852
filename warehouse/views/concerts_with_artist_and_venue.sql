-- Concerts with the names of their artist, performers and venue.
SELECT
    c.concert_id,
    c.name,
    c.local_date,
    c.local_time,
    c.status,
    c.artist_id,
    coalesce(a.name, c.performers[1].name) AS artist,
    list_transform(c.performers, lambda p : p.name) AS performers,
    coalesce(c.genre, a.genre[1]) AS genre,
    a.popularity_score AS popularity,
    a.followers,
    c.venue_id,
    coalesce(v.name, c.venue_name) AS venue,
    coalesce(v.city, c.venue_city) AS city,
    coalesce(v.state, c.venue_state) AS state,
    coalesce(v.country, c.venue_country) AS country,
    v.capacity,
    coalesce(v.latitude, c.venue_latitude) AS latitude,
    coalesce(v.longitude, c.venue_longitude) AS longitude,
    c.price_ranges,
    c.url,
    c.first_seen,
    c.last_seen
FROM concerts c
LEFT JOIN artists a USING (artist_id)
LEFT JOIN venues v USING (venue_id)
