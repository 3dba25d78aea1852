-- The objects that this load copies, if there is no catalog with tables.

COPY raw_loads (table_name, object_key, sha256, run_id, lines)
FROM '${location}/loads.json'
IAM_ROLE '${role}'
FORMAT AS JSON 'auto'
COMPUPDATE OFF STATUPDATE OFF;
