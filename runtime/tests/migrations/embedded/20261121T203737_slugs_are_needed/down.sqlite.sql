-- ormolu:step foreign_keys=off
-- rebuild table `notes`
--   change column `slug`: NULL allowed
CREATE TABLE "ormolu_new_notes" (
    "id" INTEGER PRIMARY KEY,
    "title" TEXT NOT NULL CHECK (length("title") <= 100),
    "slug" TEXT CHECK (length("slug") <= 100)
) STRICT;

INSERT INTO "ormolu_new_notes" ("id", "title", "slug")
SELECT "id", "title", "slug"
FROM "notes";

DROP TABLE "notes";

PRAGMA legacy_alter_table = ON;

ALTER TABLE "ormolu_new_notes" RENAME TO "notes";

PRAGMA legacy_alter_table = OFF;

-- check all foreign keys
CREATE TEMP TABLE "ormolu_broken_keys" ("count" INTEGER CONSTRAINT "every foreign key has its target" CHECK ("count" = 0));

INSERT INTO "ormolu_broken_keys" SELECT count(*) FROM pragma_foreign_key_check;

DROP TABLE "ormolu_broken_keys";
