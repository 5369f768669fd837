CREATE TABLE film (id int unsigned PRIMARY KEY, title varchar(50) NOT NULL, price decimal(5,2), kind enum('a','b') NOT NULL, seen datetime);
CREATE TABLE actor (film int unsigned, name varchar(20));
CREATE ALGORITHM=MERGE DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `cast` AS
    select `f`.`id` AS `id`, `f`.`title` AS `title`, `f`.`kind` AS `kind`, concat(`a`.`name`, 'x') AS `who`,
        `f`.`id` + 1 AS `next`, `f`.`id` / 2 AS `half`, count(0) AS `n`, sum(`f`.`id`) AS `s`, avg(`f`.`price`) AS `mean`,
        group_concat(`a`.`name` separator ', ') AS `names`, year(`f`.`seen`) AS `year`, if(`f`.`price` > 1, 1, 0) AS `dear`,
        ifnull(`f`.`price`, 0) AS `known`, cast(`f`.`id` as char(20)) AS `text`, cast(`f`.`price` as signed) AS `whole`
    from (`film` `f` left join `actor` `a` on((`a`.`film` = `f`.`id`))) group by `f`.`id`;
CREATE VIEW unnamed AS SELECT id + 1 FROM film;
CREATE TABLE kept SELECT id, title FROM film;
CREATE TABLE more (extra int) ENGINE=InnoDB AS SELECT title FROM film;
ALTER VIEW unnamed AS SELECT id + 1 AS next FROM film;
