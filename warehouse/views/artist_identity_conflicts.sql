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
JOIN artist_links l ON l.matched_by = 'link' AND i.artist_id IN (l.artist_id, l.linked_id)
WHERE i.conflicting
