-- Merges the records that were read into the tables of concert_dw, and calculates the derived tables.

-- A text that is too long is cut; a JSON text that is too long is null, because half of it would not be JSON. Records whose own ID is
-- too long are left out, and other IDs that are too long are null, because a shorter ID could be another's. A list that is unknown or
-- empty is [], for readers that expect a list.

CREATE TEMP TABLE staged_artists (LIKE concert_dw.artists);

INSERT INTO staged_artists (
    artist_id, name, genre, popularity_score, formation_date, members, spotify_id, created_at, updated_at, ticketmaster_id,
    record_hash
)
SELECT
    r.artist_id,
    concert_dw.f_fit(r.name, 200),
    CASE WHEN JSON_SIZE(r.genre) <= 500 THEN JSON_SERIALIZE(r.genre) END,
    r.popularity_score,
    CASE WHEN r.formation_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN CAST(r.formation_date AS DATE) END,
    CASE
        WHEN r.members IS NULL OR NOT IS_ARRAY(r.members) THEN '[]'
        WHEN JSON_SIZE(r.members) <= 1000 THEN JSON_SERIALIZE(r.members)
    END,
    CASE WHEN OCTET_LENGTH(r.spotify_id) <= 50 THEN r.spotify_id END,
    COALESCE(r.first_seen, r.ingestion_timestamp) AT TIME ZONE 'UTC',
    r.ingestion_timestamp AT TIME ZONE 'UTC',
    CASE WHEN OCTET_LENGTH(r.ticketmaster_id) <= 50 THEN r.ticketmaster_id END,
    r.record_hash
FROM (
    SELECT
        raw_artists.*,
        ROW_NUMBER() OVER (
            PARTITION BY raw_artists.artist_id ORDER BY raw_artists.ingestion_timestamp DESC, raw_artists.run_id DESC
        ) AS age
    FROM raw_artists
) AS r
WHERE r.age = 1 AND OCTET_LENGTH(r.artist_id) <= 50;

-- Leaves the records that are newer, or of the same time with other content, which a reprocessed run can give.
DELETE FROM staged_artists
USING concert_dw.artists
WHERE artists.artist_id = staged_artists.artist_id
    AND (
        artists.updated_at > staged_artists.updated_at
        OR (artists.updated_at = staged_artists.updated_at AND artists.record_hash = staged_artists.record_hash)
    );

MERGE INTO concert_dw.artists
USING staged_artists
ON artists.artist_id = staged_artists.artist_id
WHEN MATCHED THEN UPDATE SET
    name = staged_artists.name,
    genre = staged_artists.genre,
    popularity_score = staged_artists.popularity_score,
    formation_date = staged_artists.formation_date,
    members = staged_artists.members,
    spotify_id = staged_artists.spotify_id,
    updated_at = staged_artists.updated_at,
    ticketmaster_id = staged_artists.ticketmaster_id,
    record_hash = staged_artists.record_hash
WHEN NOT MATCHED THEN INSERT (
    artist_id, name, genre, popularity_score, formation_date, members, spotify_id, created_at, updated_at, ticketmaster_id,
    record_hash
)
VALUES (
    staged_artists.artist_id,
    staged_artists.name,
    staged_artists.genre,
    staged_artists.popularity_score,
    staged_artists.formation_date,
    staged_artists.members,
    staged_artists.spotify_id,
    staged_artists.created_at,
    staged_artists.updated_at,
    staged_artists.ticketmaster_id,
    staged_artists.record_hash
);

CREATE TEMP TABLE staged_venues (LIKE concert_dw.venues);

INSERT INTO staged_venues (
    venue_id, name, address, city, state, country, postal_code, latitude, longitude, capacity, venue_type, amenities,
    ticketmaster_id, created_at, updated_at, time_zone, record_hash
)
SELECT
    r.venue_id,
    concert_dw.f_fit(r.name, 200),
    concert_dw.f_fit(r.address, 500),
    concert_dw.f_fit(r.city, 100),
    concert_dw.f_fit(r.state, 50),
    concert_dw.f_fit(r.country, 50),
    concert_dw.f_fit(r.postal_code, 20),
    CAST(r.latitude AS DECIMAL(10, 8)),
    CAST(r.longitude AS DECIMAL(11, 8)),
    CASE WHEN r.capacity BETWEEN 0 AND 2147483647 THEN r.capacity END,
    concert_dw.f_fit(r.venue_type, 50),
    CASE
        WHEN r.amenities IS NULL OR NOT IS_ARRAY(r.amenities) THEN '[]'
        WHEN JSON_SIZE(r.amenities) <= 1000 THEN JSON_SERIALIZE(r.amenities)
    END,
    CASE WHEN OCTET_LENGTH(r.ticketmaster_id) <= 50 THEN r.ticketmaster_id END,
    COALESCE(r.first_seen, r.ingestion_timestamp) AT TIME ZONE 'UTC',
    r.ingestion_timestamp AT TIME ZONE 'UTC',
    concert_dw.f_fit(r.time_zone, 64),
    r.record_hash
FROM (
    SELECT
        raw_venues.*,
        ROW_NUMBER() OVER (
            PARTITION BY raw_venues.venue_id ORDER BY raw_venues.ingestion_timestamp DESC, raw_venues.run_id DESC
        ) AS age
    FROM raw_venues
) AS r
WHERE r.age = 1 AND OCTET_LENGTH(r.venue_id) <= 50;

DELETE FROM staged_venues
USING concert_dw.venues
WHERE venues.venue_id = staged_venues.venue_id
    AND (
        venues.updated_at > staged_venues.updated_at
        OR (venues.updated_at = staged_venues.updated_at AND venues.record_hash = staged_venues.record_hash)
    );

MERGE INTO concert_dw.venues
USING staged_venues
ON venues.venue_id = staged_venues.venue_id
WHEN MATCHED THEN UPDATE SET
    name = staged_venues.name,
    address = staged_venues.address,
    city = staged_venues.city,
    state = staged_venues.state,
    country = staged_venues.country,
    postal_code = staged_venues.postal_code,
    latitude = staged_venues.latitude,
    longitude = staged_venues.longitude,
    capacity = staged_venues.capacity,
    venue_type = staged_venues.venue_type,
    amenities = staged_venues.amenities,
    ticketmaster_id = staged_venues.ticketmaster_id,
    updated_at = staged_venues.updated_at,
    time_zone = staged_venues.time_zone,
    record_hash = staged_venues.record_hash
WHEN NOT MATCHED THEN INSERT (
    venue_id, name, address, city, state, country, postal_code, latitude, longitude, capacity, venue_type, amenities,
    ticketmaster_id, created_at, updated_at, time_zone, record_hash
)
VALUES (
    staged_venues.venue_id,
    staged_venues.name,
    staged_venues.address,
    staged_venues.city,
    staged_venues.state,
    staged_venues.country,
    staged_venues.postal_code,
    staged_venues.latitude,
    staged_venues.longitude,
    staged_venues.capacity,
    staged_venues.venue_type,
    staged_venues.amenities,
    staged_venues.ticketmaster_id,
    staged_venues.created_at,
    staged_venues.updated_at,
    staged_venues.time_zone,
    staged_venues.record_hash
);

CREATE TEMP TABLE staged_concerts (LIKE concert_dw.concerts);

INSERT INTO staged_concerts (
    concert_id, artist_id, venue_id, event_date, ticket_prices, total_attendance, revenue, status, created_at, updated_at,
    name, local_date, local_time, time_zone, record_hash
)
SELECT
    r.concert_id,
    CASE WHEN OCTET_LENGTH(r.artist_id) <= 50 THEN r.artist_id END,
    CASE WHEN OCTET_LENGTH(r.venue_id) <= 50 THEN r.venue_id END,
    CASE
        WHEN r.event_date_precision = 'second' THEN CAST(LEFT(REPLACE(r.event_date, 'T', ' '), 19) AS TIMESTAMP)
    END,
    CASE WHEN JSON_SIZE(r.ticket_prices) <= 2000 THEN JSON_SERIALIZE(r.ticket_prices) END,
    CASE WHEN r.total_attendance BETWEEN 0 AND 2147483647 THEN r.total_attendance END,
    CAST(r.revenue AS DECIMAL(12, 2)),
    concert_dw.f_fit(r.status, 20),
    COALESCE(r.first_seen, r.ingestion_timestamp) AT TIME ZONE 'UTC',
    r.ingestion_timestamp AT TIME ZONE 'UTC',
    concert_dw.f_fit(r.name, 500),
    r.local_date,
    concert_dw.f_fit(r.local_time, 8),
    concert_dw.f_fit(r.time_zone, 64),
    r.record_hash
FROM (
    SELECT
        raw_concerts.*,
        ROW_NUMBER() OVER (
            PARTITION BY raw_concerts.concert_id ORDER BY raw_concerts.ingestion_timestamp DESC, raw_concerts.run_id DESC
        ) AS age
    FROM raw_concerts
) AS r
WHERE r.age = 1 AND OCTET_LENGTH(r.concert_id) <= 50;

DELETE FROM staged_concerts
USING concert_dw.concerts
WHERE concerts.concert_id = staged_concerts.concert_id
    AND (
        concerts.updated_at > staged_concerts.updated_at
        OR (concerts.updated_at = staged_concerts.updated_at AND concerts.record_hash = staged_concerts.record_hash)
    );

MERGE INTO concert_dw.concerts
USING staged_concerts
ON concerts.concert_id = staged_concerts.concert_id
WHEN MATCHED THEN UPDATE SET
    artist_id = staged_concerts.artist_id,
    venue_id = staged_concerts.venue_id,
    event_date = staged_concerts.event_date,
    ticket_prices = staged_concerts.ticket_prices,
    total_attendance = staged_concerts.total_attendance,
    revenue = staged_concerts.revenue,
    status = staged_concerts.status,
    updated_at = staged_concerts.updated_at,
    name = staged_concerts.name,
    local_date = staged_concerts.local_date,
    local_time = staged_concerts.local_time,
    time_zone = staged_concerts.time_zone,
    record_hash = staged_concerts.record_hash
WHEN NOT MATCHED THEN INSERT (
    concert_id, artist_id, venue_id, event_date, ticket_prices, total_attendance, revenue, status, created_at, updated_at,
    name, local_date, local_time, time_zone, record_hash
)
VALUES (
    staged_concerts.concert_id,
    staged_concerts.artist_id,
    staged_concerts.venue_id,
    staged_concerts.event_date,
    staged_concerts.ticket_prices,
    staged_concerts.total_attendance,
    staged_concerts.revenue,
    staged_concerts.status,
    staged_concerts.created_at,
    staged_concerts.updated_at,
    staged_concerts.name,
    staged_concerts.local_date,
    staged_concerts.local_time,
    staged_concerts.time_zone,
    staged_concerts.record_hash
);

INSERT INTO concert_dw.loads (load_id, table_name, object_key, sha256, run_id, lines, loaded_at)
SELECT '${load}', raw_loads.table_name, raw_loads.object_key, raw_loads.sha256, raw_loads.run_id, raw_loads.lines, GETDATE()
FROM raw_loads
LEFT JOIN concert_dw.loads AS known ON known.object_key = raw_loads.object_key AND known.sha256 = raw_loads.sha256
WHERE known.object_key IS NULL;

DROP TABLE raw_loads, raw_artists, raw_venues, raw_concerts, staged_artists, staged_venues, staged_concerts;

CALL concert_dw.calculate_venue_popularity();

CALL concert_dw.calculate_artist_performance();

CALL concert_dw.calculate_daily_sales_summary();
