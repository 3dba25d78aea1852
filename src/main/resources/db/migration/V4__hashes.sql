-- Found by the first 64 bits of the SHA-256 of the record's identity: a table in that order has no index beside it, which each
-- delivery would have to write as well. What was remembered is forgotten; those records count as new once.
DROP TABLE hashes;
CREATE TABLE hashes (
    record_key BIGINT PRIMARY KEY,
    record_id  VARCHAR(300) NOT NULL,
    hash       VARCHAR(32) NOT NULL,
    delivery   VARCHAR(200) NOT NULL,
    put_at     TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
