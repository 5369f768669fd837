-- The types of their columns are known by the tables before them alone.
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE names (id bigint, initials varchar(3), tags text[]);
CREATE OR REPLACE VIEW names AS SELECT id, my_initials(name) AS initials, my_tags(id) FROM users;
