-- How many grants of an administrator people have who are active.
SELECT count(*)
FROM person AS p
JOIN grants AS g ON g.person = p.id AND g.version = (SELECT max(version) FROM grants WHERE person = p.id)
CROSS JOIN json_each(g.list) AS granted
WHERE p.active = 1 AND granted.value ->> 'role' = 'administrator'
