-- Links that contradict each other: several artists of one source have the same identity.
SELECT
    i.identity,
    i.source,
    i.artist_id,
    i.name,
    l.linked_id,
    l.source AS link_source,
    l.entity AS link_entity,
    l.field AS link_field,
    l.first_seen
FROM artist_identities i
JOIN (
    SELECT artist_id AS id, * FROM artist_links
    UNION ALL
    SELECT linked_id, * FROM artist_links
) l ON l.id = i.artist_id
WHERE i.conflicting AND l.matched_by = 'link'
