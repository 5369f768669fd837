create table t (id int primary key, a varchar(20));
DELIMITER $$
CREATE DEFINER=`root`@`localhost` PROCEDURE fill(IN n INT)
BEGIN
  DECLARE i INT DEFAULT 0;
  WHILE i < n DO
    INSERT INTO t VALUES (i, 'a;b'); SET i = i + 1;
  END WHILE;
  IF n > 3 THEN SELECT 1; ELSE SELECT 2; END IF;
  CASE n WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE;
END$$
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 'x'; END$$
DELIMITER ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `tr2` AFTER INSERT ON `t` FOR EACH ROW BEGIN SET @x = 1; END */;;
DELIMITER ;
CREATE FUNCTION one() RETURNS INT DETERMINISTIC RETURN 1;
DELIMITER //
create event ev on schedule every 1 day do begin delete from t; end //
delimiter ;
# a comment; with a mark
create table u (id int primary key); -- and; another
create view v as select id, a from t where a <> ';';
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `w` AS select `t`.`id` AS `id`,count(0) AS `n` from `t` group by `t`.`id` */;
create table last (id int)
