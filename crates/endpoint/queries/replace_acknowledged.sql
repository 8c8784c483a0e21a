-- $1 old, $2 new. The new log begins with the grants that the old one came to know last.
INSERT INTO acknowledged (device, version, after)
SELECT $2, version, 0 FROM acknowledged
WHERE device = $1
  AND EXISTS (SELECT 1 FROM device WHERE id = $2)
  AND NOT EXISTS (SELECT 1 FROM acknowledged WHERE device = $2)
ORDER BY rowid DESC
LIMIT 1
