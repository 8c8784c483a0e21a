-- Files lie on the disk under the hash of their bytes; here is what is known of them.

-- One whose bytes are whole, and who brought it first.
CREATE TABLE file (
    sha256     TEXT COLLATE "C" PRIMARY KEY,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    person     TEXT NOT NULL REFERENCES person (id),
    arrived_at BIGINT NOT NULL
);
CREATE INDEX file_by_person ON file (person);

-- One that somebody is sending. How much of it has arrived is the length of the part on the disk, nothing else.
CREATE TABLE upload (
    person     TEXT NOT NULL REFERENCES person (id),
    sha256     TEXT COLLATE "C" NOT NULL,
    size       BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (person, sha256)
);
CREATE INDEX upload_by_hash ON upload (sha256);

-- Which records hold a file, or have held it: whoever sees one of them sees the file.
CREATE TABLE file_of (
    record TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record, sha256)
);
CREATE INDEX file_of_by_hash ON file_of (sha256);
