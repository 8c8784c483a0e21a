-- $1 device, $2 place, $3 outcome
UPDATE entry
SET outcome = $3, revision = (SELECT outcomes + 1 FROM device WHERE id = $1)
WHERE device = $1 AND place = $2
