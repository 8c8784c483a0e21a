-- $1 old, $2 new, $3 person, $4 now, $5 the hash of an empty log. The same profile under another name: it keeps its
-- label, its family and with that its session, and stays withdrawn if it was.
INSERT INTO device (id, person, family, label, enrolled_at, revoked_at, head_hash)
SELECT $2, old.person, old.family, old.label, $4, old.revoked_at, $5
FROM device AS old
WHERE old.id = $1 AND old.person = $3
ON CONFLICT (id) DO NOTHING
