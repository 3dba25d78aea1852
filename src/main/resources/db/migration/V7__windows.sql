-- From when to when a run wants events, so that one that is resumed wants the same; runs from before have none.
ALTER TABLE runs ADD COLUMN events_from TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE runs ADD COLUMN events_until TIMESTAMP(3) WITH TIME ZONE;
