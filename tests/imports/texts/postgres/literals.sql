create table t (id int, a text, b text, c xml);
insert into t values (1, E'it\'s; ok', $$a;b$$, null), (2, $x$ $$ ; $x$, 'a''b;', null);
create function f(a int) returns int language plpgsql as $body$
declare x text := 'create table fake (id int);';
begin
  create temp table tmp (id int);
  return a; -- ;
end;
$body$;
create function g(a int) returns int language sql begin atomic select a; select a + 1; end;
create function h() returns trigger language plpgsql as 'begin new.a := ''x;''; return new; end';
create trigger before_t before insert or update on t for each row execute function h();
create rule r as on delete to t do instead nothing;
create procedure p(inout a int) language sql as $$ select 1; $$;
create or replace function k() returns setof t as
'select * from t;' language 'sql' stable;
create aggregate agg(int) (sfunc = int4pl, stype = int, initcond = '0');
create operator === (leftarg = int, rightarg = int, function = int4eq);
select pg_catalog.set_config('search_path', '', false);
create table public.after (id integer not null);
copy public.after (id) from stdin;
1
2
\.
create table public.last (id integer);
