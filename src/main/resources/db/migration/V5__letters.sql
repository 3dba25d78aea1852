CREATE INDEX dead_letters_slice ON dead_letters (run_id, slice);
