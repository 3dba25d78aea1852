-- What is in the lake of runs that have no manifest yet.
CREATE TABLE landed_objects (
    run_id     VARCHAR(100) NOT NULL,
    bucket     VARCHAR(100) NOT NULL,
    object_key VARCHAR(1100) NOT NULL,
    lines      BIGINT NOT NULL,
    bytes      BIGINT NOT NULL,
    sha256     VARCHAR(64) NOT NULL,
    landed_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (run_id, bucket, object_key)
);
