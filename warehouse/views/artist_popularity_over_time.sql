-- Popularity and followers of artists: a row for each change.
SELECT
    p.artist_id,
    a.name,
    p.observed_at,
    p.popularity,
    p.followers,
    p.popularity - lag(p.popularity) OVER history AS popularity_change,
    p.followers - lag(p.followers) OVER history AS followers_change
FROM artist_popularity p
LEFT JOIN artists a USING (artist_id)
WINDOW history AS (PARTITION BY p.artist_id ORDER BY p.observed_at)
