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
    l.record_id AS link_record_id,
    l.first_seen,
    l.last_seen
FROM artist_identities i
JOIN artist_links l ON i.artist_id = l.artist_id OR i.artist_id = l.linked_id
WHERE i.conflicting AND l.is_current AND l.matched_by = 'link'
