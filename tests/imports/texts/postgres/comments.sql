create table t (id int primary key, a text);
comment on table t is 'a; table -- with "quotes" and ''these''';
comment on column t.a is E'two\nlines';
comment on column public.t.id is 'the key';
comment on constraint t_pkey on t is 'x';
comment on index t_pkey is 'x';
/* a comment /* in a comment */ with ; */
create table "tab;le" ("col""umn" int, "select" text, größe int, "Großes" int);
create table emp (select_ int, year int, month int, value text, key text, type text, name text, date date, time time, timestamp timestamp, language text, level int, user_ text, rows int, range int, over int, filter int, partition int, within int, path text, index int, unlogged int, owner text, position int, first int, action text, role text, schema text, view int, data bytea, comment text, version int, exclude int, include int, inherits int, temporary int);
