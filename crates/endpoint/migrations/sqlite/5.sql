-- Files that phones without network have saved and somebody has brought, by the hash of their text. The text is sealed;
-- it stays until all of it is taken in. `device` and `person` are as the file says, which nobody has vouched for yet.

CREATE TABLE bundle (
    id         TEXT PRIMARY KEY,
    device     TEXT,
    person     TEXT,
    changes    INTEGER NOT NULL,
    brought_at INTEGER NOT NULL,
    brought_by TEXT NOT NULL REFERENCES person (id),
    taken_at   INTEGER,
    taken_by   TEXT REFERENCES person (id),
    taken      INTEGER NOT NULL DEFAULT 0,
    sealed     TEXT
) STRICT;
CREATE INDEX bundle_by_bringer ON bundle (brought_by) WHERE taken_at IS NULL;
