-- ?1 device, ?2 received at, ?3 [[place, payload hash, hash, record, actor, n, outcome, revision, payload], …]
INSERT INTO entry (device, received_at, place, payload_hash, hash, record, actor, n, outcome, revision, payload)
SELECT ?1, ?2, e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3, e.value ->> 4, e.value ->> 5,
       e.value ->> 6, e.value ->> 7, e.value ->> 8
FROM json_each(?3) AS e
