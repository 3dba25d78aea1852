-- Who or what started a run, the options that were typed, and the settings that it read; runs from before have none.
ALTER TABLE runs ADD COLUMN initiator VARCHAR(20);
ALTER TABLE runs ADD COLUMN options VARCHAR(2000);
ALTER TABLE runs ADD COLUMN settings VARCHAR(50000);
