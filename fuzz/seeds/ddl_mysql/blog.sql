/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `post`;
CREATE TABLE `post` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'the ; key',
  title varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '' NOT NULL,
  body mediumtext,
  state enum('draft','it''s') NOT NULL DEFAULT 'draft',
  flags set('a','b'),
  hidden tinyint(1) DEFAULT b'0',
  price decimal(10,2) unsigned zerofill,
  changed timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  slug varchar(40) GENERATED ALWAYS AS (lower(title)) VIRTUAL,
  meta longtext CHECK (json_valid(`meta`)),
  author bigint unsigned,
  PRIMARY KEY (`id`) USING BTREE,
  UNIQUE KEY by_title (title(20)),
  KEY (state, changed),
  FULLTEXT KEY words (body),
  CONSTRAINT wrote FOREIGN KEY (author) REFERENCES `user` (id) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT="posts"
/*!50100 PARTITION BY HASH (id) PARTITIONS 4 */;
CREATE TABLE user (id bigint unsigned PRIMARY KEY, name char(3) binary) # the end
;
DELIMITER $$
CREATE TRIGGER t BEFORE INSERT ON post FOR EACH ROW BEGIN SET NEW.title = 'x'; END$$
DELIMITER ;
ALTER TABLE post MODIFY body text NOT NULL AFTER id, ADD INDEX (author), DROP KEY words, CHANGE slug short varchar(9);
RENAME TABLE user TO person;
