-- Files that phones without network have saved: `migrations/sqlite/5.sql` says what is in them.

CREATE TABLE bundle (
    id         TEXT COLLATE "C" PRIMARY KEY,
    device     TEXT,
    person     TEXT,
    changes    BIGINT NOT NULL,
    brought_at BIGINT NOT NULL,
    brought_by TEXT NOT NULL REFERENCES person (id),
    taken_at   BIGINT,
    taken_by   TEXT REFERENCES person (id),
    taken      BIGINT NOT NULL DEFAULT 0,
    sealed     TEXT
);
CREATE INDEX bundle_by_bringer ON bundle (brought_by) WHERE taken_at IS NULL;
