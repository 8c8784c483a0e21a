-- Who read what since the backup stays noted. Rows are numbered, and the backup has the first of them.
INSERT INTO reading (at, person, what, about, reason, records, scopes)
SELECT now.at, now.person, now.what, now.about, now.reason, now.records, now.scopes
FROM replaced.reading AS now
JOIN person ON person.id = now.person
WHERE now.no > (SELECT coalesce(max(no), 0) FROM reading)
ORDER BY now.no;
