-- $1 [[id, form, seq, seal, scopes, ever, hash, body], …]
INSERT INTO record (id, form, seq, seal, scopes, ever, bytes, hash, body)
SELECT r.value ->> 0, r.value ->> 1, CAST(r.value ->> 2 AS BIGINT), r.value ->> 3, r.value ->> 4, r.value ->> 5,
       octet_length(r.value ->> 7), r.value ->> 6, r.value ->> 7
FROM json_each($1) AS r
WHERE true
ON CONFLICT (id) DO UPDATE SET
    form = excluded.form, seq = excluded.seq, seal = excluded.seal, scopes = excluded.scopes,
    ever = excluded.ever, bytes = excluded.bytes, hash = excluded.hash, body = excluded.body
