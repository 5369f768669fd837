-- table `notes`: add column `slug`
ALTER TABLE "notes" ADD COLUMN "slug" varchar(100);
