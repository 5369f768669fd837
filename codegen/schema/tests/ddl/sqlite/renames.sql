CREATE TABLE t (a INTEGER PRIMARY KEY, b INT CHECK (b > 0), c TEXT AS (upper('b') || [b] || b(a)) STORED);
CREATE INDEX t_b ON t (abs(b)) WHERE "b" > 1;
CREATE TABLE u (t_b INT REFERENCES t (b));
ALTER TABLE t RENAME COLUMN b TO "other b";
