-- Files lie on the disk under the hash of their bytes; here is what is known of them.

-- One whose bytes are whole, and who brought it first.
CREATE TABLE file (
    sha256     TEXT PRIMARY KEY,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    person     TEXT NOT NULL REFERENCES person (id),
    arrived_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_by_person ON file (person);

-- One that somebody is sending. How much of it has arrived is the length of the part on the disk, nothing else.
CREATE TABLE upload (
    person     TEXT NOT NULL REFERENCES person (id),
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    touched_at INTEGER NOT NULL,
    PRIMARY KEY (person, sha256)
) STRICT;
CREATE INDEX upload_by_hash ON upload (sha256);

-- Which records hold a file, or have held it: whoever sees one of them sees the file.
CREATE TABLE file_of (
    record TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (record, sha256)
) STRICT;
CREATE INDEX file_of_by_hash ON file_of (sha256);
