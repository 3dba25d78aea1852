-- Whether the process died that was delivering the record. Then only the next reader of the slice can claim it: the record may be in
-- an object that this reader writes again.
ALTER TABLE shared_records ADD COLUMN returned BOOLEAN DEFAULT FALSE NOT NULL;
