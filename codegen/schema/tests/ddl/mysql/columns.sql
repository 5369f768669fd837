CREATE TABLE `Shop` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT COMMENT 'the key',
  name varchar(100) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  old_name VARCHAR(20) BINARY,
  open tinyint(1) NOT NULL DEFAULT '1',
  tiny tinyint, tiny_u tinyint unsigned, small smallint(5) unsigned zerofill,
  medium mediumint unsigned, big bigint(20) unsigned DEFAULT 0,
  price decimal(8,2) NOT NULL DEFAULT 0.00, ratio float, exact double,
  kind enum('new','it''s used','?') NOT NULL DEFAULT 'new',
  flags set('a','b') DEFAULT NULL,
  since year(4), opens time, birthday date DEFAULT '1970-01-01',
  created datetime DEFAULT CURRENT_TIMESTAMP,
  changed timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  doc json, doc_m longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(`doc_m`)),
  story mediumtext, pic longblob, hash binary(32), raw varbinary(16), bits bit(8) DEFAULT b'0',
  place geometry NOT NULL /*!80003 SRID 0 */,
  doubled int GENERATED ALWAYS AS (tiny * 2) VIRTUAL,
  odd int FROBNICATED,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC COMMENT='Where one''s money goes';
CREATE TABLE s (id SERIAL, PRIMARY KEY (id));
