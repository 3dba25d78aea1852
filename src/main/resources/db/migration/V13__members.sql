-- The entities that the last complete run of each query found, to detect those that vanish.
CREATE TABLE query_members (
    query       VARCHAR(1000) PRIMARY KEY,
    members     BYTEA NOT NULL,
    run_id      VARCHAR(100) NOT NULL,
    recorded_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
