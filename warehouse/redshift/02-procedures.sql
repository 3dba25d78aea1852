-- Procedures over the tables of 01-tables.sql.

-- Adds a snapshot of all venues with concerts. It replaces an earlier snapshot of the same day.
CREATE OR REPLACE PROCEDURE concert_dw.calculate_venue_popularity() AS $$
DECLARE
    calculation TIMESTAMP := GETDATE();
BEGIN
    DELETE FROM concert_dw.venue_popularity WHERE calculated_at >= CAST(calculation AS DATE);
    INSERT INTO concert_dw.venue_popularity (
        venue_id, calculated_at, venue_name, city, total_concerts, upcoming_concerts, cancelled_concerts, distinct_artists,
        average_artist_popularity, average_attendance, total_revenue, popularity_rank
    )
    SELECT
        counted.venue_id,
        calculation,
        counted.venue_name,
        counted.city,
        counted.total_concerts,
        counted.upcoming_concerts,
        counted.cancelled_concerts,
        counted.distinct_artists,
        counted.average_artist_popularity,
        counted.average_attendance,
        counted.total_revenue,
        ROW_NUMBER() OVER (
            ORDER BY counted.upcoming_concerts DESC, counted.total_concerts DESC, counted.venue_id
        )
    FROM (
        SELECT
            concerts.venue_id,
            MAX(venues.name) AS venue_name,
            MAX(venues.city) AS city,
            COUNT(*) AS total_concerts,
            SUM(CASE
                WHEN COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE)) >= CAST(calculation AS DATE)
                    AND COALESCE(concerts.status, '') <> 'cancelled' THEN 1
                ELSE 0
            END) AS upcoming_concerts,
            SUM(CASE WHEN concerts.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled_concerts,
            COUNT(DISTINCT concerts.artist_id) AS distinct_artists,
            AVG(artists.popularity_score) AS average_artist_popularity,
            AVG(CAST(concerts.total_attendance AS DECIMAL(12, 2))) AS average_attendance,
            SUM(concerts.revenue) AS total_revenue
        FROM concert_dw.concerts
        LEFT JOIN concert_dw.venues ON venues.venue_id = concerts.venue_id
        LEFT JOIN concert_dw.artists ON artists.artist_id = concerts.artist_id
        WHERE concerts.venue_id IS NOT NULL
        GROUP BY concerts.venue_id
    ) AS counted;
END;
$$ LANGUAGE plpgsql;

-- Adds a snapshot of all artists with concerts. It replaces an earlier snapshot of the same day.
CREATE OR REPLACE PROCEDURE concert_dw.calculate_artist_performance() AS $$
DECLARE
    calculation TIMESTAMP := GETDATE();
BEGIN
    DELETE FROM concert_dw.artist_performance WHERE calculated_at >= CAST(calculation AS DATE);
    INSERT INTO concert_dw.artist_performance (
        artist_id, calculated_at, artist_name, popularity_score, total_concerts, upcoming_concerts, cancelled_concerts,
        distinct_venues, distinct_cities, next_concert, average_attendance, total_revenue, performance_rank
    )
    SELECT
        counted.artist_id,
        calculation,
        counted.artist_name,
        counted.popularity_score,
        counted.total_concerts,
        counted.upcoming_concerts,
        counted.cancelled_concerts,
        counted.distinct_venues,
        counted.distinct_cities,
        counted.next_concert,
        counted.average_attendance,
        counted.total_revenue,
        ROW_NUMBER() OVER (
            ORDER BY counted.upcoming_concerts DESC, counted.total_concerts DESC, counted.artist_id
        )
    FROM (
        SELECT
            concerts.artist_id,
            MAX(artists.name) AS artist_name,
            MAX(artists.popularity_score) AS popularity_score,
            COUNT(*) AS total_concerts,
            SUM(CASE
                WHEN COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE)) >= CAST(calculation AS DATE)
                    AND COALESCE(concerts.status, '') <> 'cancelled' THEN 1
                ELSE 0
            END) AS upcoming_concerts,
            SUM(CASE WHEN concerts.status = 'cancelled' THEN 1 ELSE 0 END) AS cancelled_concerts,
            COUNT(DISTINCT concerts.venue_id) AS distinct_venues,
            COUNT(DISTINCT venues.city) AS distinct_cities,
            MIN(CASE
                WHEN COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE)) >= CAST(calculation AS DATE)
                    AND COALESCE(concerts.status, '') <> 'cancelled'
                    THEN COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE))
            END) AS next_concert,
            AVG(CAST(concerts.total_attendance AS DECIMAL(12, 2))) AS average_attendance,
            SUM(concerts.revenue) AS total_revenue
        FROM concert_dw.concerts
        LEFT JOIN concert_dw.artists ON artists.artist_id = concerts.artist_id
        LEFT JOIN concert_dw.venues ON venues.venue_id = concerts.venue_id
        WHERE concerts.artist_id IS NOT NULL
        GROUP BY concerts.artist_id
    ) AS counted;
END;
$$ LANGUAGE plpgsql;

-- Counts the concerts of each day again.
CREATE OR REPLACE PROCEDURE concert_dw.calculate_daily_sales_summary() AS $$
DECLARE
    calculation TIMESTAMP := GETDATE();
BEGIN
    DELETE FROM concert_dw.daily_sales_summary;
    INSERT INTO concert_dw.daily_sales_summary (
        summary_date, total_concerts, cancelled_concerts, concerts_with_prices, distinct_artists, distinct_venues,
        total_attendance, total_revenue, calculated_at
    )
    SELECT
        COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE)),
        COUNT(*),
        SUM(CASE WHEN concerts.status = 'cancelled' THEN 1 ELSE 0 END),
        SUM(CASE WHEN concerts.ticket_prices <> '{}' THEN 1 ELSE 0 END),
        COUNT(DISTINCT concerts.artist_id),
        COUNT(DISTINCT concerts.venue_id),
        SUM(concerts.total_attendance),
        SUM(concerts.revenue),
        calculation
    FROM concert_dw.concerts
    WHERE COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE)) IS NOT NULL
    GROUP BY COALESCE(concerts.local_date, CAST(concerts.event_date AS DATE));
END;
$$ LANGUAGE plpgsql;

-- Opens a cursor over the first venues of the last snapshot. Use it in a transaction:
-- BEGIN; CALL concert_dw.get_top_venues(10, 'top'); FETCH 10 FROM top; COMMIT;
CREATE OR REPLACE PROCEDURE concert_dw.get_top_venues(max_venues IN INTEGER, result INOUT REFCURSOR) AS $$
BEGIN
    OPEN result FOR
    SELECT
        popularity.popularity_rank,
        popularity.venue_id,
        popularity.venue_name,
        popularity.city,
        popularity.upcoming_concerts,
        popularity.total_concerts,
        popularity.average_artist_popularity
    FROM concert_dw.venue_popularity AS popularity
    WHERE popularity.calculated_at = (SELECT MAX(latest.calculated_at) FROM concert_dw.venue_popularity AS latest)
        AND popularity.popularity_rank <= max_venues
    ORDER BY popularity.popularity_rank;
END;
$$ LANGUAGE plpgsql;

-- Opens a cursor over the artists of the last snapshot, with the difference to the first snapshot of the last days.
CREATE OR REPLACE PROCEDURE concert_dw.get_artist_trends(last_days IN INTEGER, result INOUT REFCURSOR) AS $$
BEGIN
    OPEN result FOR
    SELECT
        latest.artist_id,
        latest.artist_name,
        latest.popularity_score,
        latest.popularity_score - earliest.popularity_score AS popularity_change,
        latest.upcoming_concerts,
        latest.upcoming_concerts - earliest.upcoming_concerts AS upcoming_change,
        latest.performance_rank,
        earliest.performance_rank - latest.performance_rank AS ranks_gained,
        latest.next_concert
    FROM (
        SELECT * FROM concert_dw.artist_performance
        WHERE calculated_at = (SELECT MAX(calculated_at) FROM concert_dw.artist_performance)
    ) AS latest
    LEFT JOIN (
        SELECT * FROM concert_dw.artist_performance
        WHERE calculated_at = (
            SELECT MIN(calculated_at) FROM concert_dw.artist_performance
            WHERE calculated_at >= CURRENT_DATE - last_days
        )
    ) AS earliest ON earliest.artist_id = latest.artist_id
    ORDER BY latest.performance_rank;
END;
$$ LANGUAGE plpgsql;
