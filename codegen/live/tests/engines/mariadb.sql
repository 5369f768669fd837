CREATE TABLE owners (
  id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email varchar(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'it''s theirs',
  full_name varchar(80) NOT NULL DEFAULT 'no\\body',
  initials varchar(2) AS (left(full_name, 2)) VIRTUAL,
  shouted varchar(80) AS (upper(full_name)) STORED,
  feeling enum('it''s fine', 'so-so') DEFAULT 'so-so',
  size tinyint unsigned DEFAULT 3,
  is_big bool NOT NULL DEFAULT false,
  price decimal(10, 2) NOT NULL DEFAULT 0,
  extra json,
  token char(36) DEFAULT (uuid()),
  born year,
  changed timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp,
  met datetime(3),
  UNIQUE KEY by_email (email),
  KEY by_name (full_name(10)),
  FULLTEXT KEY by_word (full_name),
  CONSTRAINT sized CHECK (size BETWEEN 1 AND 9)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='Who''s there';
CREATE TABLE pets (
  id int NOT NULL PRIMARY KEY,
  owner_id bigint unsigned NOT NULL,
  CONSTRAINT owned FOREIGN KEY (owner_id) REFERENCES owners (id) ON DELETE CASCADE ON UPDATE RESTRICT
);
CREATE TABLE logs (id int NOT NULL, at date NOT NULL, PRIMARY KEY (id, at))
  PARTITION BY RANGE (to_days(at)) (PARTITION p0 VALUES LESS THAN MAXVALUE);
CREATE VIEW b_base AS SELECT o.id, upper(o.full_name) AS name, count(*) AS n FROM owners o
  LEFT JOIN pets p ON p.owner_id = o.id GROUP BY o.id, o.full_name;
CREATE VIEW a_over AS SELECT name FROM b_base WHERE n > 1;
