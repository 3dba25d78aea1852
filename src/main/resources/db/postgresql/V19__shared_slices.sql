-- The slices of active runs that several processes read. The owner executes the run; the holder reads the slice until its lease ends.
CREATE TABLE shared_slices (
    slice_id  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id    VARCHAR(100) NOT NULL,
    source    VARCHAR(100) NOT NULL,
    name      VARCHAR(300) NOT NULL,
    -- The request, and how the run delivers records, as JSON.
    slice     VARCHAR NOT NULL,
    terms     VARCHAR NOT NULL,
    -- Whether the owner decides after the first page if the slice has to be narrower, and the page that waits for the decision.
    asks      BOOLEAN NOT NULL,
    page      BYTEA,
    owner     VARCHAR(400) NOT NULL,
    holder    VARCHAR(300),
    ends      TIMESTAMP(3) WITH TIME ZONE,
    attempts  INT DEFAULT 0 NOT NULL,
    delivered BOOLEAN DEFAULT FALSE NOT NULL,
    outcome   VARCHAR,
    UNIQUE (run_id, name)
);

-- The records that slices are delivering, so that no two slices deliver the same one.
CREATE TABLE shared_records (
    run_id    VARCHAR(100) NOT NULL,
    record    UUID NOT NULL,
    slice_id  BIGINT NOT NULL REFERENCES shared_slices ON DELETE CASCADE,
    contained BOOLEAN NOT NULL,
    PRIMARY KEY (run_id, record)
);
CREATE INDEX shared_records_slice_id ON shared_records (slice_id);
