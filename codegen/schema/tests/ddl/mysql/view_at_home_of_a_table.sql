CREATE DATABASE shop;
USE shop;
CREATE TABLE shop (id int NOT NULL PRIMARY KEY, opened date NOT NULL);
CREATE TABLE other (id int NOT NULL PRIMARY KEY, shop int NOT NULL);
-- A table has the name of its database: in front of a column the name is that of the table.
CREATE VIEW both_ids AS SELECT shop.id, shop.other.shop FROM shop JOIN shop.other ON shop.id = other.shop WHERE shop.id > 0;
CREATE VIEW listed AS SELECT shop.id FROM shop.other o, shop.shop WHERE o.shop = shop.id;
CREATE VIEW nested AS SELECT shop.id FROM (shop.other o JOIN shop.shop ON o.shop = shop.id);
CREATE VIEW opened_in AS SELECT extract(YEAR FROM shop.opened) AS year_of FROM shop.shop JOIN shop.other ON other.shop IN (SELECT shop.id FROM shop.shop);
-- An alias has it.
CREATE VIEW aliases AS SELECT shop.id FROM shop.other AS shop ORDER BY shop.id;
