-- The links that join artists, in both directions. DuckDB and Spark run this.
SELECT artist_id AS a, linked_id AS b FROM computed_links WHERE matched_by = 'link' AND is_current
UNION
SELECT linked_id, artist_id FROM computed_links WHERE matched_by = 'link' AND is_current
