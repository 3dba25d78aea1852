-- Concerts of today and later that the last complete run did not return.
-- Only runs count that read the same query.
-- The names of slices contain the query: events-us-from-2026-11-28t21-30-1f5f4f0e belongs to events-us.
WITH seen AS (
    SELECT
        *,
        regexp_extract(run_id, '^[^-]+-(.+)-[^-]+$', 1) AS job,
        regexp_replace(slice, '(-from-.*|-tba|-tbd)?-[0-9a-f]{8}$', '') AS query
    FROM concerts
),

last_complete AS (
    SELECT source, job, query, max(run_id) AS missing_in
    FROM seen
    SEMI JOIN (SELECT run_id FROM runs WHERE status = 'complete') USING (run_id)
    GROUP BY source, job, query
)

SELECT
    seen.concert_id,
    seen.name,
    seen.artist_id,
    seen.venue_id,
    seen.local_date,
    seen.status,
    seen.last_seen,
    seen.run_id AS last_seen_in,
    last_complete.missing_in
FROM seen
JOIN last_complete USING (source, job, query)
WHERE
    seen.run_id < last_complete.missing_in
    AND coalesce(seen.local_date >= strptime(left(last_complete.missing_in, 8), '%Y%m%d')::DATE, true)
