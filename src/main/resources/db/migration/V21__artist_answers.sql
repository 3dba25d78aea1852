-- When each request about an artist was last answered, and which destinations have its records, to skip requests for a while.
CREATE TABLE artist_answers (
    request      VARCHAR(100) NOT NULL,
    spotify_id   VARCHAR(100) NOT NULL,
    read_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    destinations BIGINT NOT NULL,
    PRIMARY KEY (request, spotify_id)
);
