-- Records of venues from the objects that a manifest lists.

COPY raw_venues (
    venue_id, name, address, city, state, country, postal_code, latitude, longitude, capacity, venue_type, amenities,
    ticketmaster_id, time_zone, ingestion_timestamp, run_id, record_hash
)
FROM '${location}/venues.manifest'
IAM_ROLE '${role}'
FORMAT AS JSON 'auto' GZIP MANIFEST TIMEFORMAT 'auto' TRUNCATECOLUMNS
COMPUPDATE OFF STATUPDATE OFF;
