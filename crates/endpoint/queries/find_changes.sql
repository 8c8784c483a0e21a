-- $1 [[record, actor, n], …]. CROSS JOIN keeps the list outside and the index inside. One change may lie in several
-- logs: they come in the order in which logs and places sort.
SELECT e.record, e.actor, e.n, e.device, e.place, e.outcome, e.payload
FROM json_each($1) AS wanted
CROSS JOIN entry AS e
WHERE e.record = wanted.value ->> 0 AND e.actor = wanted.value ->> 1 AND e.n = CAST(wanted.value ->> 2 AS BIGINT)
  AND e.record IS NOT NULL
ORDER BY e.device, e.place
