CREATE DATABASE kiosk;
USE kiosk;
CREATE TABLE papers (id int NOT NULL PRIMARY KEY, kiosk varchar(20) NOT NULL);
-- Its own database is wherever the view is made anew; a column of that name is another thing.
CREATE VIEW titles AS SELECT p.id, p.kiosk FROM kiosk.papers p WHERE `kiosk`.`p`.kiosk <> 'kiosk.papers';
