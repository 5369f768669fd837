CREATE TABLE owners (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "Full Name" TEXT NOT NULL COLLATE NOCASE,
  initials TEXT AS (substr("Full Name", 1, 2)) STORED,
  feeling TEXT DEFAULT "so-so" CHECK (feeling IN ('fine', 'so-so')),
  born DATETIME DEFAULT CURRENT_TIMESTAMP,
  anything,
  UNIQUE ("Full Name", born)
);
CREATE TABLE [the pets] (
  code TEXT NOT NULL,
  owner_id INTEGER NOT NULL REFERENCES owners ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  cost REAL,
  PRIMARY KEY (code, owner_id)
) WITHOUT ROWID, STRICT;
CREATE INDEX by_cost ON [the pets] (cost DESC, lower(code)) WHERE cost > 10;
CREATE VIRTUAL TABLE words USING fts5(word);
CREATE VIEW first_ones AS SELECT "Full Name" AS name FROM owners WHERE id BETWEEN 1 AND 9;
CREATE TRIGGER gone AFTER DELETE ON owners BEGIN SELECT 1; SELECT 2; END;
