-- To which destinations a record was delivered with its content, as a set of bits, see the table destinations. Records from before
-- this version count as delivered to the first two destinations, the lake and the stream that are configured at the first start.
ALTER TABLE hashes ADD COLUMN destinations BIGINT DEFAULT 3 NOT NULL;

-- Whether the record was taken from an entity that contains it. A record of its own replaces it, but not the other way round.
ALTER TABLE hashes ADD COLUMN embedded BOOLEAN DEFAULT FALSE NOT NULL;

-- The buckets and streams that records were delivered to. The number is the position of the bit.
CREATE TABLE destinations (
    number     INT PRIMARY KEY,
    sink       VARCHAR(100) NOT NULL,
    address    VARCHAR(1000) NOT NULL,
    first_used TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
