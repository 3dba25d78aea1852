-- Records of concerts from the objects that a manifest lists.

COPY raw_concerts (
    concert_id, artist_id, venue_id, event_date, event_date_precision, ticket_prices, total_attendance, revenue, status, name,
    local_date, local_time, time_zone, ingestion_timestamp, run_id, record_hash
)
FROM '${location}/concerts.manifest'
IAM_ROLE '${role}'
FORMAT AS JSON 'auto' GZIP MANIFEST DATEFORMAT 'auto' TIMEFORMAT 'auto' TRUNCATECOLUMNS
COMPUPDATE OFF STATUPDATE OFF;
