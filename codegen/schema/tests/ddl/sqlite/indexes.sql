CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, "c d" INT);
CREATE INDEX ia ON t (A DESC, b COLLATE NOCASE);
CREATE UNIQUE INDEX IF NOT EXISTS main.ib ON t ("c d") WHERE b IS NOT NULL;
CREATE INDEX ic ON t (lower(a), a || b DESC, json_extract(b, '$.x'));
CREATE INDEX lost ON missing (a);
DROP INDEX ia;
