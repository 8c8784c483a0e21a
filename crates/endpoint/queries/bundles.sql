-- $1 how many. Those that wait come first, the oldest of them on top; then those taken in, the last of them on top.
SELECT b.id, b.changes, b.brought_at, carrier.name, owner.name, b.taken_at, taker.name, b.taken, CASE WHEN b.sealed IS NULL THEN 0 ELSE 1 END
FROM bundle AS b
JOIN person AS carrier ON carrier.id = b.brought_by
LEFT JOIN person AS owner ON owner.id = b.person
LEFT JOIN person AS taker ON taker.id = b.taken_by
ORDER BY CASE WHEN b.taken_at IS NULL THEN 0 ELSE 1 END, CASE WHEN b.taken_at IS NULL THEN b.brought_at ELSE -b.taken_at END
LIMIT $1
