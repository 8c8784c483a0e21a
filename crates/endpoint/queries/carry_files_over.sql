-- Files that have come since the backup lie on the disk still, and so do the parts of those that were being sent: nobody
-- sends them again.
INSERT INTO file (sha256, size, media_type, person, arrived_at)
SELECT now.sha256, now.size, now.media_type, now.person, now.arrived_at
FROM replaced.file AS now
JOIN person ON person.id = now.person
WHERE now.sha256 NOT IN (SELECT sha256 FROM file);

INSERT INTO upload (person, sha256, size, media_type, touched_at)
SELECT now.person, now.sha256, now.size, now.media_type, now.touched_at
FROM replaced.upload AS now
JOIN person ON person.id = now.person
WHERE true
ON CONFLICT (person, sha256) DO NOTHING;
