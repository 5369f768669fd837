-- table `notes`: change column `slug`: NULL allowed
ALTER TABLE "notes" ALTER COLUMN "slug" DROP NOT NULL;
