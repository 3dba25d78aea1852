-- Generated from the JSON schemas of the records. Do not edit.

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.artists (
    `artist_id` STRING COMMENT 'ID of the artist: spotify_<id>, or ticketmaster_<id> if the artist at Spotify is not known.',
    `name` STRING COMMENT 'Name, as the source writes it.',
    `genre` ARRAY<STRING> COMMENT 'Genres in lower case, often empty: those of Spotify, or else those of Ticketmaster.',
    `popularity_score` BIGINT COMMENT 'Spotify\'s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `formation_date` STRING COMMENT 'When a band was formed: a year, a month or a day. Spotify and Ticketmaster do not return it.',
    `members` ARRAY<STRING> COMMENT 'Spotify and Ticketmaster do not return them, so the list is empty.',
    `spotify_id` STRING COMMENT 'ID at Spotify.',
    `followers` BIGINT COMMENT 'Followers at Spotify. Spotify does not return them to newer apps.',
    `external_urls` MAP<STRING, STRING> COMMENT 'URLs of the artist at Spotify, by site.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images: those of Spotify, the widest first, or else those of Ticketmaster.',
    `ticketmaster_id` STRING COMMENT 'ID of the attraction at Ticketmaster.',
    `ticketmaster_url` STRING COMMENT 'Page of the attraction at Ticketmaster.',
    `musicbrainz_id` STRING COMMENT 'ID at MusicBrainz.',
    `aliases` ARRAY<STRING> COMMENT 'Other names at Ticketmaster.',
    `links` MAP<STRING, ARRAY<STRING>> COMMENT 'URLs by site, such as homepage, itunes, youtube, instagram or wiki, from Ticketmaster.',
    `classifications` ARRAY<STRUCT<`primary`: BOOLEAN, `segment`: STRING, `genre`: STRING, `sub_genre`: STRING, `type`: STRING, `sub_type`: STRING, `family`: BOOLEAN>> COMMENT 'Ticketmaster\'s classifications.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` TIMESTAMP COMMENT 'When Tourbus read the entity first.',
    `last_seen` TIMESTAMP COMMENT 'When Tourbus read the entity last.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.artists_versions (
    `artist_id` STRING COMMENT 'ID of the artist: spotify_<id>, or ticketmaster_<id> if the artist at Spotify is not known.',
    `name` STRING COMMENT 'Name, as the source writes it.',
    `genre` ARRAY<STRING> COMMENT 'Genres in lower case, often empty: those of Spotify, or else those of Ticketmaster.',
    `popularity_score` BIGINT COMMENT 'Spotify\'s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `formation_date` STRING COMMENT 'When a band was formed: a year, a month or a day. Spotify and Ticketmaster do not return it.',
    `members` ARRAY<STRING> COMMENT 'Spotify and Ticketmaster do not return them, so the list is empty.',
    `spotify_id` STRING COMMENT 'ID at Spotify.',
    `followers` BIGINT COMMENT 'Followers at Spotify. Spotify does not return them to newer apps.',
    `external_urls` MAP<STRING, STRING> COMMENT 'URLs of the artist at Spotify, by site.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images: those of Spotify, the widest first, or else those of Ticketmaster.',
    `ticketmaster_id` STRING COMMENT 'ID of the attraction at Ticketmaster.',
    `ticketmaster_url` STRING COMMENT 'Page of the attraction at Ticketmaster.',
    `musicbrainz_id` STRING COMMENT 'ID at MusicBrainz.',
    `aliases` ARRAY<STRING> COMMENT 'Other names at Ticketmaster.',
    `links` MAP<STRING, ARRAY<STRING>> COMMENT 'URLs by site, such as homepage, itunes, youtube, instagram or wiki, from Ticketmaster.',
    `classifications` ARRAY<STRUCT<`primary`: BOOLEAN, `segment`: STRING, `genre`: STRING, `sub_genre`: STRING, `type`: STRING, `sub_type`: STRING, `family`: BOOLEAN>> COMMENT 'Ticketmaster\'s classifications.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.tracks (
    `track_id` STRING COMMENT 'ID of the track: spotify_<id>.',
    `name` STRING COMMENT 'Name, as Spotify writes it.',
    `artist_id` STRING COMMENT 'The artist whose top tracks contain the track: spotify_<id>.',
    `artist_ids` ARRAY<STRING> COMMENT 'The artists who recorded the track, in the order of Spotify: spotify_<id>.',
    `rank` BIGINT COMMENT 'Position among the top tracks of artist_id, from 1.',
    `market` STRING COMMENT 'Country of the top tracks: ISO 3166-1 alpha-2.',
    `album_id` STRING COMMENT 'ID of the album: spotify_<id>.',
    `album_name` STRING COMMENT 'Name of the album.',
    `album_release_date` STRING COMMENT 'Release date of the album, as precise as Spotify returns it.',
    `album_release_date_precision` STRING COMMENT 'Format of album_release_date.',
    `duration_ms` BIGINT COMMENT 'Milliseconds.',
    `explicit` BOOLEAN COMMENT 'Whether the lyrics are marked as explicit.',
    `popularity` BIGINT COMMENT 'Spotify\'s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `isrc` STRING COMMENT 'International Standard Recording Code.',
    `spotify_id` STRING COMMENT 'ID at Spotify.',
    `external_urls` MAP<STRING, STRING> COMMENT 'URLs of the track, by site.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images of the album, the widest first.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` TIMESTAMP COMMENT 'When Tourbus read the entity first.',
    `last_seen` TIMESTAMP COMMENT 'When Tourbus read the entity last.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.tracks_versions (
    `track_id` STRING COMMENT 'ID of the track: spotify_<id>.',
    `name` STRING COMMENT 'Name, as Spotify writes it.',
    `artist_id` STRING COMMENT 'The artist whose top tracks contain the track: spotify_<id>.',
    `artist_ids` ARRAY<STRING> COMMENT 'The artists who recorded the track, in the order of Spotify: spotify_<id>.',
    `rank` BIGINT COMMENT 'Position among the top tracks of artist_id, from 1.',
    `market` STRING COMMENT 'Country of the top tracks: ISO 3166-1 alpha-2.',
    `album_id` STRING COMMENT 'ID of the album: spotify_<id>.',
    `album_name` STRING COMMENT 'Name of the album.',
    `album_release_date` STRING COMMENT 'Release date of the album, as precise as Spotify returns it.',
    `album_release_date_precision` STRING COMMENT 'Format of album_release_date.',
    `duration_ms` BIGINT COMMENT 'Milliseconds.',
    `explicit` BOOLEAN COMMENT 'Whether the lyrics are marked as explicit.',
    `popularity` BIGINT COMMENT 'Spotify\'s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `isrc` STRING COMMENT 'International Standard Recording Code.',
    `spotify_id` STRING COMMENT 'ID at Spotify.',
    `external_urls` MAP<STRING, STRING> COMMENT 'URLs of the track, by site.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images of the album, the widest first.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.venues (
    `venue_id` STRING COMMENT 'ID of the venue: ticketmaster_<id>.',
    `name` STRING COMMENT 'Name. Null if Ticketmaster has none in any language.',
    `city` STRING COMMENT 'City.',
    `state` STRING COMMENT 'Code of the state or province, if the country has them.',
    `country` STRING COMMENT 'ISO 3166-1 alpha-2 code.',
    `capacity` BIGINT COMMENT 'Number of people. Ticketmaster does not return it.',
    `venue_type` STRING COMMENT 'Kind of place. Ticketmaster does not return it.',
    `address` STRING COMMENT 'First line of the address.',
    `address_line_2` STRING COMMENT 'Second line of the address.',
    `postal_code` STRING COMMENT 'Postal code.',
    `latitude` DOUBLE COMMENT 'Degrees, -90 to 90.',
    `longitude` DOUBLE COMMENT 'Degrees, -180 to 180.',
    `time_zone` STRING COMMENT 'IANA name of the time zone.',
    `amenities` ARRAY<STRING> COMMENT 'Ticketmaster does not return them, so the list is empty.',
    `ticketmaster_id` STRING COMMENT 'ID at Ticketmaster.',
    `url` STRING COMMENT 'Page of the venue at Ticketmaster.',
    `aliases` ARRAY<STRING> COMMENT 'Other names.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images.',
    `markets` ARRAY<STRUCT<`id`: STRING, `name`: STRING>> COMMENT 'Sales regions of Ticketmaster that the venue belongs to.',
    `dma_ids` ARRAY<BIGINT> COMMENT 'Ticketmaster\'s numbers of the Designated Market Areas that the venue belongs to.',
    `test` BOOLEAN COMMENT 'Whether Ticketmaster marks the venue as a test.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` TIMESTAMP COMMENT 'When Tourbus read the entity first.',
    `last_seen` TIMESTAMP COMMENT 'When Tourbus read the entity last.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.venues_versions (
    `venue_id` STRING COMMENT 'ID of the venue: ticketmaster_<id>.',
    `name` STRING COMMENT 'Name. Null if Ticketmaster has none in any language.',
    `city` STRING COMMENT 'City.',
    `state` STRING COMMENT 'Code of the state or province, if the country has them.',
    `country` STRING COMMENT 'ISO 3166-1 alpha-2 code.',
    `capacity` BIGINT COMMENT 'Number of people. Ticketmaster does not return it.',
    `venue_type` STRING COMMENT 'Kind of place. Ticketmaster does not return it.',
    `address` STRING COMMENT 'First line of the address.',
    `address_line_2` STRING COMMENT 'Second line of the address.',
    `postal_code` STRING COMMENT 'Postal code.',
    `latitude` DOUBLE COMMENT 'Degrees, -90 to 90.',
    `longitude` DOUBLE COMMENT 'Degrees, -180 to 180.',
    `time_zone` STRING COMMENT 'IANA name of the time zone.',
    `amenities` ARRAY<STRING> COMMENT 'Ticketmaster does not return them, so the list is empty.',
    `ticketmaster_id` STRING COMMENT 'ID at Ticketmaster.',
    `url` STRING COMMENT 'Page of the venue at Ticketmaster.',
    `aliases` ARRAY<STRING> COMMENT 'Other names.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images.',
    `markets` ARRAY<STRUCT<`id`: STRING, `name`: STRING>> COMMENT 'Sales regions of Ticketmaster that the venue belongs to.',
    `dma_ids` ARRAY<BIGINT> COMMENT 'Ticketmaster\'s numbers of the Designated Market Areas that the venue belongs to.',
    `test` BOOLEAN COMMENT 'Whether Ticketmaster marks the venue as a test.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.concerts (
    `concert_id` STRING COMMENT 'ID of the event: ticketmaster_<id>.',
    `name` STRING COMMENT 'Name of the event.',
    `artist_id` STRING COMMENT 'artist_id of the first performer that has one.',
    `venue_id` STRING COMMENT 'venue_id of the first venue.',
    `event_date` STRING COMMENT 'Start of the event, as precise as Ticketmaster returns it. event_date_precision says how to read it.',
    `event_date_precision` STRING COMMENT 'Format of event_date: an instant in UTC, a date and time at the venue, or a day at the venue.',
    `local_date` DATE COMMENT 'Day of the start, at the venue.',
    `local_time` STRING COMMENT 'Time of the start, at the venue.',
    `time_zone` STRING COMMENT 'IANA name of the time zone of the event, or else of the venue.',
    `initial_date` DATE COMMENT 'Original day of an event that was moved, at the venue.',
    `initial_time` STRING COMMENT 'Original time of an event that was moved, at the venue.',
    `end_date` DATE COMMENT 'Day of the end, at the venue.',
    `end_time` STRING COMMENT 'Time of the end, at the venue.',
    `end_precision` STRING COMMENT 'What is known of the end: day and time, the day, or an approximation.',
    `spans_multiple_days` BOOLEAN COMMENT 'Whether the event takes several days.',
    `start_may_be_last_day` BOOLEAN COMMENT 'Whether the start may be the last day: the event takes several days, and no later end is known.',
    `date_status` STRING COMMENT 'Whether the date is confirmed, to be announced, or to be determined. If it is not confirmed, there is no time.',
    `time_tba` BOOLEAN COMMENT 'Whether the time is to be announced.',
    `no_specific_time` BOOLEAN COMMENT 'Whether the event has no starting time.',
    `doors_date` DATE COMMENT 'Day on which the doors open, at the venue.',
    `doors_time` STRING COMMENT 'Time at which the doors open, at the venue.',
    `ticket_prices` MAP<STRING, DECIMAL(18,4)> COMMENT 'Lowest price of each named tier, with at least two decimals. price_ranges has the currencies.',
    `price_ranges` ARRAY<STRUCT<`type`: STRING, `currency`: STRING, `min`: DECIMAL(18,4), `max`: DECIMAL(18,4)>> COMMENT 'Prices of all tiers.',
    `total_attendance` BIGINT COMMENT 'Number of people who attended. Ticketmaster does not return it.',
    `revenue` DECIMAL(18,4) COMMENT 'Revenue. Ticketmaster does not return it.',
    `status` STRING COMMENT 'Status. No source reports that a concert has taken place, so completed does not occur.',
    `source_status` STRING COMMENT 'Status, as Ticketmaster returns it.',
    `performers` ARRAY<STRUCT<`artist_id`: STRING, `name`: STRING, `ticketmaster_id`: STRING, `spotify_id`: STRING, `musicbrainz_id`: STRING, `matched_by`: STRING>> COMMENT 'Performers, usually the headliner first.',
    `sale_start` TIMESTAMP COMMENT 'Start of the public sale. ISO 8601, UTC.',
    `sale_end` TIMESTAMP COMMENT 'End of the public sale. ISO 8601, UTC.',
    `sale_start_tbd` BOOLEAN COMMENT 'Whether the start of the public sale is to be announced or to be determined.',
    `presales` ARRAY<STRUCT<`name`: STRING, `start`: TIMESTAMP, `end`: TIMESTAMP, `description`: STRING, `url`: STRING>> COMMENT 'Sales before the public sale.',
    `segment` STRING COMMENT 'Segment of the primary classification, such as Music.',
    `genre` STRING COMMENT 'Genre of the primary classification, in lower case.',
    `sub_genre` STRING COMMENT 'Sub-genre of the primary classification, in lower case.',
    `event_type` STRING COMMENT 'Type of the primary classification, such as Event Style.',
    `event_sub_type` STRING COMMENT 'Subtype of the primary classification, such as Festival.',
    `classifications` ARRAY<STRUCT<`primary`: BOOLEAN, `segment`: STRING, `genre`: STRING, `sub_genre`: STRING, `type`: STRING, `sub_type`: STRING, `family`: BOOLEAN>> COMMENT 'All classifications.',
    `ticketmaster_id` STRING COMMENT 'ID at Ticketmaster.',
    `url` STRING COMMENT 'Page of the event at Ticketmaster.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images.',
    `venue_ids` ARRAY<STRING> COMMENT 'venue_id of all venues.',
    `venue_name` STRING COMMENT 'Name of the first venue, or of the place of an event without a venue.',
    `venue_city` STRING COMMENT 'City of that venue or place.',
    `venue_state` STRING COMMENT 'Code of the state or province of that venue or place.',
    `venue_country` STRING COMMENT 'ISO 3166-1 alpha-2 code of the country of that venue or place.',
    `venue_latitude` DOUBLE COMMENT 'Latitude of that venue or place in degrees, -90 to 90.',
    `venue_longitude` DOUBLE COMMENT 'Longitude of that venue or place in degrees, -180 to 180.',
    `promoters` ARRAY<STRUCT<`id`: STRING, `name`: STRING, `description`: STRING>> COMMENT 'Organisers of the event.',
    `legal_age_enforced` BOOLEAN COMMENT 'Whether a minimum age is enforced.',
    `age_rule` STRING COMMENT 'Age restriction in words.',
    `description` STRING COMMENT 'Description, at most 4,000 characters.',
    `info` STRING COMMENT 'Information for visitors, at most 4,000 characters.',
    `please_note` STRING COMMENT 'Notes for ticket buyers, at most 4,000 characters.',
    `ticket_limit` STRING COMMENT 'How many tickets a customer can buy, in words.',
    `products` ARRAY<STRUCT<`id`: STRING, `name`: STRING, `type`: STRING, `url`: STRING>> COMMENT 'What is sold besides the ticket.',
    `is_add_on` BOOLEAN COMMENT 'Whether the event itself is such a product, such as parking. Null if Ticketmaster does not classify the event.',
    `seat_map_url` STRING COMMENT 'Image of the seat map.',
    `accessibility` STRING COMMENT 'How to book accessible seats, in words.',
    `test` BOOLEAN COMMENT 'Whether Ticketmaster marks the event as a test.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` TIMESTAMP COMMENT 'When Tourbus read the entity first.',
    `last_seen` TIMESTAMP COMMENT 'When Tourbus read the entity last.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.concerts_versions (
    `concert_id` STRING COMMENT 'ID of the event: ticketmaster_<id>.',
    `name` STRING COMMENT 'Name of the event.',
    `artist_id` STRING COMMENT 'artist_id of the first performer that has one.',
    `venue_id` STRING COMMENT 'venue_id of the first venue.',
    `event_date` STRING COMMENT 'Start of the event, as precise as Ticketmaster returns it. event_date_precision says how to read it.',
    `event_date_precision` STRING COMMENT 'Format of event_date: an instant in UTC, a date and time at the venue, or a day at the venue.',
    `local_date` DATE COMMENT 'Day of the start, at the venue.',
    `local_time` STRING COMMENT 'Time of the start, at the venue.',
    `time_zone` STRING COMMENT 'IANA name of the time zone of the event, or else of the venue.',
    `initial_date` DATE COMMENT 'Original day of an event that was moved, at the venue.',
    `initial_time` STRING COMMENT 'Original time of an event that was moved, at the venue.',
    `end_date` DATE COMMENT 'Day of the end, at the venue.',
    `end_time` STRING COMMENT 'Time of the end, at the venue.',
    `end_precision` STRING COMMENT 'What is known of the end: day and time, the day, or an approximation.',
    `spans_multiple_days` BOOLEAN COMMENT 'Whether the event takes several days.',
    `start_may_be_last_day` BOOLEAN COMMENT 'Whether the start may be the last day: the event takes several days, and no later end is known.',
    `date_status` STRING COMMENT 'Whether the date is confirmed, to be announced, or to be determined. If it is not confirmed, there is no time.',
    `time_tba` BOOLEAN COMMENT 'Whether the time is to be announced.',
    `no_specific_time` BOOLEAN COMMENT 'Whether the event has no starting time.',
    `doors_date` DATE COMMENT 'Day on which the doors open, at the venue.',
    `doors_time` STRING COMMENT 'Time at which the doors open, at the venue.',
    `ticket_prices` MAP<STRING, DECIMAL(18,4)> COMMENT 'Lowest price of each named tier, with at least two decimals. price_ranges has the currencies.',
    `price_ranges` ARRAY<STRUCT<`type`: STRING, `currency`: STRING, `min`: DECIMAL(18,4), `max`: DECIMAL(18,4)>> COMMENT 'Prices of all tiers.',
    `total_attendance` BIGINT COMMENT 'Number of people who attended. Ticketmaster does not return it.',
    `revenue` DECIMAL(18,4) COMMENT 'Revenue. Ticketmaster does not return it.',
    `status` STRING COMMENT 'Status. No source reports that a concert has taken place, so completed does not occur.',
    `source_status` STRING COMMENT 'Status, as Ticketmaster returns it.',
    `performers` ARRAY<STRUCT<`artist_id`: STRING, `name`: STRING, `ticketmaster_id`: STRING, `spotify_id`: STRING, `musicbrainz_id`: STRING, `matched_by`: STRING>> COMMENT 'Performers, usually the headliner first.',
    `sale_start` TIMESTAMP COMMENT 'Start of the public sale. ISO 8601, UTC.',
    `sale_end` TIMESTAMP COMMENT 'End of the public sale. ISO 8601, UTC.',
    `sale_start_tbd` BOOLEAN COMMENT 'Whether the start of the public sale is to be announced or to be determined.',
    `presales` ARRAY<STRUCT<`name`: STRING, `start`: TIMESTAMP, `end`: TIMESTAMP, `description`: STRING, `url`: STRING>> COMMENT 'Sales before the public sale.',
    `segment` STRING COMMENT 'Segment of the primary classification, such as Music.',
    `genre` STRING COMMENT 'Genre of the primary classification, in lower case.',
    `sub_genre` STRING COMMENT 'Sub-genre of the primary classification, in lower case.',
    `event_type` STRING COMMENT 'Type of the primary classification, such as Event Style.',
    `event_sub_type` STRING COMMENT 'Subtype of the primary classification, such as Festival.',
    `classifications` ARRAY<STRUCT<`primary`: BOOLEAN, `segment`: STRING, `genre`: STRING, `sub_genre`: STRING, `type`: STRING, `sub_type`: STRING, `family`: BOOLEAN>> COMMENT 'All classifications.',
    `ticketmaster_id` STRING COMMENT 'ID at Ticketmaster.',
    `url` STRING COMMENT 'Page of the event at Ticketmaster.',
    `images` ARRAY<STRUCT<`url`: STRING, `width`: BIGINT, `height`: BIGINT, `ratio`: STRING, `fallback`: BOOLEAN, `attribution`: STRING>> COMMENT 'Images.',
    `venue_ids` ARRAY<STRING> COMMENT 'venue_id of all venues.',
    `venue_name` STRING COMMENT 'Name of the first venue, or of the place of an event without a venue.',
    `venue_city` STRING COMMENT 'City of that venue or place.',
    `venue_state` STRING COMMENT 'Code of the state or province of that venue or place.',
    `venue_country` STRING COMMENT 'ISO 3166-1 alpha-2 code of the country of that venue or place.',
    `venue_latitude` DOUBLE COMMENT 'Latitude of that venue or place in degrees, -90 to 90.',
    `venue_longitude` DOUBLE COMMENT 'Longitude of that venue or place in degrees, -180 to 180.',
    `promoters` ARRAY<STRUCT<`id`: STRING, `name`: STRING, `description`: STRING>> COMMENT 'Organisers of the event.',
    `legal_age_enforced` BOOLEAN COMMENT 'Whether a minimum age is enforced.',
    `age_rule` STRING COMMENT 'Age restriction in words.',
    `description` STRING COMMENT 'Description, at most 4,000 characters.',
    `info` STRING COMMENT 'Information for visitors, at most 4,000 characters.',
    `please_note` STRING COMMENT 'Notes for ticket buyers, at most 4,000 characters.',
    `ticket_limit` STRING COMMENT 'How many tickets a customer can buy, in words.',
    `products` ARRAY<STRUCT<`id`: STRING, `name`: STRING, `type`: STRING, `url`: STRING>> COMMENT 'What is sold besides the ticket.',
    `is_add_on` BOOLEAN COMMENT 'Whether the event itself is such a product, such as parking. Null if Ticketmaster does not classify the event.',
    `seat_map_url` STRING COMMENT 'Image of the seat map.',
    `accessibility` STRING COMMENT 'How to book accessible seats, in words.',
    `test` BOOLEAN COMMENT 'Whether Ticketmaster marks the event as a test.',
    `data_type` STRING COMMENT 'Kind of the record.',
    `source` STRING COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` TIMESTAMP COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` STRING COMMENT 'The run that read the entity.',
    `slice` STRING COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` STRING COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` STRING COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The performers of each concert.
CREATE TABLE IF NOT EXISTS concert_lake.concert_performers (
    `concert_id` STRING COMMENT 'ID of the concert.',
    `position` BIGINT COMMENT 'Position among the performers, from 1.',
    `artist_id` STRING COMMENT 'ID of the artist. Null if the source returns no ID.',
    `name` STRING COMMENT 'Name of the performer.',
    `matched_by` STRING COMMENT 'How the artist is known: link or name.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The prices of each tier of a concert: a row for each change.
CREATE TABLE IF NOT EXISTS concert_lake.ticket_prices (
    `concert_id` STRING COMMENT 'ID of the concert.',
    `tier` STRING COMMENT 'Tier, as the source names it.',
    `currency` STRING COMMENT 'ISO 4217 code.',
    `observed_at` TIMESTAMP COMMENT 'When Tourbus read these prices first.',
    `min` DECIMAL(18,4) COMMENT 'Lowest price.',
    `max` DECIMAL(18,4) COMMENT 'Highest price.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The popularity of artists: a row for each change.
CREATE TABLE IF NOT EXISTS concert_lake.artist_popularity (
    `artist_id` STRING COMMENT 'ID of the artist.',
    `observed_at` TIMESTAMP COMMENT 'When Tourbus read these numbers first.',
    `popularity` BIGINT COMMENT 'Popularity, 0 to 100.',
    `followers` BIGINT COMMENT 'Number of followers.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The links between artists of different sources: a row for each link and origin.
CREATE TABLE IF NOT EXISTS concert_lake.artist_links (
    `artist_id` STRING COMMENT 'ID of the artist that the origin links.',
    `linked_id` STRING COMMENT 'ID of the same artist at another source.',
    `artist_source` STRING COMMENT 'Source of artist_id.',
    `linked_source` STRING COMMENT 'Source of linked_id.',
    `matched_by` STRING COMMENT 'link, or name if Tourbus found the artist by name.',
    `source` STRING COMMENT 'Origin: the source that returned the link.',
    `entity` STRING COMMENT 'Origin: artists or events.',
    `field` STRING COMMENT 'Origin: the field of the records.',
    `record_id` STRING COMMENT 'Origin: the ID of the last record with the link.',
    `first_seen` TIMESTAMP COMMENT 'When Tourbus read the link first.',
    `first_run_id` STRING COMMENT 'The run that read the link first.',
    `last_seen` TIMESTAMP COMMENT 'When Tourbus read the link last.',
    `last_run_id` STRING COMMENT 'The run that read the link last.',
    `is_current` BOOLEAN COMMENT 'False if newer records have another ID in the field.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The artists of all sources: IDs that current links join have the same identity.
CREATE TABLE IF NOT EXISTS concert_lake.artist_identities (
    `artist_id` STRING COMMENT 'ID of the artist.',
    `identity` STRING COMMENT 'The smallest ID of the linked artists.',
    `source` STRING COMMENT 'Source of artist_id.',
    `name` STRING COMMENT 'Name. Null if Tourbus has not read the artist.',
    `ids` BIGINT COMMENT 'Number of IDs with this identity.',
    `conflicting` BOOLEAN COMMENT 'Whether the identity has several IDs of this source.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The objects of the lake that the tables contain: a row for each object.
CREATE TABLE IF NOT EXISTS concert_lake.loads (
    `table` STRING COMMENT 'Table with the records of the object.',
    `object_key` STRING COMMENT 'Key of the object in the bucket.',
    `sha256` STRING COMMENT 'SHA-256 of the object, in hex.',
    `run_id` STRING COMMENT 'The run that wrote the object.',
    `lines` BIGINT COMMENT 'Number of records.',
    `applied_at` TIMESTAMP COMMENT 'When the object was applied.',
    `bucket` STRING COMMENT 'Bucket of the object.',
    `listed` STRING COMMENT 'Each SHA-256 that the manifest and its patches listed then.',
    `last_timestamp` TIMESTAMP COMMENT 'The latest ingestion_timestamp of its records.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);

-- The runs whose objects the tables contain.
CREATE TABLE IF NOT EXISTS concert_lake.runs (
    `run_id` STRING COMMENT 'ID of the run.',
    `status` STRING COMMENT 'Status of the run: complete, partial, failed or cancelled.',
    `objects` BIGINT COMMENT 'Number of objects with records.',
    `records` BIGINT COMMENT 'Number of records in them.',
    `listing` STRING COMMENT 'SHA-256 of the list of its manifest and patches.',
    `applied_at` TIMESTAMP COMMENT 'When the last object of the run was applied.'
) USING iceberg
TBLPROPERTIES (
    'commit.manifest.min-count-to-merge' = '10',
    'format-version' = '2',
    'write.delete.mode' = 'copy-on-write',
    'write.merge.mode' = 'copy-on-write',
    'write.metadata.delete-after-commit.enabled' = 'true',
    'write.metadata.previous-versions-max' = '20',
    'write.parquet.compression-codec' = 'zstd',
    'write.update.mode' = 'copy-on-write'
);
