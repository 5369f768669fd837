-- table `notes`: drop column `slug`
--   loses data: the values of `notes.slug`
ALTER TABLE "notes" DROP COLUMN "slug";
