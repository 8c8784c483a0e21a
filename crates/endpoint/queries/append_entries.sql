-- $1 device, $2 received at, $3 [[place, payload hash, hash, record, actor, n, outcome, revision, payload], …]
INSERT INTO entry (device, received_at, place, payload_hash, hash, record, actor, n, outcome, revision, payload)
SELECT $1, $2, CAST(e.value ->> 0 AS BIGINT), e.value ->> 1, e.value ->> 2, e.value ->> 3, e.value ->> 4,
       CAST(e.value ->> 5 AS BIGINT), e.value ->> 6, CAST(e.value ->> 7 AS BIGINT), e.value ->> 8
FROM json_each($3) AS e
