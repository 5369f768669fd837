-- create table `notes`
CREATE TABLE "notes" (
    "id" INTEGER PRIMARY KEY,
    "title" TEXT NOT NULL CHECK (length("title") <= 100)
) STRICT;
