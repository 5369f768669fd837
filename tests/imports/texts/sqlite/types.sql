CREATE TABLE t (
  a, b ANY, c INTEGER, d INT, e BIGINT UNSIGNED, f UNSIGNED BIG INT, g VARCHAR (50), h VARYING CHARACTER(255),
  i LONG VARCHAR, j BLOB SUB_TYPE TEXT, k BIGINT AUTO_INCREMENT, l DOUBLE PRECISION, m FLOATING POINT, n STRING,
  o INTEGER_OR_TEXT, p NUMERIC(10, 2), q DECIMAL(5), r BOOLEAN DEFAULT TRUE, s DATETIME DEFAULT CURRENT_TIMESTAMP,
  u DATE DEFAULT (date('now')), v TIMESTAMP DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), w UUID, x JSON, y JSONB, z BYTEA,
  aa TEXT DEFAULT "quoted", ab TEXT DEFAULT 'it''s', ac INT DEFAULT -1, ad REAL DEFAULT +1.5, ae BLOB DEFAULT x'00', af TEXT DEFAULT (lower('A') || 'b'),
  ag TEXT COLLATE NOCASE NOT NULL, ah INT NOT NULL ON CONFLICT IGNORE DEFAULT 0, ai CHAR(3), aj NCHAR(55), ak NATIVE CHARACTER(70), al CLOB, am TINYINT, an SMALLINT, ao MEDIUMINT, ap INT2, aq INT8,
  ar "double quoted type", [as] [bracket type](3), `at` `tick`, 'au' text, "a""v" int, aw INT DEFAULT NULL, ax text default (null), ay int default 1e3, az int default 0x10, ba text check (ba in ('a', 'b')) default 'a', bb int generated always as (c + 1) stored, bc int as (d * 2), bd text generated always as (json_extract(x, '$.a')) virtual not null,
  be text default current_date, bf text default true, bg datetime default (datetime('now','localtime')), bh int64, bj "set", bk varchar2(10), bl number(10,0), bm timestamp with time zone, bn character varying(20), bo money, bp bit, bq time, br double(10, 2), bs tinytext, bt longblob, bu text(100), bv guid
);
CREATE TABLE s (a INT, b INTEGER, c REAL, d TEXT, e BLOB, f ANY, PRIMARY KEY (a)) STRICT;
CREATE TABLE w (a TEXT PRIMARY KEY, b INT, c TEXT, UNIQUE (b)) WITHOUT ROWID;
CREATE TABLE ws (a INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE sw (a INTEGER PRIMARY KEY) WITHOUT ROWID, STRICT;
CREATE TEMP TABLE tmp (a);
CREATE TABLE "sp ace" (id INTEGER PRIMARY KEY AUTOINCREMENT, "order" int, [group] int)
