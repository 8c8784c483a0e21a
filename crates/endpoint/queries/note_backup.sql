-- ?1 [[device, index, hash], …]. A verified backup holds these logs up to there. A log that has gone another way since,
-- because an older backup was put in place meanwhile, is not in it.
UPDATE device
SET safe_through = held.value ->> 1
FROM json_each(?1) AS held
WHERE device.id = held.value ->> 0
  AND device.safe_through < held.value ->> 1
  AND (device.head_index = held.value ->> 1 AND device.head_hash = held.value ->> 2
       OR EXISTS (SELECT 1 FROM entry AS e
                  WHERE e.device = device.id AND e.place = held.value ->> 1 AND e.hash = held.value ->> 2))
