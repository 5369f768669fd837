CREATE TABLE Country (
  id INT PRIMARY KEY, code CHAR(2) UNIQUE KEY
);
CREATE TABLE city (
  id int NOT NULL, country int, name varchar(255), place point,
  PRIMARY KEY (id) USING BTREE,
  UNIQUE KEY by_name (name, country),
  UNIQUE KEY short (name(10)),
  KEY (country),
  KEY hashed USING HASH (name) COMMENT "quoted",
  FULLTEXT KEY words (name),
  SPATIAL INDEX where_is (place),
  INDEX part (name(20) DESC, country),
  INDEX up ((upper(name))),
  CONSTRAINT fk_country FOREIGN KEY (COUNTRY) REFERENCES country (ID) ON DELETE CASCADE ON UPDATE SET NULL,
  CONSTRAINT FOREIGN KEY (country) REFERENCES country (id)
) PARTITION BY HASH (id) PARTITIONS 4;
CREATE FULLTEXT INDEX more ON city (name);
CREATE UNIQUE INDEX code_2 ON country (code) USING BTREE;
