-- Who cancelled a run, and when. While such a run has not ended, the process that executes it still has to stop.
ALTER TABLE runs ADD COLUMN cancelled_at TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE runs ADD COLUMN cancelled_by VARCHAR(200);

-- How far a run has come that has not ended: running, stopping or stopped. Together with the lock of its job, this tells a run whose
-- process died from one that was stopped.
ALTER TABLE runs ADD COLUMN phase VARCHAR(20) DEFAULT 'running' NOT NULL;

-- How often the run was resumed because its process had died.
ALTER TABLE runs ADD COLUMN deaths INT DEFAULT 0 NOT NULL;
