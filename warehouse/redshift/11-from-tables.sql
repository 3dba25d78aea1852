-- Reads the newest records from the Iceberg tables.

-- First, so that it lists no object whose records the statements below do not read.
INSERT INTO raw_loads (table_name, object_key, sha256, run_id, lines)
SELECT lake."table", lake.object_key, lake.sha256, lake.run_id, lake.lines
FROM concert_lake.loads AS lake
WHERE lake."table" IN ('artists', 'venues', 'concerts');

INSERT INTO raw_artists (
    artist_id, name, genre, popularity_score, formation_date, members, spotify_id, ticketmaster_id, ingestion_timestamp, run_id,
    record_hash, first_seen
)
SELECT
    artist_id,
    name,
    genre,
    popularity_score,
    formation_date,
    members,
    spotify_id,
    ticketmaster_id,
    ingestion_timestamp,
    run_id,
    record_hash,
    first_seen
FROM concert_lake.artists;

INSERT INTO raw_venues (
    venue_id, name, address, city, state, country, postal_code, latitude, longitude, capacity, venue_type, amenities,
    ticketmaster_id, time_zone, ingestion_timestamp, run_id, record_hash, first_seen
)
SELECT
    venue_id,
    name,
    address,
    city,
    state,
    country,
    postal_code,
    latitude,
    longitude,
    capacity,
    venue_type,
    amenities,
    ticketmaster_id,
    time_zone,
    ingestion_timestamp,
    run_id,
    record_hash,
    first_seen
FROM concert_lake.venues;

INSERT INTO raw_concerts (
    concert_id, artist_id, venue_id, event_date, event_date_precision, ticket_prices, total_attendance, revenue, status, name,
    local_date, local_time, time_zone, ingestion_timestamp, run_id, record_hash, first_seen
)
SELECT
    concert_id,
    artist_id,
    venue_id,
    event_date,
    event_date_precision,
    ticket_prices,
    total_attendance,
    revenue,
    status,
    name,
    local_date,
    local_time,
    time_zone,
    ingestion_timestamp,
    run_id,
    record_hash,
    first_seen
FROM concert_lake.concerts;
