CREATE TABLE `a` (
    `id` int unsigned NOT NULL AUTO_INCREMENT,
    `kind` enum('one','two') NOT NULL DEFAULT 'one',
    `size` mediumint DEFAULT '-3',
    `body` longtext,
    `changed` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    `flags` set('a','b'),
    PRIMARY KEY (`id`),
    KEY `by_body` (`body`(20), `size`),
    FULLTEXT KEY `words` (`body`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='A table: one';
CREATE TABLE `b` (
    `a_id` int unsigned NOT NULL,
    `other_a_id` int unsigned DEFAULT NULL,
    CONSTRAINT `b_1` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`) ON DELETE CASCADE,
    CONSTRAINT `b_2` FOREIGN KEY (`other_a_id`) REFERENCES `a` (`id`)
) ENGINE=InnoDB;
