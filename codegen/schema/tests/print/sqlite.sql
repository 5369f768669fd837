CREATE TABLE "Order Notes" (
    id INTEGER PRIMARY KEY,
    "placed at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "no" TEXT,
    anything,
    rate NUMERIC DEFAULT 1.5,
    mark VARCHAR(0) CHECK (mark <> 'it''s'),
    next_id INTEGER REFERENCES "Order Notes"
);
CREATE INDEX "by day" ON "Order Notes" ("placed at" DESC, lower("no")) WHERE "no" IS NOT NULL;
CREATE TABLE tags (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE note_tags (
    note_id INTEGER NOT NULL REFERENCES "Order Notes" (id) ON DELETE CASCADE,
    tag TEXT NOT NULL REFERENCES tags (name),
    PRIMARY KEY (note_id, tag)
);
CREATE TABLE log (what TEXT, tag TEXT REFERENCES tags (name), CONSTRAINT twice CHECK (what <> ''),
    CONSTRAINT twice CHECK (what <> 'x'));
CREATE VIEW untagged AS SELECT id, "placed at" FROM "Order Notes" WHERE "no" = 'a
b';
