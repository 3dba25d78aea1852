-- Who or what started a run, and the options that were typed; runs from before have none.
ALTER TABLE runs ADD COLUMN initiator VARCHAR(20);
ALTER TABLE runs ADD COLUMN options VARCHAR(2000);
