-- The rows of the table artist_identities, from the smallest ID that each ID is linked with. DuckDB and Spark run this.
SELECT
    artist_labels.id AS artist_id,
    artist_labels.identity,
    split_part(artist_labels.id, '_', 1) AS source,
    artists.name,
    count(*) OVER (PARTITION BY artist_labels.identity) AS ids,
    count(*) OVER (PARTITION BY artist_labels.identity, split_part(artist_labels.id, '_', 1)) > 1 AS conflicting
FROM artist_labels
LEFT JOIN artists ON artists.artist_id = artist_labels.id
