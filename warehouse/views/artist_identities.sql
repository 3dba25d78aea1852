-- The artists of all sources: IDs that links of the APIs join have the same identity.
-- If an identity has several IDs at one source, the links contradict each other: conflicting is then true.
WITH RECURSIVE edges AS (
    SELECT artist_id AS a, linked_id AS b FROM artist_links WHERE matched_by = 'link'
    UNION
    SELECT linked_id, artist_id FROM artist_links WHERE matched_by = 'link'
),

ids AS (
    SELECT artist_id AS id FROM artists
    UNION
    SELECT a FROM edges
),

-- Each ID takes over the smallest identity of its neighbours, until nothing changes.
labels(id, identity) USING KEY (id) AS (
    SELECT id, id FROM ids
    UNION
    (
        SELECT known.id, min(changed.identity)
        FROM recurring.labels AS known, labels AS changed, edges
        WHERE edges.a = changed.id AND edges.b = known.id AND changed.identity < known.identity
        GROUP BY known.id
    )
)

SELECT
    labels.identity,
    labels.id AS artist_id,
    split_part(labels.id, '_', 1) AS source,
    artists.name,
    count(*) OVER (PARTITION BY labels.identity) AS ids,
    count(*) OVER (PARTITION BY labels.identity, split_part(labels.id, '_', 1)) > 1 AS conflicting
FROM labels
LEFT JOIN artists ON artists.artist_id = labels.id
