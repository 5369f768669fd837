-- table `notes`: add column `slug`
ALTER TABLE "notes" ADD COLUMN "slug" TEXT CHECK (length("slug") <= 100);
