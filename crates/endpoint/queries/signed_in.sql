-- $1 hash of the token, $2 not used since (code), $3 (password), $4 not made since (code), $5 (password)
SELECT s.device, s.used_at, p.id, CASE WHEN d.revoked_at IS NULL AND p.active = 1 THEN 0 ELSE 1 END AS withdrawn
FROM session AS s
JOIN device AS d ON d.id = s.device
JOIN person AS p ON p.id = d.person
WHERE s.token = $1
  AND s.used_at >= CASE s.by WHEN 'code' THEN $2 ELSE $3 END
  AND s.made_at >= CASE s.by WHEN 'code' THEN $4 ELSE $5 END
