-- The query whose entities contained an embedded record; 0 if it is not known.
ALTER TABLE hashes ADD COLUMN origin BIGINT DEFAULT 0 NOT NULL;
