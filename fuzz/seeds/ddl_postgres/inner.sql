CREATE SCHEMA hr
  CREATE TABLE person (id int PRIMARY KEY, boss int REFERENCES person)
  CREATE VIEW bosses AS SELECT boss FROM person
  CREATE TABLE desk (person int UNIQUE);
ALTER TABLE hr.desk RENAME TO place;
ALTER TABLE hr.place RENAME COLUMN person TO owner;
DROP TABLE IF EXISTS hr.place, nothing CASCADE;
