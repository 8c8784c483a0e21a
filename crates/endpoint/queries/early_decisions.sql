-- Decisions that found nothing held. The first condition is the index's.
SELECT device, place, payload
FROM entry
WHERE outcome LIKE '{"held"%' AND outcome = '{"held":"nothing_held"}'
ORDER BY device, place
