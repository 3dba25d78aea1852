-- Hashes of records as blocks, one for each delivery: a run writes a row for each slice instead of one for each record. An entry has
-- 32 bytes: half of the SHA-256 of the record's identity, and half of that of its content. An entry of a later block replaces those
-- of earlier blocks. Tourbus moves the rows of the table hashes to blocks when it opens the file; PostgreSQL keeps that table.
CREATE TABLE hash_blocks (
    id           INT PRIMARY KEY,
    put_on       DATE NOT NULL,
    delivery     UUID NOT NULL,
    embedded     BOOLEAN NOT NULL,
    origin       BIGINT NOT NULL,
    destinations BIGINT NOT NULL,
    entries      VARBINARY(1000000) NOT NULL
);
