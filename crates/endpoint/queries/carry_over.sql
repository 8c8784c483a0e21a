-- The database that is replaced is attached as `replaced`. What was taken away since the backup stays taken away: a
-- backup revives no phone that was revoked, nobody who has left, no right, no password and no session.
UPDATE device SET revoked_at = now.revoked_at
FROM replaced.device AS now
WHERE now.id = device.id AND now.revoked_at IS NOT NULL AND device.revoked_at IS NULL;

UPDATE person SET active = 0
FROM replaced.person AS now
WHERE now.id = person.id AND now.active = 0;

UPDATE person SET password = now.password
FROM replaced.person AS now
WHERE now.id = person.id AND now.password IS NOT person.password;

INSERT INTO grants (person, version, list, made_at, made_by)
SELECT now.person, now.version, now.list, now.made_at, now.made_by
FROM replaced.grants AS now
JOIN person ON person.id = now.person
WHERE now.version > (SELECT max(version) FROM grants WHERE person = now.person);

DELETE FROM session WHERE token NOT IN (SELECT token FROM replaced.session);
