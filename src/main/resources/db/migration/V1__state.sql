-- The same statements for H2 and PostgreSQL: standard types, of which both know BYTEA for bytes. Times are UTC.

CREATE TABLE blocks (
    source VARCHAR(100) PRIMARY KEY,
    ends   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL
);

-- One row a source, by_job as JSON: the row is also the lock under which requests are counted.
CREATE TABLE usage_days (
    source VARCHAR(100) PRIMARY KEY,
    ends   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    by_job VARCHAR NOT NULL
);

CREATE TABLE densities (
    query  VARCHAR(300) PRIMARY KEY,
    starts BYTEA NOT NULL
);

CREATE TABLE hashes (
    record_id VARCHAR(300) PRIMARY KEY,
    hash      VARCHAR(200) NOT NULL,
    put_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE artist_origins (
    spotify_id VARCHAR(100) NOT NULL,
    origin     VARCHAR(100) NOT NULL,
    added_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (spotify_id, origin)
);

-- Apart from the origins: genres may be told of an artist before anything else is known of it.
CREATE TABLE artist_genres (
    spotify_id VARCHAR(100) PRIMARY KEY,
    genres     VARCHAR NOT NULL
);

CREATE TABLE matches (
    attraction_id VARCHAR(100) PRIMARY KEY,
    spotify_id    VARCHAR(100),
    matched_by    VARCHAR(100) NOT NULL,
    put_at        TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE gaps (
    place      BIGINT GENERATED ALWAYS AS IDENTITY,
    source     VARCHAR(100) NOT NULL,
    entity     VARCHAR(100) NOT NULL,
    query      VARCHAR(300) NOT NULL,
    via        VARCHAR(100) NOT NULL,
    name       VARCHAR(300) NOT NULL,
    parameters VARCHAR NOT NULL,
    ids        VARCHAR NOT NULL,
    reason     VARCHAR NOT NULL,
    PRIMARY KEY (source, query, name)
);

CREATE TABLE facts (
    name    VARCHAR(300) PRIMARY KEY,
    content VARCHAR NOT NULL,
    put_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
