CREATE SCHEMA IF NOT EXISTS `shop` DEFAULT CHARACTER SET utf8 ;
USE `shop` ;
CREATE TABLE IF NOT EXISTS `shop`.`item` (`id` INT NOT NULL, PRIMARY KEY (`id`));
CREATE TABLE `line` (`id` INT NOT NULL, `item_id` INT, `other_id` INT, PRIMARY KEY (`id`),
  CONSTRAINT `a` FOREIGN KEY (`item_id`) REFERENCES `shop`.`item` (`id`),
  CONSTRAINT `b` FOREIGN KEY (`other_id`) REFERENCES `item` (`id`));
USE archive;
CREATE TABLE item (id INT PRIMARY KEY, line_id INT, FOREIGN KEY (line_id) REFERENCES shop.line (id));
USE shop;
ALTER TABLE item ADD COLUMN name VARCHAR(10);
