-- one; line
SELECT ';' /* two /* deep */ ; */ ";" `;` [;] E'\';' $a$ ; $b$ ; $a$ # hash ;
;;
DELIMITER //
CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END//
DELIMITER ;
\restrict x
COPY t FROM stdin;
a;b
\.
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
/*!50003 CREATE TRIGGER */ /*!999999 never */
.mode list
é '
