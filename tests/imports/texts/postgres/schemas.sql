create schema authorization postgres;
create schema shop
    create table item (id int primary key, name text)
    create table line (id serial primary key, item_id int references item)
    create index line_item on line (item_id)
    create view names as select name from item;
create schema if not exists auth;
create type auth.level as enum ('low', 'high');
create domain auth.mail as text constraint has_at check (value like '%@%');
create table auth.item (id int primary key, level auth.level not null default 'low', mail auth.mail);
set search_path = auth, public;
create table login (id int primary key, item_id int references item, level level, mails mail[]);
create table public.plain (id int primary key, login_id int references login, item int references shop.item);
set search_path to default;
create table other (id int primary key, at auth.level[]);
alter table other set schema shop;
alter schema auth rename to security;
alter type security.level add value 'middle' before 'high';
alter domain security.mail rename to address;
alter domain security.address set schema public;
alter type security.level set schema shop;
comment on schema shop is 'the shop';
alter table security.login rename column item_id to thing_id;
