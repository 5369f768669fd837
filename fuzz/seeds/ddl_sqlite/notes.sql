-- A notebook.
PRAGMA foreign_keys = ON;
CREATE TABLE folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    parent INT REFERENCES folder ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE TABLE "note" (
    [id] integer primary key,
    folder_id INTEGER NOT NULL DEFAULT 1 CONSTRAINT in_folder REFERENCES folder (id),
    title VARCHAR(80) DEFAULT 'it''s new',
    words UNSIGNED BIG INT CHECK (words >= 0)
    CONSTRAINT titled CHECK (title <> '') UNIQUE (folder_id, title),
    made DATETIME DEFAULT CURRENT_TIMESTAMP,
    short TEXT GENERATED ALWAYS AS (substr(title, 1, 3)) STORED
);
CREATE UNIQUE INDEX IF NOT EXISTS note_title ON note (lower(title), made DESC) WHERE title IS NOT NULL;
CREATE TABLE pair (a INT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TRIGGER touch AFTER UPDATE ON note BEGIN UPDATE note SET made = 1; SELECT CASE WHEN 1 THEN 2 END; END;
CREATE VIEW titles AS SELECT id, title FROM note;
CREATE VIRTUAL TABLE found USING fts5(title, content='note');
INSERT INTO folder VALUES (1, 'a;b', NULL);
ALTER TABLE note RENAME COLUMN words TO length;
