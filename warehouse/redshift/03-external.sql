-- The Iceberg tables of the warehouse, in the Glue database concert_lake.

CREATE EXTERNAL SCHEMA IF NOT EXISTS concert_lake
FROM DATA CATALOG DATABASE 'concert_lake'
IAM_ROLE '${role}';
