-- Files that were brought since the backup are still there; what was taken in of them since is not.
INSERT INTO bundle (id, device, person, changes, brought_at, brought_by, sealed)
SELECT now.id, now.device, now.person, now.changes, now.brought_at, now.brought_by, now.sealed
FROM replaced.bundle AS now
JOIN person ON person.id = now.brought_by
WHERE now.sealed IS NOT NULL
ON CONFLICT (id) DO NOTHING;
