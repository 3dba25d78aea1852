-- Schema concert_dw: tables with one row for each artist, venue and concert. Keys are not enforced by Redshift; the loads keep them.
-- The columns up to updated_at are a contract with readers. Other columns follow after it. What a source does not return is null.

CREATE SCHEMA IF NOT EXISTS concert_dw;

-- The longest beginning of a text that fits into a number of bytes, without cutting a character in two. VARCHAR counts bytes, and a
-- character has up to four.
CREATE OR REPLACE FUNCTION concert_dw.f_fit(VARCHAR(65535), INTEGER) RETURNS VARCHAR(65535) IMMUTABLE AS $$
    SELECT CASE
        WHEN OCTET_LENGTH($1) <= $2 THEN $1
        WHEN OCTET_LENGTH(LEFT($1, $2)) <= $2 THEN LEFT($1, $2)
        WHEN OCTET_LENGTH(LEFT($1, $2 / 2)) <= $2 THEN LEFT($1, $2 / 2)
        WHEN OCTET_LENGTH(LEFT($1, $2 / 3)) <= $2 THEN LEFT($1, $2 / 3)
        ELSE LEFT($1, $2 / 4)
    END
$$ LANGUAGE sql;

-- genre and members are JSON arrays.
CREATE TABLE IF NOT EXISTS concert_dw.artists (
    artist_id VARCHAR(50) NOT NULL,
    name VARCHAR(200),
    genre VARCHAR(500),
    popularity_score DECIMAL(5, 2),
    formation_date DATE,
    members VARCHAR(1000),
    spotify_id VARCHAR(50),
    created_at TIMESTAMP,
    updated_at TIMESTAMP,
    ticketmaster_id VARCHAR(50),
    record_hash VARCHAR(64),
    PRIMARY KEY (artist_id)
)
DISTSTYLE EVEN
SORTKEY (name, popularity_score);

-- amenities is a JSON array.
CREATE TABLE IF NOT EXISTS concert_dw.venues (
    venue_id VARCHAR(50) NOT NULL,
    name VARCHAR(200),
    address VARCHAR(500),
    city VARCHAR(100),
    state VARCHAR(50),
    country VARCHAR(50),
    postal_code VARCHAR(20),
    latitude DECIMAL(10, 8),
    longitude DECIMAL(11, 8),
    capacity INTEGER,
    venue_type VARCHAR(50),
    amenities VARCHAR(1000),
    ticketmaster_id VARCHAR(50),
    created_at TIMESTAMP,
    updated_at TIMESTAMP,
    time_zone VARCHAR(64),
    record_hash VARCHAR(64),
    PRIMARY KEY (venue_id)
)
DISTSTYLE EVEN
SORTKEY (city, capacity);

-- event_date is in UTC, and null if the source returns no time or no time zone; local_date and local_time are those of the venue.
-- ticket_prices is a JSON object with the lowest price of each tier.
CREATE TABLE IF NOT EXISTS concert_dw.concerts (
    concert_id VARCHAR(50) NOT NULL,
    artist_id VARCHAR(50),
    venue_id VARCHAR(50),
    event_date TIMESTAMP,
    ticket_prices VARCHAR(2000),
    total_attendance INTEGER,
    revenue DECIMAL(12, 2),
    status VARCHAR(20),
    created_at TIMESTAMP,
    updated_at TIMESTAMP,
    name VARCHAR(500),
    local_date DATE,
    local_time VARCHAR(8),
    time_zone VARCHAR(64),
    record_hash VARCHAR(64),
    PRIMARY KEY (concert_id)
)
DISTSTYLE KEY
DISTKEY (artist_id)
SORTKEY (event_date, artist_id);

-- The objects of the lake that the tables contain, and the load that added them.
CREATE TABLE IF NOT EXISTS concert_dw.loads (
    load_id VARCHAR(64) NOT NULL,
    table_name VARCHAR(64) NOT NULL,
    object_key VARCHAR(1024) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    run_id VARCHAR(256),
    lines BIGINT,
    loaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (object_key, sha256)
)
DISTSTYLE EVEN
SORTKEY (loaded_at);

-- Tables that each load copies from the Iceberg tables. They are empty if the lake is the source of loads.

CREATE TABLE IF NOT EXISTS concert_dw.concert_performers (
    concert_id VARCHAR(50) NOT NULL,
    "position" INTEGER NOT NULL,
    artist_id VARCHAR(100),
    name VARCHAR(200),
    matched_by VARCHAR(20),
    is_add_on BOOLEAN,
    PRIMARY KEY (concert_id, "position")
)
DISTSTYLE KEY
DISTKEY (artist_id)
SORTKEY (artist_id);

-- Links between artists of different sources, with their origin.
CREATE TABLE IF NOT EXISTS concert_dw.artist_links (
    artist_id VARCHAR(100) NOT NULL,
    linked_id VARCHAR(100) NOT NULL,
    artist_source VARCHAR(50),
    linked_source VARCHAR(50),
    matched_by VARCHAR(20),
    source VARCHAR(50) NOT NULL,
    entity VARCHAR(20) NOT NULL,
    field VARCHAR(100) NOT NULL,
    record_id VARCHAR(100),
    first_seen TIMESTAMP,
    first_run_id VARCHAR(256),
    last_seen TIMESTAMP,
    last_run_id VARCHAR(256),
    is_current BOOLEAN,
    PRIMARY KEY (artist_id, linked_id, source, entity, field)
)
DISTSTYLE EVEN
SORTKEY (artist_id);

-- IDs that current links join have the same identity.
CREATE TABLE IF NOT EXISTS concert_dw.artist_identities (
    artist_id VARCHAR(100) NOT NULL,
    "identity" VARCHAR(100) NOT NULL,
    source VARCHAR(50),
    name VARCHAR(200),
    ids INTEGER,
    conflicting BOOLEAN,
    PRIMARY KEY (artist_id)
)
DISTSTYLE KEY
DISTKEY (artist_id)
SORTKEY ("identity");

-- Tables that the procedures fill. No source returns tickets sold or revenue, so average_attendance, total_attendance and
-- total_revenue are null as long as the columns of concerts are.

CREATE TABLE IF NOT EXISTS concert_dw.venue_popularity (
    venue_id VARCHAR(50) NOT NULL,
    calculated_at TIMESTAMP NOT NULL,
    venue_name VARCHAR(200),
    city VARCHAR(100),
    total_concerts INTEGER,
    upcoming_concerts INTEGER,
    cancelled_concerts INTEGER,
    distinct_artists INTEGER,
    average_artist_popularity DECIMAL(5, 2),
    average_attendance DECIMAL(12, 2),
    total_revenue DECIMAL(14, 2),
    popularity_rank INTEGER,
    PRIMARY KEY (venue_id, calculated_at)
)
DISTSTYLE EVEN
SORTKEY (calculated_at, popularity_rank);

CREATE TABLE IF NOT EXISTS concert_dw.artist_performance (
    artist_id VARCHAR(50) NOT NULL,
    calculated_at TIMESTAMP NOT NULL,
    artist_name VARCHAR(200),
    popularity_score DECIMAL(5, 2),
    total_concerts INTEGER,
    upcoming_concerts INTEGER,
    cancelled_concerts INTEGER,
    distinct_venues INTEGER,
    distinct_cities INTEGER,
    next_concert DATE,
    average_attendance DECIMAL(12, 2),
    total_revenue DECIMAL(14, 2),
    performance_rank INTEGER,
    PRIMARY KEY (artist_id, calculated_at)
)
DISTSTYLE EVEN
SORTKEY (calculated_at, performance_rank);

-- A row for each day with concerts.
CREATE TABLE IF NOT EXISTS concert_dw.daily_sales_summary (
    summary_date DATE NOT NULL,
    total_concerts INTEGER,
    cancelled_concerts INTEGER,
    concerts_with_prices INTEGER,
    distinct_artists INTEGER,
    distinct_venues INTEGER,
    total_attendance BIGINT,
    total_revenue DECIMAL(14, 2),
    calculated_at TIMESTAMP,
    PRIMARY KEY (summary_date)
)
DISTSTYLE EVEN
SORTKEY (summary_date);
