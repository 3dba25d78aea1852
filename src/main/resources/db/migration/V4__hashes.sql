-- Every delivery wrote it; what is forgotten, once a run, is found as well by reading the table.
DROP INDEX hashes_put_at;
