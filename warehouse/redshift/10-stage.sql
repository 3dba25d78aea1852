-- Begins a load: empty temporary tables for records. All files from 10 to 20 that a load uses run in one transaction.

-- Loads wait for each other.
LOCK TABLE concert_dw.loads;

CREATE TEMP TABLE raw_loads (
    table_name VARCHAR(64),
    object_key VARCHAR(1024),
    sha256 VARCHAR(64),
    run_id VARCHAR(256),
    lines BIGINT
);

CREATE TEMP TABLE raw_artists (
    artist_id VARCHAR(1024),
    name VARCHAR(65535),
    genre SUPER,
    popularity_score BIGINT,
    formation_date VARCHAR(256),
    members SUPER,
    spotify_id VARCHAR(1024),
    ticketmaster_id VARCHAR(1024),
    ingestion_timestamp TIMESTAMPTZ,
    run_id VARCHAR(256),
    record_hash VARCHAR(64),
    first_seen TIMESTAMPTZ
);

CREATE TEMP TABLE raw_venues (
    venue_id VARCHAR(1024),
    name VARCHAR(65535),
    address VARCHAR(65535),
    city VARCHAR(65535),
    state VARCHAR(65535),
    country VARCHAR(65535),
    postal_code VARCHAR(65535),
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    capacity BIGINT,
    venue_type VARCHAR(65535),
    amenities SUPER,
    ticketmaster_id VARCHAR(1024),
    time_zone VARCHAR(1024),
    ingestion_timestamp TIMESTAMPTZ,
    run_id VARCHAR(256),
    record_hash VARCHAR(64),
    first_seen TIMESTAMPTZ
);

CREATE TEMP TABLE raw_concerts (
    concert_id VARCHAR(1024),
    artist_id VARCHAR(1024),
    venue_id VARCHAR(1024),
    event_date VARCHAR(256),
    event_date_precision VARCHAR(64),
    ticket_prices SUPER,
    total_attendance BIGINT,
    revenue DECIMAL(18, 4),
    status VARCHAR(256),
    name VARCHAR(65535),
    local_date DATE,
    local_time VARCHAR(64),
    time_zone VARCHAR(1024),
    ingestion_timestamp TIMESTAMPTZ,
    run_id VARCHAR(256),
    record_hash VARCHAR(64),
    first_seen TIMESTAMPTZ
);
