-- The layout after the third step, with which PostgreSQL begins. What its tables and columns mean is said in
-- `migrations/sqlite/`.
--
-- Columns that are ordered or paged by compare bytes, as SQLite does: whatever the language of the database is.

-- The rows of a list that comes in as one JSON text: what SQLite knows by this name.
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value jsonb) LANGUAGE sql STABLE AS
$$ SELECT * FROM jsonb_array_elements(list::jsonb) $$;

-- By how many steps this has come to be.
CREATE TABLE tiwizi_layout (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    step BIGINT NOT NULL
);
INSERT INTO tiwizi_layout VALUES (1, 3);

-- The hash of the key of the seals, so that no endpoint seals under another one.
CREATE TABLE sealing (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    key TEXT NOT NULL
);

CREATE TABLE person (
    id       TEXT COLLATE "C" PRIMARY KEY,
    name     TEXT COLLATE "C" NOT NULL,
    "user"   TEXT,
    password TEXT,
    active   BIGINT NOT NULL DEFAULT 1,
    made_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_by_user ON person (lower("user"));

CREATE TABLE grants (
    person  TEXT NOT NULL REFERENCES person (id),
    version BIGINT NOT NULL,
    list    TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT,
    PRIMARY KEY (person, version)
);

CREATE TABLE device (
    id           TEXT COLLATE "C" PRIMARY KEY,
    person       TEXT NOT NULL REFERENCES person (id),
    family       TEXT NOT NULL,
    label        TEXT,
    enrolled_at  BIGINT NOT NULL,
    revoked_at   BIGINT,
    last_seen    BIGINT,
    app_version  TEXT,
    unsent       BIGINT,
    storage      TEXT,
    head_index   BIGINT NOT NULL DEFAULT 0,
    head_hash    TEXT NOT NULL,
    outcomes     BIGINT NOT NULL DEFAULT 0,
    safe_through BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX device_by_person ON device (person);
CREATE INDEX device_by_family ON device (family);

-- `rowid` numbers rows as SQLite does by itself. Whoever writes holds the counter, so that it follows the commits.
CREATE TABLE acknowledged (
    rowid   BIGINT GENERATED ALWAYS AS IDENTITY,
    device  TEXT NOT NULL REFERENCES device (id),
    version BIGINT NOT NULL,
    after   BIGINT NOT NULL
);
CREATE INDEX acknowledged_by_device ON acknowledged (device);

CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    device  TEXT NOT NULL REFERENCES device (id),
    by      TEXT NOT NULL CHECK (by IN ('code', 'password')),
    made_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX session_by_device ON session (device);

CREATE TABLE code (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL REFERENCES person (id),
    made_by    TEXT,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by    TEXT
);
CREATE INDEX code_by_person ON code (person);

CREATE TABLE setup (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    hash TEXT NOT NULL
);

CREATE TABLE entry (
    rowid        BIGINT GENERATED ALWAYS AS IDENTITY,
    device       TEXT COLLATE "C" NOT NULL REFERENCES device (id),
    place        BIGINT NOT NULL,
    payload_hash TEXT NOT NULL,
    hash         TEXT NOT NULL,
    record       TEXT COLLATE "C",
    actor        TEXT,
    n            BIGINT,
    outcome      TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    received_at  BIGINT NOT NULL,
    payload      TEXT NOT NULL,
    PRIMARY KEY (device, place)
);
CREATE INDEX entry_by_change ON entry (record, actor, n) WHERE record IS NOT NULL;
CREATE INDEX entry_by_revision ON entry (device, revision) WHERE revision > 0;
CREATE INDEX entry_held ON entry (received_at) WHERE outcome LIKE '{"held"%';

CREATE TABLE hole (
    device     TEXT NOT NULL REFERENCES device (id),
    from_index BIGINT NOT NULL,
    from_hash  TEXT NOT NULL,
    to_index   BIGINT NOT NULL,
    to_hash    TEXT NOT NULL,
    noted_at   BIGINT NOT NULL
);

CREATE TABLE record (
    id     TEXT COLLATE "C" PRIMARY KEY,
    form   TEXT NOT NULL,
    seq    BIGINT NOT NULL UNIQUE,
    seal   TEXT NOT NULL,
    scopes TEXT NOT NULL,
    ever   TEXT NOT NULL,
    bytes  BIGINT NOT NULL,
    hash   TEXT NOT NULL,
    body   TEXT NOT NULL
);

-- Whoever writes locks its row first and holds it until the commit (`store/server.rs`).
CREATE TABLE counter (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL
);
INSERT INTO counter VALUES (1, 0);

CREATE TABLE epoch (
    no         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch      BIGINT NOT NULL,
    after      BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);

CREATE TABLE reading (
    no       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       BIGINT NOT NULL,
    person   TEXT NOT NULL REFERENCES person (id),
    what     TEXT NOT NULL CHECK (what IN ('history', 'export')),
    about    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    records  BIGINT NOT NULL,
    scopes   TEXT NOT NULL
);
CREATE INDEX reading_by_what ON reading (what, at);
