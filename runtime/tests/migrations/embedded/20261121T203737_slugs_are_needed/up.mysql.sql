-- table `notes`: change column `slug`: NOT NULL
--   loses data: which rows had NULL in `notes.slug`: they get ''
UPDATE `notes` SET `slug` = '' WHERE `slug` IS NULL;

ALTER TABLE `notes` MODIFY COLUMN `slug` VARCHAR(100) NOT NULL;
