-- Each record's hash, by which devices prove that they hold the same. The body still stands last. Who brings the layout
-- up to date reckons the hashes of the rows that are there.

CREATE TABLE record_with_hash (
    id     TEXT PRIMARY KEY,
    form   TEXT NOT NULL,
    seq    INTEGER NOT NULL UNIQUE,
    seal   TEXT NOT NULL,
    scopes TEXT NOT NULL,
    ever   TEXT NOT NULL,
    bytes  INTEGER NOT NULL,
    hash   TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT;
INSERT INTO record_with_hash SELECT id, form, seq, seal, scopes, ever, bytes, '', body FROM record;
DROP TABLE record;
ALTER TABLE record_with_hash RENAME TO record;
CREATE INDEX record_without_hash ON record (id) WHERE hash = '';
