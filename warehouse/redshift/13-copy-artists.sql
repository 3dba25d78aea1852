-- Records of artists from the objects that a manifest lists.

COPY raw_artists (
    artist_id, name, genre, popularity_score, formation_date, members, spotify_id, ticketmaster_id, ingestion_timestamp, run_id,
    record_hash
)
FROM '${location}/artists.manifest'
IAM_ROLE '${role}'
FORMAT AS JSON 'auto' GZIP MANIFEST TIMEFORMAT 'auto' TRUNCATECOLUMNS
COMPUPDATE OFF STATUPDATE OFF;
