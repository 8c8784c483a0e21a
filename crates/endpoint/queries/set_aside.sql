-- $1 [[record], …]. Entries about these records that are held or dismissed, in the order in which logs and places sort.
SELECT e.record, e.actor, e.n, e.device, e.place, e.outcome, e.payload
FROM json_each($1) AS wanted
CROSS JOIN entry AS e
WHERE e.record = wanted.value ->> 0 AND e.record IS NOT NULL AND (e.outcome LIKE '{"held"%' OR e.outcome = '"dismissed"')
ORDER BY e.device, e.place
