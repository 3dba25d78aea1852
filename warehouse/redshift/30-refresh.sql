-- Reads what the stream has received since the last refresh. Refresh more often than the retention of the stream, which is 24 hours
-- by default.

REFRESH MATERIALIZED VIEW concert_dw.stream_records;
