-- Generated from the JSON schemas of the records. Do not edit.

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.artists (
    `artist_id` string COMMENT 'ID of the artist: spotify_<id>, or ticketmaster_<id> if the artist at Spotify is not known.',
    `name` string COMMENT 'Name, as the source writes it.',
    `genre` array<string> COMMENT 'Genres in lower case, often empty: those of Spotify, or else those of Ticketmaster.',
    `popularity_score` bigint COMMENT 'Spotify''s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `formation_date` string COMMENT 'When a band was formed: a year, a month or a day. Spotify and Ticketmaster do not return it.',
    `members` array<string> COMMENT 'Spotify and Ticketmaster do not return them, so the list is empty.',
    `spotify_id` string COMMENT 'ID at Spotify.',
    `followers` bigint COMMENT 'Followers at Spotify. Spotify does not return them to newer apps.',
    `external_urls` map<string,string> COMMENT 'URLs of the artist at Spotify, by site.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images: those of Spotify, the widest first, or else those of Ticketmaster.',
    `ticketmaster_id` string COMMENT 'ID of the attraction at Ticketmaster.',
    `ticketmaster_url` string COMMENT 'Page of the attraction at Ticketmaster.',
    `musicbrainz_id` string COMMENT 'ID at MusicBrainz.',
    `aliases` array<string> COMMENT 'Other names at Ticketmaster.',
    `links` map<string,array<string>> COMMENT 'URLs by site, such as homepage, itunes, youtube, instagram or wiki, from Ticketmaster.',
    `classifications` array<struct<primary:boolean,segment:string,genre:string,sub_genre:string,type:string,sub_type:string,family:boolean>> COMMENT 'Ticketmaster''s classifications.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` timestamp COMMENT 'When Tourbus read the entity first.',
    `last_seen` timestamp COMMENT 'When Tourbus read the entity last.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/artists/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.artists_versions (
    `artist_id` string COMMENT 'ID of the artist: spotify_<id>, or ticketmaster_<id> if the artist at Spotify is not known.',
    `name` string COMMENT 'Name, as the source writes it.',
    `genre` array<string> COMMENT 'Genres in lower case, often empty: those of Spotify, or else those of Ticketmaster.',
    `popularity_score` bigint COMMENT 'Spotify''s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `formation_date` string COMMENT 'When a band was formed: a year, a month or a day. Spotify and Ticketmaster do not return it.',
    `members` array<string> COMMENT 'Spotify and Ticketmaster do not return them, so the list is empty.',
    `spotify_id` string COMMENT 'ID at Spotify.',
    `followers` bigint COMMENT 'Followers at Spotify. Spotify does not return them to newer apps.',
    `external_urls` map<string,string> COMMENT 'URLs of the artist at Spotify, by site.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images: those of Spotify, the widest first, or else those of Ticketmaster.',
    `ticketmaster_id` string COMMENT 'ID of the attraction at Ticketmaster.',
    `ticketmaster_url` string COMMENT 'Page of the attraction at Ticketmaster.',
    `musicbrainz_id` string COMMENT 'ID at MusicBrainz.',
    `aliases` array<string> COMMENT 'Other names at Ticketmaster.',
    `links` map<string,array<string>> COMMENT 'URLs by site, such as homepage, itunes, youtube, instagram or wiki, from Ticketmaster.',
    `classifications` array<struct<primary:boolean,segment:string,genre:string,sub_genre:string,type:string,sub_type:string,family:boolean>> COMMENT 'Ticketmaster''s classifications.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/artists_versions/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.tracks (
    `track_id` string COMMENT 'ID of the track: spotify_<id>.',
    `name` string COMMENT 'Name, as Spotify writes it.',
    `artist_id` string COMMENT 'The artist whose top tracks contain the track: spotify_<id>.',
    `artist_ids` array<string> COMMENT 'The artists who recorded the track, in the order of Spotify: spotify_<id>.',
    `rank` bigint COMMENT 'Position among the top tracks of artist_id, from 1.',
    `market` string COMMENT 'Country of the top tracks: ISO 3166-1 alpha-2.',
    `album_id` string COMMENT 'ID of the album: spotify_<id>.',
    `album_name` string COMMENT 'Name of the album.',
    `album_release_date` string COMMENT 'Release date of the album, as precise as Spotify returns it.',
    `album_release_date_precision` string COMMENT 'Format of album_release_date.',
    `duration_ms` bigint COMMENT 'Milliseconds.',
    `explicit` boolean COMMENT 'Whether the lyrics are marked as explicit.',
    `popularity` bigint COMMENT 'Spotify''s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `isrc` string COMMENT 'International Standard Recording Code.',
    `spotify_id` string COMMENT 'ID at Spotify.',
    `external_urls` map<string,string> COMMENT 'URLs of the track, by site.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images of the album, the widest first.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` timestamp COMMENT 'When Tourbus read the entity first.',
    `last_seen` timestamp COMMENT 'When Tourbus read the entity last.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/tracks/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.tracks_versions (
    `track_id` string COMMENT 'ID of the track: spotify_<id>.',
    `name` string COMMENT 'Name, as Spotify writes it.',
    `artist_id` string COMMENT 'The artist whose top tracks contain the track: spotify_<id>.',
    `artist_ids` array<string> COMMENT 'The artists who recorded the track, in the order of Spotify: spotify_<id>.',
    `rank` bigint COMMENT 'Position among the top tracks of artist_id, from 1.',
    `market` string COMMENT 'Country of the top tracks: ISO 3166-1 alpha-2.',
    `album_id` string COMMENT 'ID of the album: spotify_<id>.',
    `album_name` string COMMENT 'Name of the album.',
    `album_release_date` string COMMENT 'Release date of the album, as precise as Spotify returns it.',
    `album_release_date_precision` string COMMENT 'Format of album_release_date.',
    `duration_ms` bigint COMMENT 'Milliseconds.',
    `explicit` boolean COMMENT 'Whether the lyrics are marked as explicit.',
    `popularity` bigint COMMENT 'Spotify''s popularity, 0 to 100. Spotify does not return it to newer apps.',
    `isrc` string COMMENT 'International Standard Recording Code.',
    `spotify_id` string COMMENT 'ID at Spotify.',
    `external_urls` map<string,string> COMMENT 'URLs of the track, by site.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images of the album, the widest first.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/tracks_versions/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.venues (
    `venue_id` string COMMENT 'ID of the venue: ticketmaster_<id>.',
    `name` string COMMENT 'Name. Null if Ticketmaster has none in any language.',
    `city` string COMMENT 'City.',
    `state` string COMMENT 'Code of the state or province, if the country has them.',
    `country` string COMMENT 'ISO 3166-1 alpha-2 code.',
    `capacity` bigint COMMENT 'Number of people. Ticketmaster does not return it.',
    `venue_type` string COMMENT 'Kind of place. Ticketmaster does not return it.',
    `address` string COMMENT 'First line of the address.',
    `address_line_2` string COMMENT 'Second line of the address.',
    `postal_code` string COMMENT 'Postal code.',
    `latitude` double COMMENT 'Degrees, -90 to 90.',
    `longitude` double COMMENT 'Degrees, -180 to 180.',
    `time_zone` string COMMENT 'IANA name of the time zone.',
    `amenities` array<string> COMMENT 'Ticketmaster does not return them, so the list is empty.',
    `ticketmaster_id` string COMMENT 'ID at Ticketmaster.',
    `url` string COMMENT 'Page of the venue at Ticketmaster.',
    `aliases` array<string> COMMENT 'Other names.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images.',
    `markets` array<struct<id:string,name:string>> COMMENT 'Sales regions of Ticketmaster that the venue belongs to.',
    `dma_ids` array<bigint> COMMENT 'Ticketmaster''s numbers of the Designated Market Areas that the venue belongs to.',
    `test` boolean COMMENT 'Whether Ticketmaster marks the venue as a test.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` timestamp COMMENT 'When Tourbus read the entity first.',
    `last_seen` timestamp COMMENT 'When Tourbus read the entity last.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/venues/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.venues_versions (
    `venue_id` string COMMENT 'ID of the venue: ticketmaster_<id>.',
    `name` string COMMENT 'Name. Null if Ticketmaster has none in any language.',
    `city` string COMMENT 'City.',
    `state` string COMMENT 'Code of the state or province, if the country has them.',
    `country` string COMMENT 'ISO 3166-1 alpha-2 code.',
    `capacity` bigint COMMENT 'Number of people. Ticketmaster does not return it.',
    `venue_type` string COMMENT 'Kind of place. Ticketmaster does not return it.',
    `address` string COMMENT 'First line of the address.',
    `address_line_2` string COMMENT 'Second line of the address.',
    `postal_code` string COMMENT 'Postal code.',
    `latitude` double COMMENT 'Degrees, -90 to 90.',
    `longitude` double COMMENT 'Degrees, -180 to 180.',
    `time_zone` string COMMENT 'IANA name of the time zone.',
    `amenities` array<string> COMMENT 'Ticketmaster does not return them, so the list is empty.',
    `ticketmaster_id` string COMMENT 'ID at Ticketmaster.',
    `url` string COMMENT 'Page of the venue at Ticketmaster.',
    `aliases` array<string> COMMENT 'Other names.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images.',
    `markets` array<struct<id:string,name:string>> COMMENT 'Sales regions of Ticketmaster that the venue belongs to.',
    `dma_ids` array<bigint> COMMENT 'Ticketmaster''s numbers of the Designated Market Areas that the venue belongs to.',
    `test` boolean COMMENT 'Whether Ticketmaster marks the venue as a test.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/venues_versions/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The newest record of each ID.
CREATE TABLE IF NOT EXISTS concert_lake.concerts (
    `concert_id` string COMMENT 'ID of the event: ticketmaster_<id>.',
    `name` string COMMENT 'Name of the event.',
    `artist_id` string COMMENT 'artist_id of the first performer that has one.',
    `venue_id` string COMMENT 'venue_id of the first venue.',
    `event_date` string COMMENT 'Start of the event, as precise as Ticketmaster returns it. event_date_precision says how to read it.',
    `event_date_precision` string COMMENT 'Format of event_date: an instant in UTC, a date and time at the venue, or a day at the venue.',
    `local_date` date COMMENT 'Day of the start, at the venue.',
    `local_time` string COMMENT 'Time of the start, at the venue.',
    `time_zone` string COMMENT 'IANA name of the time zone of the event, or else of the venue.',
    `initial_date` date COMMENT 'Original day of an event that was moved, at the venue.',
    `initial_time` string COMMENT 'Original time of an event that was moved, at the venue.',
    `end_date` date COMMENT 'Day of the end, at the venue.',
    `end_time` string COMMENT 'Time of the end, at the venue.',
    `end_precision` string COMMENT 'What is known of the end: day and time, the day, or an approximation.',
    `spans_multiple_days` boolean COMMENT 'Whether the event takes several days.',
    `start_may_be_last_day` boolean COMMENT 'Whether the start may be the last day: the event takes several days, and no later end is known.',
    `date_status` string COMMENT 'Whether the date is confirmed, to be announced, or to be determined. If it is not confirmed, there is no time.',
    `time_tba` boolean COMMENT 'Whether the time is to be announced.',
    `no_specific_time` boolean COMMENT 'Whether the event has no starting time.',
    `doors_date` date COMMENT 'Day on which the doors open, at the venue.',
    `doors_time` string COMMENT 'Time at which the doors open, at the venue.',
    `ticket_prices` map<string,decimal(18,4)> COMMENT 'Lowest price of each named tier, with at least two decimals. price_ranges has the currencies.',
    `price_ranges` array<struct<type:string,currency:string,min:decimal(18,4),max:decimal(18,4)>> COMMENT 'Prices of all tiers.',
    `total_attendance` bigint COMMENT 'Number of people who attended. Ticketmaster does not return it.',
    `revenue` decimal(18,4) COMMENT 'Revenue. Ticketmaster does not return it.',
    `status` string COMMENT 'Status. No source reports that a concert has taken place, so completed does not occur.',
    `source_status` string COMMENT 'Status, as Ticketmaster returns it.',
    `performers` array<struct<artist_id:string,name:string,ticketmaster_id:string,spotify_id:string,musicbrainz_id:string,matched_by:string>> COMMENT 'Performers, usually the headliner first.',
    `sale_start` timestamp COMMENT 'Start of the public sale. ISO 8601, UTC.',
    `sale_end` timestamp COMMENT 'End of the public sale. ISO 8601, UTC.',
    `sale_start_tbd` boolean COMMENT 'Whether the start of the public sale is to be announced or to be determined.',
    `presales` array<struct<name:string,start:timestamp,end:timestamp,description:string,url:string>> COMMENT 'Sales before the public sale.',
    `segment` string COMMENT 'Segment of the primary classification, such as Music.',
    `genre` string COMMENT 'Genre of the primary classification, in lower case.',
    `sub_genre` string COMMENT 'Sub-genre of the primary classification, in lower case.',
    `event_type` string COMMENT 'Type of the primary classification, such as Event Style.',
    `event_sub_type` string COMMENT 'Subtype of the primary classification, such as Festival.',
    `classifications` array<struct<primary:boolean,segment:string,genre:string,sub_genre:string,type:string,sub_type:string,family:boolean>> COMMENT 'All classifications.',
    `ticketmaster_id` string COMMENT 'ID at Ticketmaster.',
    `url` string COMMENT 'Page of the event at Ticketmaster.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images.',
    `venue_ids` array<string> COMMENT 'venue_id of all venues.',
    `venue_name` string COMMENT 'Name of the first venue, or of the place of an event without a venue.',
    `venue_city` string COMMENT 'City of that venue or place.',
    `venue_state` string COMMENT 'Code of the state or province of that venue or place.',
    `venue_country` string COMMENT 'ISO 3166-1 alpha-2 code of the country of that venue or place.',
    `venue_latitude` double COMMENT 'Latitude of that venue or place in degrees, -90 to 90.',
    `venue_longitude` double COMMENT 'Longitude of that venue or place in degrees, -180 to 180.',
    `promoters` array<struct<id:string,name:string,description:string>> COMMENT 'Organisers of the event.',
    `legal_age_enforced` boolean COMMENT 'Whether a minimum age is enforced.',
    `age_rule` string COMMENT 'Age restriction in words.',
    `description` string COMMENT 'Description, at most 4,000 characters.',
    `info` string COMMENT 'Information for visitors, at most 4,000 characters.',
    `please_note` string COMMENT 'Notes for ticket buyers, at most 4,000 characters.',
    `ticket_limit` string COMMENT 'How many tickets a customer can buy, in words.',
    `products` array<struct<id:string,name:string,type:string,url:string>> COMMENT 'What is sold besides the ticket.',
    `is_add_on` boolean COMMENT 'Whether the event itself is such a product, such as parking. Null if Ticketmaster does not classify the event.',
    `seat_map_url` string COMMENT 'Image of the seat map.',
    `accessibility` string COMMENT 'How to book accessible seats, in words.',
    `test` boolean COMMENT 'Whether Ticketmaster marks the event as a test.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.',
    `first_seen` timestamp COMMENT 'When Tourbus read the entity first.',
    `last_seen` timestamp COMMENT 'When Tourbus read the entity last.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/concerts/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- Each change of a record: the first record with the new content.
CREATE TABLE IF NOT EXISTS concert_lake.concerts_versions (
    `concert_id` string COMMENT 'ID of the event: ticketmaster_<id>.',
    `name` string COMMENT 'Name of the event.',
    `artist_id` string COMMENT 'artist_id of the first performer that has one.',
    `venue_id` string COMMENT 'venue_id of the first venue.',
    `event_date` string COMMENT 'Start of the event, as precise as Ticketmaster returns it. event_date_precision says how to read it.',
    `event_date_precision` string COMMENT 'Format of event_date: an instant in UTC, a date and time at the venue, or a day at the venue.',
    `local_date` date COMMENT 'Day of the start, at the venue.',
    `local_time` string COMMENT 'Time of the start, at the venue.',
    `time_zone` string COMMENT 'IANA name of the time zone of the event, or else of the venue.',
    `initial_date` date COMMENT 'Original day of an event that was moved, at the venue.',
    `initial_time` string COMMENT 'Original time of an event that was moved, at the venue.',
    `end_date` date COMMENT 'Day of the end, at the venue.',
    `end_time` string COMMENT 'Time of the end, at the venue.',
    `end_precision` string COMMENT 'What is known of the end: day and time, the day, or an approximation.',
    `spans_multiple_days` boolean COMMENT 'Whether the event takes several days.',
    `start_may_be_last_day` boolean COMMENT 'Whether the start may be the last day: the event takes several days, and no later end is known.',
    `date_status` string COMMENT 'Whether the date is confirmed, to be announced, or to be determined. If it is not confirmed, there is no time.',
    `time_tba` boolean COMMENT 'Whether the time is to be announced.',
    `no_specific_time` boolean COMMENT 'Whether the event has no starting time.',
    `doors_date` date COMMENT 'Day on which the doors open, at the venue.',
    `doors_time` string COMMENT 'Time at which the doors open, at the venue.',
    `ticket_prices` map<string,decimal(18,4)> COMMENT 'Lowest price of each named tier, with at least two decimals. price_ranges has the currencies.',
    `price_ranges` array<struct<type:string,currency:string,min:decimal(18,4),max:decimal(18,4)>> COMMENT 'Prices of all tiers.',
    `total_attendance` bigint COMMENT 'Number of people who attended. Ticketmaster does not return it.',
    `revenue` decimal(18,4) COMMENT 'Revenue. Ticketmaster does not return it.',
    `status` string COMMENT 'Status. No source reports that a concert has taken place, so completed does not occur.',
    `source_status` string COMMENT 'Status, as Ticketmaster returns it.',
    `performers` array<struct<artist_id:string,name:string,ticketmaster_id:string,spotify_id:string,musicbrainz_id:string,matched_by:string>> COMMENT 'Performers, usually the headliner first.',
    `sale_start` timestamp COMMENT 'Start of the public sale. ISO 8601, UTC.',
    `sale_end` timestamp COMMENT 'End of the public sale. ISO 8601, UTC.',
    `sale_start_tbd` boolean COMMENT 'Whether the start of the public sale is to be announced or to be determined.',
    `presales` array<struct<name:string,start:timestamp,end:timestamp,description:string,url:string>> COMMENT 'Sales before the public sale.',
    `segment` string COMMENT 'Segment of the primary classification, such as Music.',
    `genre` string COMMENT 'Genre of the primary classification, in lower case.',
    `sub_genre` string COMMENT 'Sub-genre of the primary classification, in lower case.',
    `event_type` string COMMENT 'Type of the primary classification, such as Event Style.',
    `event_sub_type` string COMMENT 'Subtype of the primary classification, such as Festival.',
    `classifications` array<struct<primary:boolean,segment:string,genre:string,sub_genre:string,type:string,sub_type:string,family:boolean>> COMMENT 'All classifications.',
    `ticketmaster_id` string COMMENT 'ID at Ticketmaster.',
    `url` string COMMENT 'Page of the event at Ticketmaster.',
    `images` array<struct<url:string,width:bigint,height:bigint,ratio:string,fallback:boolean,attribution:string>> COMMENT 'Images.',
    `venue_ids` array<string> COMMENT 'venue_id of all venues.',
    `venue_name` string COMMENT 'Name of the first venue, or of the place of an event without a venue.',
    `venue_city` string COMMENT 'City of that venue or place.',
    `venue_state` string COMMENT 'Code of the state or province of that venue or place.',
    `venue_country` string COMMENT 'ISO 3166-1 alpha-2 code of the country of that venue or place.',
    `venue_latitude` double COMMENT 'Latitude of that venue or place in degrees, -90 to 90.',
    `venue_longitude` double COMMENT 'Longitude of that venue or place in degrees, -180 to 180.',
    `promoters` array<struct<id:string,name:string,description:string>> COMMENT 'Organisers of the event.',
    `legal_age_enforced` boolean COMMENT 'Whether a minimum age is enforced.',
    `age_rule` string COMMENT 'Age restriction in words.',
    `description` string COMMENT 'Description, at most 4,000 characters.',
    `info` string COMMENT 'Information for visitors, at most 4,000 characters.',
    `please_note` string COMMENT 'Notes for ticket buyers, at most 4,000 characters.',
    `ticket_limit` string COMMENT 'How many tickets a customer can buy, in words.',
    `products` array<struct<id:string,name:string,type:string,url:string>> COMMENT 'What is sold besides the ticket.',
    `is_add_on` boolean COMMENT 'Whether the event itself is such a product, such as parking. Null if Ticketmaster does not classify the event.',
    `seat_map_url` string COMMENT 'Image of the seat map.',
    `accessibility` string COMMENT 'How to book accessible seats, in words.',
    `test` boolean COMMENT 'Whether Ticketmaster marks the event as a test.',
    `data_type` string COMMENT 'Kind of the record.',
    `source` string COMMENT 'The API that returned the entity.',
    `ingestion_timestamp` timestamp COMMENT 'When Tourbus read the page with the entity. ISO 8601, UTC.',
    `run_id` string COMMENT 'The run that read the entity.',
    `slice` string COMMENT 'The slice of the run that read the entity. Object keys and the run report contain it.',
    `schema_version` string COMMENT 'Version of the record format. A new field increments the second number, any other change the first.',
    `record_hash` string COMMENT 'SHA-256 of the fields above data_type. It is the same as long as the content is the same.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/concerts_versions/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The performers of each concert.
CREATE TABLE IF NOT EXISTS concert_lake.concert_performers (
    `concert_id` string COMMENT 'ID of the concert.',
    `position` bigint COMMENT 'Position among the performers, from 1.',
    `artist_id` string COMMENT 'ID of the artist. Null if the source returns no ID.',
    `name` string COMMENT 'Name of the performer.',
    `matched_by` string COMMENT 'How the artist is known: link or name.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/concert_performers/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The prices of each tier of a concert: a row for each change.
CREATE TABLE IF NOT EXISTS concert_lake.ticket_prices (
    `concert_id` string COMMENT 'ID of the concert.',
    `tier` string COMMENT 'Tier, as the source names it.',
    `currency` string COMMENT 'ISO 4217 code.',
    `observed_at` timestamp COMMENT 'When Tourbus read these prices first.',
    `min` decimal(18,4) COMMENT 'Lowest price.',
    `max` decimal(18,4) COMMENT 'Highest price.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/ticket_prices/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The popularity of artists: a row for each change.
CREATE TABLE IF NOT EXISTS concert_lake.artist_popularity (
    `artist_id` string COMMENT 'ID of the artist.',
    `observed_at` timestamp COMMENT 'When Tourbus read these numbers first.',
    `popularity` bigint COMMENT 'Popularity, 0 to 100.',
    `followers` bigint COMMENT 'Number of followers.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/artist_popularity/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The links between artists of different sources: a row for each link and origin.
CREATE TABLE IF NOT EXISTS concert_lake.artist_links (
    `artist_id` string COMMENT 'ID of the artist that the origin links.',
    `linked_id` string COMMENT 'ID of the same artist at another source.',
    `artist_source` string COMMENT 'Source of artist_id.',
    `linked_source` string COMMENT 'Source of linked_id.',
    `matched_by` string COMMENT 'link, or name if Tourbus found the artist by name.',
    `source` string COMMENT 'Origin: the source that returned the link.',
    `entity` string COMMENT 'Origin: artists or events.',
    `field` string COMMENT 'Origin: the field of the records.',
    `record_id` string COMMENT 'Origin: the ID of the last record with the link.',
    `first_seen` timestamp COMMENT 'When Tourbus read the link first.',
    `first_run_id` string COMMENT 'The run that read the link first.',
    `last_seen` timestamp COMMENT 'When Tourbus read the link last.',
    `last_run_id` string COMMENT 'The run that read the link last.',
    `is_current` boolean COMMENT 'False if newer records have another ID in the field.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/artist_links/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The artists of all sources: IDs that current links join have the same identity.
CREATE TABLE IF NOT EXISTS concert_lake.artist_identities (
    `artist_id` string COMMENT 'ID of the artist.',
    `identity` string COMMENT 'The smallest ID of the linked artists.',
    `source` string COMMENT 'Source of artist_id.',
    `name` string COMMENT 'Name. Null if Tourbus has not read the artist.',
    `ids` bigint COMMENT 'Number of IDs with this identity.',
    `conflicting` boolean COMMENT 'Whether the identity has several IDs of this source.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/artist_identities/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The objects of the lake that the tables contain: a row for each object.
CREATE TABLE IF NOT EXISTS concert_lake.loads (
    `table` string COMMENT 'Table with the records of the object.',
    `object_key` string COMMENT 'Key of the object in the bucket.',
    `sha256` string COMMENT 'SHA-256 of the object, in hex.',
    `run_id` string COMMENT 'The run that wrote the object.',
    `lines` bigint COMMENT 'Number of records.',
    `applied_at` timestamp COMMENT 'When the object was applied.',
    `bucket` string COMMENT 'Bucket of the object.',
    `listed` string COMMENT 'Each SHA-256 that the manifest and its patches listed then.',
    `last_timestamp` timestamp COMMENT 'The latest ingestion_timestamp of its records.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/loads/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');

-- The runs whose objects the tables contain.
CREATE TABLE IF NOT EXISTS concert_lake.runs (
    `run_id` string COMMENT 'ID of the run.',
    `status` string COMMENT 'Status of the run: complete, partial, failed or cancelled.',
    `objects` bigint COMMENT 'Number of objects with records.',
    `records` bigint COMMENT 'Number of records in them.',
    `listing` string COMMENT 'SHA-256 of the list of its manifest and patches.',
    `applied_at` timestamp COMMENT 'When the last object of the run was applied.'
)
LOCATION 's3://${bucket}/warehouse/concert_lake/runs/'
TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet');
