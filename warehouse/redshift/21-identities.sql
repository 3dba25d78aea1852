-- Replaces the performers of concerts, the links between artists and their identities with those of the Iceberg tables.

DELETE FROM concert_dw.concert_performers;

INSERT INTO concert_dw.concert_performers (concert_id, "position", artist_id, name, matched_by, is_add_on)
SELECT
    performers.concert_id,
    performers."position",
    CASE WHEN OCTET_LENGTH(performers.artist_id) <= 100 THEN performers.artist_id END,
    concert_dw.f_fit(performers.name, 200),
    concert_dw.f_fit(performers.matched_by, 20),
    COALESCE(concerts.is_add_on, FALSE)
FROM concert_lake.concert_performers AS performers
INNER JOIN concert_lake.concerts AS concerts ON concerts.concert_id = performers.concert_id
WHERE OCTET_LENGTH(performers.concert_id) <= 50;

DELETE FROM concert_dw.artist_links;

INSERT INTO concert_dw.artist_links (
    artist_id, linked_id, artist_source, linked_source, matched_by, source, entity, field, record_id, first_seen, first_run_id,
    last_seen, last_run_id, is_current
)
SELECT
    artist_id,
    linked_id,
    concert_dw.f_fit(artist_source, 50),
    concert_dw.f_fit(linked_source, 50),
    concert_dw.f_fit(matched_by, 20),
    source,
    entity,
    field,
    CASE WHEN OCTET_LENGTH(record_id) <= 100 THEN record_id END,
    first_seen AT TIME ZONE 'UTC',
    concert_dw.f_fit(first_run_id, 256),
    last_seen AT TIME ZONE 'UTC',
    concert_dw.f_fit(last_run_id, 256),
    is_current
FROM concert_lake.artist_links
WHERE OCTET_LENGTH(artist_id) <= 100
    AND OCTET_LENGTH(linked_id) <= 100
    AND OCTET_LENGTH(source) <= 50
    AND OCTET_LENGTH(entity) <= 20
    AND OCTET_LENGTH(field) <= 100;

DELETE FROM concert_dw.artist_identities;

INSERT INTO concert_dw.artist_identities (artist_id, "identity", source, name, ids, conflicting)
SELECT
    artist_id,
    "identity",
    concert_dw.f_fit(source, 50),
    concert_dw.f_fit(name, 200),
    ids,
    conflicting
FROM concert_lake.artist_identities
WHERE OCTET_LENGTH(artist_id) <= 100 AND OCTET_LENGTH("identity") <= 100;
