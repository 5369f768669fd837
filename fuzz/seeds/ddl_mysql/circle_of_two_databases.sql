USE `shop`;
CREATE TABLE line (id INT PRIMARY KEY, item_id INT,
  CONSTRAINT b FOREIGN KEY (item_id) REFERENCES archive.item (id));
CREATE TABLE archive.item (id INT PRIMARY KEY, line_id INT, FOREIGN KEY (line_id) REFERENCES shop.line (id));
