create table a (id int primary key, b int, c int, d varchar(300), e text, unique (b), unique key (b, c), unique index named (c), key (d(20)), index using btree (b), key k2 using hash (c), fulltext (e), fulltext index ft (d, e), key `desc` (b desc, d(10) asc), constraint c_name unique u_name (d), constraint unique (id, b)) engine=innodb;
create table p (id int, at date not null, primary key (id, at)) partition by range (year(at)) (partition p0 values less than (2020), partition p1 values less than maxvalue);
create table p2 (id int primary key)
/*!50100 PARTITION BY HASH (id)
PARTITIONS 4 */;
create table f (id int auto_increment key, a_id int references a (id), b_id int, c_id int unique key, constraint fk foreign key idx (b_id) references a (id), constraint foreign key (c_id) references a (id) on update restrict on delete set null);
create table g (x int, y int, z int, primary key (x, y), key (z), key z_2 (z));
create table h (x int, y int, foreign key (x, y) references g (x, y) on delete cascade, foreign key (y) references a (id), key (y, x));
create table sp (id int primary key, loc point not null, spatial index (loc), spatial key named (loc));
create unique index late on a (d(30), c) using btree;
create fulltext index late_text on a (e);
create index idx using btree on a (c) comment 'x';
alter table a add index (c, b), add unique (c, d(5)), drop index named, drop key ft, rename index late to later;
alter table f drop foreign key fk, add constraint again foreign key (b_id) references a (id) on delete cascade;
drop index idx on a;
