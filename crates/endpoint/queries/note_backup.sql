-- $1 [[device, index, hash], …]. A verified backup holds these logs up to there. A log that has gone another way since,
-- because an older backup was put in place meanwhile, is not in it.
UPDATE device
SET safe_through = CAST(held.value ->> 1 AS BIGINT)
FROM json_each($1) AS held
WHERE device.id = held.value ->> 0
  AND device.safe_through < CAST(held.value ->> 1 AS BIGINT)
  AND (device.head_index = CAST(held.value ->> 1 AS BIGINT) AND device.head_hash = held.value ->> 2
       OR EXISTS (SELECT 1 FROM entry AS e
                  WHERE e.device = device.id AND e.place = CAST(held.value ->> 1 AS BIGINT)
                    AND e.hash = held.value ->> 2))
