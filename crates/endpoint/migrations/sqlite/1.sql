-- People, what they may do, and the browsers they use.

CREATE TABLE person (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    user     TEXT COLLATE NOCASE UNIQUE,
    password TEXT,
    active   INTEGER NOT NULL DEFAULT 1,
    made_at  INTEGER NOT NULL
) STRICT;

-- Every version stays: work is judged by the grants its author knew of.
CREATE TABLE grants (
    person  TEXT NOT NULL REFERENCES person (id),
    version INTEGER NOT NULL,
    list    TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT,
    PRIMARY KEY (person, version)
) STRICT, WITHOUT ROWID;

-- `family` is the first of the devices that came out of one browser profile by copying or rolling back.
CREATE TABLE device (
    id           TEXT PRIMARY KEY,
    person       TEXT NOT NULL REFERENCES person (id),
    family       TEXT NOT NULL,
    label        TEXT,
    enrolled_at  INTEGER NOT NULL,
    revoked_at   INTEGER,
    last_seen    INTEGER,
    app_version  TEXT,
    unsent       INTEGER,
    storage      TEXT,
    head_index   INTEGER NOT NULL DEFAULT 0,
    head_hash    TEXT NOT NULL,
    outcomes     INTEGER NOT NULL DEFAULT 0,
    safe_through INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX device_by_person ON device (person);
CREATE INDEX device_by_family ON device (family);

-- From which entry of its log on a device has known a version of its person's grants.
CREATE TABLE acknowledged (
    device  TEXT NOT NULL REFERENCES device (id),
    version INTEGER NOT NULL,
    after   INTEGER NOT NULL
) STRICT;
CREATE INDEX acknowledged_by_device ON acknowledged (device);

-- Only hashes of tokens and codes: who reads the file can sign in as nobody.
CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    device  TEXT NOT NULL REFERENCES device (id),
    by      TEXT NOT NULL CHECK (by IN ('code', 'password')),
    made_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_device ON session (device);

CREATE TABLE code (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    made_by    TEXT,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX code_by_person ON code (person);

-- The administrator's one-time link: one row at most, gone when it is used.
CREATE TABLE setup (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    hash TEXT NOT NULL
) STRICT;

-- The logs of the devices, byte for byte.

CREATE TABLE entry (
    device       TEXT NOT NULL REFERENCES device (id),
    place        INTEGER NOT NULL,
    payload_hash TEXT NOT NULL,
    hash         TEXT NOT NULL,
    record       TEXT,
    actor        TEXT,
    n            INTEGER,
    outcome      TEXT NOT NULL,
    revision     INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    payload      TEXT NOT NULL,
    PRIMARY KEY (device, place)
) STRICT;
CREATE INDEX entry_by_change ON entry (record, actor, n) WHERE record IS NOT NULL;
CREATE INDEX entry_by_revision ON entry (device, revision) WHERE revision > 0;
CREATE INDEX entry_held ON entry (received_at) WHERE outcome LIKE '{"held"%';

-- Entries that a device dropped and that are not here.
CREATE TABLE hole (
    device     TEXT NOT NULL REFERENCES device (id),
    from_index INTEGER NOT NULL,
    from_hash  TEXT NOT NULL,
    to_index   INTEGER NOT NULL,
    to_hash    TEXT NOT NULL,
    noted_at   INTEGER NOT NULL
) STRICT;

-- What is known. The body stands last, so that reading the other columns never loads it.

CREATE TABLE record (
    id     TEXT PRIMARY KEY,
    form   TEXT NOT NULL,
    seq    INTEGER NOT NULL UNIQUE,
    seal   TEXT NOT NULL,
    scopes TEXT NOT NULL,
    ever   TEXT NOT NULL,
    bytes  INTEGER NOT NULL,
    body   TEXT NOT NULL
) STRICT;

-- The one counter: locked by the transaction that moved it until that commits, so that no reader skips a late one.
CREATE TABLE counter (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL
) STRICT;
INSERT INTO counter VALUES (1, 0);

CREATE TABLE epoch (
    no         INTEGER PRIMARY KEY,
    epoch      INTEGER NOT NULL,
    after      INTEGER NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;
