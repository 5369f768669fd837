-- A table with the columns of a view stands before it, as dumps have it.
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE public.names (id bigint, "Initials" character varying(3), tags text[]);
CREATE OR REPLACE VIEW public.names AS SELECT id, my_initials(name) AS "Initials", my_tags(id) FROM users;
CREATE TABLE public.unread (a integer);
CREATE OR REPLACE VIEW public.unread AS SELECT f(x) FROM elsewhere AS (x);
