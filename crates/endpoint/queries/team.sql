-- $1 now. Each person with present grants and the code that is open.
SELECT p.id, p.name, p."user", p.active, g.version, g.list,
       (SELECT max(expires_at) FROM code WHERE person = p.id AND used_by IS NULL AND expires_at > $1)
FROM person AS p
JOIN grants AS g ON g.person = p.id AND g.version = (SELECT max(version) FROM grants WHERE person = p.id)
ORDER BY p.name, p.id
