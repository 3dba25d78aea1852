-- What the source of events knows about artists, as JSON, for the records of these artists.
CREATE TABLE artist_attractions (
    spotify_id VARCHAR(100) PRIMARY KEY,
    attraction VARCHAR NOT NULL
);
