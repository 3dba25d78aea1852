-- The records of the Kinesis stream, as they arrive. The view stores parsed JSON; casts are in the second view, because a value that
-- cannot be cast would stop the refresh. AUTO REFRESH would keep a Serverless workgroup running day and night.

CREATE EXTERNAL SCHEMA IF NOT EXISTS concert_stream
FROM KINESIS
IAM_ROLE '${role}';

-- It has no IF NOT EXISTS. A load ignores that the view exists.
CREATE MATERIALIZED VIEW concert_dw.stream_records AUTO REFRESH NO AS
SELECT
    approximate_arrival_timestamp,
    partition_key,
    shard_id,
    sequence_number,
    refresh_time,
    JSON_PARSE(kinesis_data) AS record
FROM concert_stream."${stream}"
WHERE CAN_JSON_PARSE(kinesis_data);

CREATE OR REPLACE VIEW concert_dw.stream_records_typed AS
SELECT
    approximate_arrival_timestamp,
    CAST(record.data_type AS VARCHAR(20)) AS data_type,
    CAST(record.source AS VARCHAR(50)) AS source,
    COALESCE(
        CAST(record.concert_id AS VARCHAR(100)),
        CAST(record.venue_id AS VARCHAR(100)),
        CAST(record.track_id AS VARCHAR(100)),
        CAST(record.artist_id AS VARCHAR(100))
    ) AS id,
    CAST(record.artist_id AS VARCHAR(100)) AS artist_id,
    CAST(record.venue_id AS VARCHAR(100)) AS venue_id,
    CAST(record.name AS VARCHAR(4000)) AS name,
    CAST(record.city AS VARCHAR(1000)) AS city,
    CAST(record.popularity_score AS INTEGER) AS popularity_score,
    CASE
        WHEN CAST(record.event_date_precision AS VARCHAR(20)) = 'second'
            THEN CAST(LEFT(REPLACE(CAST(record.event_date AS VARCHAR(40)), 'T', ' '), 19) AS TIMESTAMP)
    END AS event_date,
    CAST(CAST(record.local_date AS VARCHAR(10)) AS DATE) AS local_date,
    CAST(record.status AS VARCHAR(20)) AS status,
    CAST(LEFT(REPLACE(CAST(record.ingestion_timestamp AS VARCHAR(40)), 'T', ' '), 19) AS TIMESTAMP) AS ingestion_timestamp,
    CAST(record.record_hash AS VARCHAR(64)) AS record_hash,
    record
FROM concert_dw.stream_records;
