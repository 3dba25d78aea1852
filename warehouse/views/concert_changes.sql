-- New concerts and changes of concerts, with the values before and after.
-- A concert that Tourbus read for the first time is "new". For the changes between two days, restrict changed_at.
SELECT
    ingestion_timestamp AS changed_at,
    concert_id,
    name,
    CASE
        WHEN lag(concert_id) OVER versions IS NULL THEN 'new'
        WHEN status IS DISTINCT FROM lag(status) OVER versions THEN coalesce(status, 'no status')
        WHEN local_date IS DISTINCT FROM lag(local_date) OVER versions THEN 'rescheduled'
        WHEN local_time IS DISTINCT FROM lag(local_time) OVER versions THEN 'rescheduled'
        WHEN venue_id IS DISTINCT FROM lag(venue_id) OVER versions THEN 'moved'
        WHEN performers IS DISTINCT FROM lag(performers) OVER versions THEN 'performers'
        WHEN price_ranges IS DISTINCT FROM lag(price_ranges) OVER versions THEN 'prices'
        ELSE 'details'
    END AS change,
    lag(status) OVER versions AS old_status,
    status,
    lag(local_date) OVER versions AS old_local_date,
    local_date,
    lag(local_time) OVER versions AS old_local_time,
    local_time,
    lag(venue_id) OVER versions AS old_venue_id,
    venue_id,
    lag(price_ranges) OVER versions AS old_price_ranges,
    price_ranges,
    run_id
FROM concerts_versions
WINDOW versions AS (PARTITION BY concert_id ORDER BY ingestion_timestamp)
