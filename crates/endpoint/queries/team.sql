-- ?1 now. Each person with present grants, phones and the code that is open.
SELECT p.id, p.name, p.user, p.active, g.version, g.list,
       (SELECT max(expires_at) FROM code WHERE person = p.id AND used_by IS NULL AND expires_at > ?1),
       (SELECT json_group_array(json_object(
            'device', d.id, 'label', d.label, 'enrolled_at', d.enrolled_at, 'last_seen', d.last_seen,
            'revoked_at', d.revoked_at, 'app_version', d.app_version, 'unsent', d.unsent,
            'storage', json(d.storage)) ORDER BY d.enrolled_at DESC)
        FROM device AS d WHERE d.person = p.id)
FROM person AS p
JOIN grants AS g ON g.person = p.id AND g.version = (SELECT max(version) FROM grants WHERE person = p.id)
ORDER BY p.name, p.id
