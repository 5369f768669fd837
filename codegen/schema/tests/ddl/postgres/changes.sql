CREATE SCHEMA old;
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE parent (id int PRIMARY KEY, "Size" int CHECK ("Size" > 0), price int, mood mood);
CREATE TABLE child (extra int) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE user_of (parent int REFERENCES parent, price int CHECK (price > 0 AND parent.price > 0));
CREATE INDEX ON parent ((price * 2)) WHERE "Size" > 1;
-- Names change wherever they are mentioned.
ALTER TABLE parent RENAME COLUMN "Size" TO length;
ALTER TABLE parent RENAME price TO "the price";
ALTER TABLE parent ADD COLUMN note text NOT NULL DEFAULT '', ADD CONSTRAINT noted CHECK (note <> 'x');
ALTER TABLE ONLY parent ADD COLUMN own int;
ALTER TABLE parent ADD UNIQUE (note);
-- What is about a column goes with it.
ALTER TABLE child DROP COLUMN extra;
CREATE TABLE a (id int PRIMARY KEY, x int, y int CHECK (y > x));
CREATE TABLE b (a int REFERENCES a, x int);
CREATE TABLE c (a int REFERENCES a (id));
CREATE INDEX on_x ON a ((x + 1));
ALTER TABLE a DROP COLUMN x;
ALTER TABLE a DROP COLUMN id CASCADE;
-- Schemas and what is in them.
CREATE TABLE old.t (id int);
CREATE TABLE old.u (id int PRIMARY KEY);
CREATE TABLE v (u int REFERENCES old.u);
ALTER TABLE old.u SET SCHEMA other;
DROP SCHEMA old CASCADE;
CREATE TABLE w (id int PRIMARY KEY);
CREATE TABLE x (w int REFERENCES w);
DROP TABLE w CASCADE;
DROP TYPE mood CASCADE;
ALTER TABLE x ADD CONSTRAINT later CHECK (w > 0) NOT VALID;
ALTER TABLE x ADD FOREIGN KEY (w) REFERENCES other.u NOT VALID;
ALTER TABLE x ENABLE ROW LEVEL SECURITY;
