-- What a run that has ended did, as JSON; runs from before have none.
ALTER TABLE runs ADD COLUMN report TEXT;
