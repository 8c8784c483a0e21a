-- $1 record. The changes that were taken in, each with when it arrived. A change that lies in two logs is there twice.
SELECT e.payload, e.received_at, e.outcome
FROM entry AS e
WHERE e.record = $1 AND e.outcome IN ('"merged"', '"admitted"')
ORDER BY e.rowid
LIMIT 10000
