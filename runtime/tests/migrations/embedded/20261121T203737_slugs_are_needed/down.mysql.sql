-- table `notes`: change column `slug`: NULL allowed
ALTER TABLE `notes` MODIFY COLUMN `slug` VARCHAR(100);
