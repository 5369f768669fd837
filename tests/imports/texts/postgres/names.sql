-- Names the engine gives: unique in a schema, cut to what it keeps, counted up where taken.
create table "Order" (id serial primary key, "user" int, check ("user" > 0), check ("user" < 9), check (id > "user"));
create table a_pkey (x int);
create table a (id int primary key, b_c int references a, name text check (name in ('id', 'b_c')), unique (b_c, name));
create table a_b (id int primary key, c int references a, unique (c));
alter table a_pkey add primary key (x), add foreign key (x) references a;
create table b (id int, a_id int, constraint b_pk primary key (id));
alter table b add foreign key (a_id) references a, add foreign key (a_id) references a (id), add unique (a_id), add unique (a_id, id);
alter table b add check (a_id > 0), add constraint positive check (id > 0);
create index on b (a_id);
create index on b (a_id);
create index on b (a_id desc, (id + 1));
create index on b ((lower(a_id::text)));
create unique index on b (id) where a_id is null;
create table a_very_long_name_of_a_table_that_fills_what_there_is_of_room_ok (
    another_very_long_name_of_a_column_that_fills_what_there_is_of_r int primary key references a,
    b int unique,
    c int references b,
    unique (another_very_long_name_of_a_column_that_fills_what_there_is_of_r, b)
);
create index on a_very_long_name_of_a_table_that_fills_what_there_is_of_room_ok (another_very_long_name_of_a_column_that_fills_what_there_is_of_r, b);
create schema s;
create table s.a (id int primary key, b_c int references a, unique (b_c));
create table t1 (id int primary key);
alter table t1 rename to t2;
create table t1 (id int primary key, t int references t2);
alter table t2 rename column id to key;
alter table t2 add column id int generated always as identity (start with 10 increment by 5);
