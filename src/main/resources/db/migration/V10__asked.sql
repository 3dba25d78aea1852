-- What a run was asked for, so that only a start that asks for the same resumes it; runs from before have none.
ALTER TABLE runs ADD COLUMN asked_dates VARCHAR(100);
ALTER TABLE runs ADD COLUMN asked_rest VARCHAR(64);
