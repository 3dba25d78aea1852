-- Numbers where texts were: a row is a third as long, and is written each time that one near it changes. All are halves of a
-- SHA-256, of the record's identity, of its content, and of run and slice. What was remembered is forgotten; those records count
-- as new once.
DROP TABLE hashes;
CREATE TABLE hashes (
    record_key BIGINT PRIMARY KEY,
    record_id  UUID NOT NULL,
    hash       UUID NOT NULL,
    delivery   UUID NOT NULL,
    put_on     DATE NOT NULL
);
