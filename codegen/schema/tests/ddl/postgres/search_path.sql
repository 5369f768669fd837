SET search_path TO one;
CREATE TYPE kind AS ENUM ('a');
CREATE TABLE item (id int PRIMARY KEY, kind kind);
CREATE TABLE part (item int REFERENCES item);
SELECT pg_catalog.set_config('search_path', 'two, public', false);
CREATE TYPE kind AS ENUM ('b', 'c');
CREATE TABLE item (id int PRIMARY KEY, kind kind);
CREATE TABLE part (item int REFERENCES item, first int REFERENCES one.item);
ALTER TABLE item RENAME TO thing;
