-- Tells a letter that is kept again when its slice is delivered again; letters from before have none.
ALTER TABLE dead_letters ADD COLUMN fingerprint VARCHAR(64);
CREATE UNIQUE INDEX dead_letters_fingerprint ON dead_letters (fingerprint);
