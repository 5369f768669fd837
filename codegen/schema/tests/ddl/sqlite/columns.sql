CREATE TABLE "Customer" (
    [Id] INTEGER PRIMARY KEY AUTOINCREMENT,
    `full name` NVARCHAR(80) NOT NULL DEFAULT 'it''s me',
    email TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE,
    active BOOLEAN NOT NULL DEFAULT 1,
    score NUMERIC(10, 2) DEFAULT -1.5,
    born DATE,
    seen DATETIME DEFAULT CURRENT_TIMESTAMP,
    weight DOUBLE PRECISION DEFAULT (1 + 1),
    photo BLOB,
    visits BIGINT UNSIGNED DEFAULT 0, -- a comment, with a comma
    code CHAR(3) CHECK (length(code) = 3),
    note "LONG VARCHAR",
    either INTEGER_OR_TEXT,
    anything,
    label TEXT GENERATED ALWAYS AS (code || ' ' || note) STORED,
    upper_label TEXT AS (upper(label))
);
