-- Runs under way or ended, and how far those under way have come. Times are UTC.

CREATE TABLE runs (
    run_id     VARCHAR(100) PRIMARY KEY,
    job        VARCHAR(100) NOT NULL,
    started_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    ended_at   TIMESTAMP(3) WITH TIME ZONE,
    status     VARCHAR(100)
);

-- One row a job: who runs it, until when unless he says that he still does.
CREATE TABLE run_locks (
    job    VARCHAR(100) PRIMARY KEY,
    holder VARCHAR(300) NOT NULL,
    ends   TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- The slices of runs under way that may have reached a sink; done when both have all of them.
CREATE TABLE run_slices (
    run_id     VARCHAR(100) NOT NULL,
    name       VARCHAR(300) NOT NULL,
    source     VARCHAR(100) NOT NULL,
    entity     VARCHAR(100) NOT NULL,
    query      VARCHAR(300) NOT NULL,
    via        VARCHAR(100) NOT NULL,
    parameters VARCHAR NOT NULL,
    ids        VARCHAR NOT NULL,
    done       BOOLEAN NOT NULL,
    said       BIGINT NOT NULL,
    received   BIGINT NOT NULL,
    came       BIGINT NOT NULL,
    PRIMARY KEY (run_id, name)
);

-- The run and slice that delivered a record last.
ALTER TABLE hashes ADD COLUMN delivery VARCHAR(200);
CREATE INDEX hashes_put_at ON hashes (put_at);

-- Records that could not be delivered or normalised, and objects that the lake did not take, whole.
CREATE TABLE dead_letters (
    letter_id  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stage      VARCHAR(100) NOT NULL,
    run_id     VARCHAR(100) NOT NULL,
    slice      VARCHAR(300) NOT NULL,
    source     VARCHAR(100) NOT NULL,
    entity     VARCHAR(100) NOT NULL,
    target     VARCHAR(1200) NOT NULL,
    headers    VARCHAR NOT NULL,
    payload    BYTEA NOT NULL,
    reason     VARCHAR NOT NULL,
    passing    BOOLEAN NOT NULL,
    attempts   INT NOT NULL,
    put_at     TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX dead_letters_passing ON dead_letters (passing, letter_id);
