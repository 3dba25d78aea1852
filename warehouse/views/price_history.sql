-- Ticket prices over time: a row for each change, with the prices before.
SELECT
    p.concert_id,
    c.name,
    c.local_date,
    p.tier,
    p.currency,
    p.observed_at,
    p.min,
    p.max,
    lag(p.min) OVER history AS previous_min,
    lag(p.max) OVER history AS previous_max
FROM ticket_prices p
LEFT JOIN concerts c USING (concert_id)
WINDOW history AS (PARTITION BY p.concert_id, p.tier, p.currency ORDER BY p.observed_at)
