CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, size REAL, made DATETIME);
CREATE TEMP VIEW passing AS SELECT 1 AS one;
CREATE VIEW IF NOT EXISTS listed AS
    SELECT id, title AS "the title", size * 2 AS twice, length(title) AS letters, count(*) AS n, sum(size) AS total,
        total(size) AS sure, avg(id) AS mean, strftime('%Y', made) AS year, iif(size > 1, 'big', 'small') AS word,
        title || '!' AS loud, id / 0 AS nothing
    FROM note GROUP BY id;
CREATE VIEW found(a) AS VALUES (1), (2);
CREATE TABLE copied AS SELECT * FROM note;
