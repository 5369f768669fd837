-- table `notes`: add column `slug`
ALTER TABLE `notes` ADD COLUMN `slug` VARCHAR(100);
