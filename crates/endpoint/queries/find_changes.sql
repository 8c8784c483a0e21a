-- ?1 [[record, actor, n], …]. CROSS JOIN keeps the list outside and the index inside. The first that was stored
-- comes last, so that it counts when one change lies in two logs.
SELECT e.record, e.actor, e.n, e.device, e.place, e.outcome, e.payload
FROM json_each(?1) AS wanted
CROSS JOIN entry AS e
    ON e.record = wanted.value ->> 0 AND e.actor = wanted.value ->> 1 AND e.n = wanted.value ->> 2
WHERE e.record IS NOT NULL
ORDER BY e.rowid DESC
