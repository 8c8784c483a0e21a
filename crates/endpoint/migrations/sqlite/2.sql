-- What somebody read beyond the everyday: the history of a record, or a file for a spreadsheet. `scopes` are those of
-- what was read: whoever judges one of them sees the row.

CREATE TABLE reading (
    no       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    person   TEXT NOT NULL REFERENCES person (id),
    what     TEXT NOT NULL CHECK (what IN ('history', 'export')),
    about    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    records  INTEGER NOT NULL,
    scopes   TEXT NOT NULL
) STRICT;
CREATE INDEX reading_by_what ON reading (what, at);
