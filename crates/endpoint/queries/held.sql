-- Held entries with the scopes that their records have had, the oldest first.
SELECT e.device, e.place, d.person, e.received_at, e.outcome, e.record, e.payload, r.ever
FROM entry AS e
JOIN device AS d ON d.id = e.device
LEFT JOIN record AS r ON r.id = e.record
WHERE e.outcome LIKE '{"held"%'
ORDER BY e.received_at
