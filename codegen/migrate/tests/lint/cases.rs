//! For each rule SQL that it finds, and SQL near it that it lets pass.

use ormolu_migrate::lint::{File, lint, rules};
use ormolu_schema::ir::Dialect::{self, Mysql, Postgres, Sqlite};

use super::schema;

/// What was there before, for rules that need it.
const BEFORE: &str = "
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: string(100)
      note: text
      age: int
      short: string(20)
      price: numeric(10, 2)
      seen: timestamptz
      level: Level
      team: { references: Team }
    uniques: [[email]]
    indexes: [[age]]
  Team: { columns: { id: { type: bigint, primary_key: true }, name: text } }
enums:
  Level: [low, high]
";

/// A rule, an engine, what it finds, what it lets pass.
type Case = (&'static str, Dialect, &'static str, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("index-not-concurrent", Postgres, "CREATE INDEX i ON users (age)",
        "CREATE TABLE t (id bigint PRIMARY KEY); CREATE INDEX i ON t (id)"),
    ("index-drop-not-concurrent", Postgres, "DROP INDEX i", "DROP INDEX CONCURRENTLY i"),
    ("concurrent-in-transaction", Postgres, "CREATE INDEX CONCURRENTLY i ON users (age)",
        "-- ormolu:step transaction=false\nCREATE INDEX CONCURRENTLY i ON users (age)"),
    ("foreign-key-validates", Postgres, "ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (age) REFERENCES t (id)",
        "ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (age) REFERENCES t (id) NOT VALID"),
    ("check-validates", Postgres, "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID"),
    ("validate-in-same-transaction", Postgres,
        "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c",
        "ALTER TABLE users VALIDATE CONSTRAINT c"),
    ("unique-without-index", Postgres, "ALTER TABLE users ADD CONSTRAINT u UNIQUE (age)",
        "ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i"),
    ("unique-scans-existing-data", Sqlite, "CREATE UNIQUE INDEX i ON users (age)", "CREATE INDEX i ON users (age)"),
    ("set-not-null-scan", Postgres, "ALTER TABLE users ALTER COLUMN note SET NOT NULL",
        "ALTER TABLE users ALTER COLUMN note DROP NOT NULL"),
    ("set-not-null-scan", Postgres,
        "ALTER TABLE users ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE users ALTER note SET NOT NULL",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID; ALTER TABLE users ALTER note SET NOT NULL"),
    ("explicit-lock", Mysql, "LOCK TABLES users WRITE", "UNLOCK TABLES"),
    ("long-transaction", Postgres,
        "ALTER TABLE a ADD b int; ALTER TABLE c ADD b int; ALTER TABLE d ADD b int; ALTER TABLE e ADD b int",
        "ALTER TABLE a ADD b int; ALTER TABLE a ADD c int; ALTER TABLE d ADD b int; ALTER TABLE d ADD e int"),
    ("long-transaction", Postgres,
        "ALTER TABLE a ADD b int, ADD c int; DROP TABLE c, d, e",
        "ALTER TABLE a ADD b int; ALTER TABLE c ADD b int;\n-- ormolu:step transaction=false\nVACUUM a;\n-- ormolu:step\n\
         ALTER TABLE d ADD b int; ALTER TABLE e ADD b int"),
    ("missing-lock-timeout", Postgres, "ALTER TABLE users ADD b int",
        "SET LOCAL lock_timeout = '5s'; ALTER TABLE users ADD b int"),
    ("rewriting-maintenance", Postgres, "VACUUM (FULL) users", "VACUUM users"),
    ("reindex-locks", Postgres, "REINDEX TABLE users", "REINDEX TABLE CONCURRENTLY users"),
    ("refresh-locks", Postgres, "REFRESH MATERIALIZED VIEW v", "REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
    ("attach-partition-scans", Postgres, "ALTER TABLE users ATTACH PARTITION p FOR VALUES IN (1)",
        "ALTER TABLE users DETACH PARTITION p"),
    ("mysql-algorithm-copy", Mysql, "ALTER TABLE users ADD b int, ALGORITHM=COPY", "ALTER TABLE users ADD b int, ALGORITHM=INPLACE"),
    ("type-change-rewrites", Postgres, "ALTER TABLE users ALTER COLUMN age TYPE bigint",
        "ALTER TABLE users ALTER COLUMN email TYPE varchar(200)"),
    ("type-change-rewrites", Postgres, "ALTER TABLE users ALTER COLUMN price TYPE numeric(12, 4)",
        "ALTER TABLE users ALTER COLUMN price TYPE numeric(14, 2)"),
    ("type-change-rewrites", Postgres, "ALTER TABLE users RENAME age TO years; ALTER TABLE users ALTER years TYPE text",
        "ALTER TABLE users RENAME email TO mail; ALTER TABLE users ALTER mail TYPE varchar(120)"),
    ("type-change-rewrites", Postgres, "ALTER TABLE users ALTER note TYPE varchar(9)", "ALTER TABLE users ALTER email TYPE text"),
    ("type-change-rewrites", Postgres, "ALTER TABLE users ALTER seen TYPE timestamp", "ALTER TABLE users ALTER seen TYPE timestamptz"),
    ("type-narrowing", Postgres, "ALTER TABLE users ALTER COLUMN email TYPE varchar(50)",
        "ALTER TABLE users ALTER COLUMN email TYPE varchar(150)"),
    ("type-narrowing", Mysql, "ALTER TABLE `users` MODIFY COLUMN `age` SMALLINT", "ALTER TABLE `users` MODIFY COLUMN `age` BIGINT"),
    ("type-narrowing", Mysql, "ALTER TABLE users CHANGE age years smallint", "ALTER TABLE users CHANGE age years int"),
    ("volatile-default-rewrites", Postgres, "ALTER TABLE users ADD COLUMN k uuid DEFAULT gen_random_uuid()",
        "ALTER TABLE users ADD COLUMN k timestamptz DEFAULT now()"),
    ("stored-generated-rewrites", Postgres, "ALTER TABLE users ADD twice int GENERATED ALWAYS AS (age * 2) STORED",
        "ALTER TABLE users ADD stored int"),
    ("counted-column-rewrites", Postgres, "ALTER TABLE users ADD no bigserial", "ALTER TABLE users ADD no bigint"),
    ("storage-change-rewrites", Postgres, "ALTER TABLE users SET UNLOGGED", "ALTER TABLE users SET (fillfactor = 70)"),
    ("add-not-null-without-default", Postgres, "ALTER TABLE users ADD b int NOT NULL", "ALTER TABLE users ADD b int NOT NULL DEFAULT 1"),
    ("mysql-type-change-copies", Mysql, "ALTER TABLE users MODIFY age bigint", "ALTER TABLE users MODIFY age int NULL"),
    ("mysql-type-change-copies", Mysql, "ALTER TABLE users MODIFY email varchar(20)", "ALTER TABLE users MODIFY email varchar(120) NULL"),
    ("mysql-type-change-copies", Mysql, "ALTER TABLE users MODIFY short varchar(64)", "ALTER TABLE users MODIFY short varchar(63)"),
    ("mysql-type-change-copies", Mysql, "ALTER TABLE users MODIFY email longtext", "ALTER TABLE users MODIFY note longtext NULL"),
    ("mysql-type-change-copies", Mysql, "ALTER TABLE users MODIFY seen datetime", "ALTER TABLE users MODIFY seen datetime(6) NULL"),
    ("mysql-enum-rewrites", Mysql, "ALTER TABLE users MODIFY level ENUM('low', 'mid', 'high')",
        "ALTER TABLE users MODIFY level ENUM('low', 'high', 'top')"),
    ("mysql-charset-conversion-rewrites", Mysql, "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4",
        "ALTER TABLE users DEFAULT CHARACTER SET utf8mb4"),
    ("drop-table-data-loss", Sqlite, "DROP TABLE users", "CREATE TABLE t (id int); DROP TABLE t"),
    ("drop-table-data-loss", Sqlite, "DROP TABLE users; ALTER TABLE teams RENAME TO users",
        "CREATE TABLE n (id int); DROP TABLE users; ALTER TABLE n RENAME TO users"),
    ("drop-column-data-loss", Postgres, "ALTER TABLE users DROP note", "ALTER TABLE users DROP CONSTRAINT note"),
    ("drop-schema", Mysql, "DROP DATABASE shop", "DROP VIEW shop"),
    ("mysql-constraint-copies", Dialect::Mariadb, "ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (age) REFERENCES t (id)",
        "CREATE TABLE t (id int); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES users (id)"),
    ("mysql-constraint-copies", Mysql, "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)",
        "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0), ALGORITHM=INPLACE, LOCK=NONE"),
    ("drop-type", Postgres, "DROP TYPE level", "ALTER TYPE level RENAME TO grade"),
    ("domain-validates", Postgres, "ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE <> '')",
        "ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID"),
    ("domain-validates", Postgres, "ALTER DOMAIN email SET NOT NULL", "ALTER DOMAIN email DROP NOT NULL"),
    ("drop-sequence", Postgres, "DROP SEQUENCE IF EXISTS order_no", "ALTER SEQUENCE order_no RESTART"),
    ("drop-sequence", Dialect::Mariadb, "DROP SEQUENCE order_no", "ALTER SEQUENCE order_no RESTART"),
    ("cascade-drop", Postgres, "DROP VIEW v CASCADE", "DROP VIEW v"),
    ("cascade-drop", Postgres, "ALTER TABLE users DROP COLUMN age CASCADE",
        "ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES t (id) ON DELETE CASCADE"),
    ("truncate", Postgres, "TRUNCATE TABLE users", "CREATE TABLE t (id int); TRUNCATE t"),
    ("delete-without-where", Mysql, "DELETE FROM users", "DELETE FROM users WHERE age = 1"),
    ("delete-without-where", Postgres, "WITH old AS (SELECT 1 WHERE true) DELETE FROM users",
        "WITH old AS (SELECT 1) DELETE FROM users WHERE age IN (SELECT * FROM old)"),
    ("delete-without-where", Postgres, "WITH gone AS (DELETE FROM users RETURNING id) SELECT * FROM gone",
        "WITH gone AS (DELETE FROM users WHERE id = 1 RETURNING id) SELECT * FROM gone"),
    ("update-without-where", Postgres, "UPDATE users SET age = (SELECT 1 FROM t WHERE a = 1)", "UPDATE users SET age = 1 WHERE age = 0"),
    ("unbatched-update", Postgres, "UPDATE users SET age = 1 WHERE age = 0",
        "-- ormolu:step repeat\nUPDATE users SET age = 1 WHERE id IN (SELECT id FROM users WHERE age = 0 LIMIT 9)"),
    ("repeat-without-end", Sqlite, "-- ormolu:step repeat\nUPDATE users SET age = 1",
        "-- ormolu:step repeat\nUPDATE users SET age = 1 WHERE age = 0"),
    ("non-idempotent-data", Postgres, "-- ormolu:step transaction=false\nINSERT INTO t (a) VALUES (1)",
        "-- ormolu:step transaction=false\nINSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING"),
    ("insert-without-columns", Sqlite, "INSERT INTO users VALUES (1)", "INSERT INTO users (id) VALUES (1)"),
    ("disable-trigger", Postgres, "ALTER TABLE users DISABLE TRIGGER ALL", "ALTER TABLE users ENABLE TRIGGER ALL"),
    ("mysql-foreign-key-checks-off", Mysql, "SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
    ("rename-table-breaks-running-code", Postgres, "ALTER TABLE users RENAME TO people", "ALTER INDEX users RENAME TO people"),
    ("rename-table-breaks-running-code", Mysql, "RENAME TABLE users TO people", "CREATE TABLE t (id int); RENAME TABLE t TO people"),
    ("rename-column-breaks-running-code", Sqlite, "ALTER TABLE users RENAME COLUMN age TO years",
        "CREATE TABLE t (a int); ALTER TABLE t RENAME COLUMN a TO b"),
    ("rename-column-breaks-running-code", Postgres, "ALTER TABLE users RENAME COLUMN age TO years",
        "-- ormolu:wait until no program of before runs\n\nALTER TABLE users RENAME COLUMN age TO years"),
    ("rename-column-breaks-running-code", Postgres, "ALTER TABLE users RENAME age TO years",
        "ALTER TABLE users RENAME CONSTRAINT age TO years"),
    ("rename-value-breaks-running-code", Postgres, "ALTER TYPE level RENAME VALUE 'low' TO 'small'", "ALTER TYPE level RENAME TO grade"),
    ("identifier-needs-quotes", Postgres, "CREATE TABLE \"Order\" (id int)", "CREATE TABLE \"orders\" (id int)"),
    ("identifier-needs-quotes", Sqlite, "ALTER TABLE users ADD \"order\" int", "ALTER TABLE users ADD position int"),
    ("identifier-too-long", Postgres,
        "CREATE INDEX ix_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ON users (age)",
        "CREATE INDEX ix_a ON users (age)"),
    ("json-instead-of-jsonb", Postgres, "ALTER TABLE users ADD j json", "ALTER TABLE users ADD j jsonb"),
    ("char-type", Postgres, "ALTER TABLE users ADD c char(3)", "ALTER TABLE users ADD c character varying(3)"),
    ("money-type", Postgres, "CREATE TABLE t (id bigint PRIMARY KEY, m money)", "CREATE TABLE t (id bigint PRIMARY KEY, money int)"),
    ("serial-instead-of-identity", Postgres, "CREATE TABLE t (id bigserial PRIMARY KEY)",
        "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)"),
    ("timestamp-without-zone", Postgres, "ALTER TABLE users ADD t timestamp(3)", "ALTER TABLE users ADD t timestamp(3) with time zone"),
    ("int-key-may-overflow", Mysql, "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY)",
        "CREATE TABLE t (id bigint AUTO_INCREMENT PRIMARY KEY)"),
    ("table-without-key", Postgres, "CREATE TABLE t (id int)", "CREATE TABLE t (id int, PRIMARY KEY (id))"),
    ("foreign-key-without-index", Postgres, "CREATE TABLE t (id int PRIMARY KEY, u int REFERENCES users (id))",
        "CREATE TABLE t (id int PRIMARY KEY, u int REFERENCES users (id)); CREATE INDEX i ON t (u, id)"),
    ("foreign-key-without-index", Sqlite, "ALTER TABLE users ADD u int REFERENCES users (id)",
        "ALTER TABLE users ADD u int REFERENCES users (id); CREATE INDEX i ON users (u)"),
    ("redundant-index", Mysql, "CREATE INDEX i ON users (email)", "CREATE INDEX i ON users (note)"),
    ("redundant-index", Sqlite, "CREATE INDEX i ON users (age)", "DROP TABLE users; CREATE INDEX i ON users (age)"),
    ("redundant-index", Postgres, "CREATE INDEX i ON users (note); CREATE INDEX j ON users (note, age)",
        "CREATE INDEX i ON users (note) WHERE age > 1; CREATE INDEX j ON users (note, age)"),
    ("unreadable", Postgres, "SELECT 'a", "SELECT 'a'"),
    ("unknown-mark", Mysql, "-- ormolu:steps repeat\nSELECT 1", "\t--  ormolu:step repeat\nSELECT 1"),
    ("unknown-mark", Sqlite, "SELECT 1; -- ormolu:step repeat", "SELECT 1; -- see ormolu:step"),
    ("unknown-mark", Postgres, "-- ormolu: step\nSELECT 1", "SELECT ' -- ormolu:x'; -- no ormolu:x"),
    ("begin-commit-in-file", Sqlite, "BEGIN; SELECT 1", "CREATE TABLE t (begin int PRIMARY KEY)"),
    ("begin-commit-in-file", Postgres, "ABORT", "PREPARE a AS SELECT 1"),
    ("begin-commit-in-file", Postgres, "PREPARE TRANSACTION 'a'", "DEALLOCATE a"),
    ("refuses-transaction", Sqlite, "VACUUM", "-- ormolu:step transaction=false\nVACUUM"),
    ("alter-type-add-value-in-transaction", Postgres,
        "ALTER TYPE level ADD VALUE 'mid'; UPDATE users SET level = 'mid' WHERE age = 1",
        "-- ormolu:step transaction=false\nALTER TYPE level ADD VALUE 'mid';\n-- ormolu:step\nUPDATE users SET level = 'mid' WHERE age = 1"),
    ("enum-order", Postgres, "ALTER TYPE level ADD VALUE 'mid'", "ALTER TYPE level ADD VALUE 'mid' AFTER 'low'"),
    ("set-search-path", Postgres, "SET search_path TO shop", "SET lock_timeout TO '5s'"),
    ("grant-to-public", Postgres, "GRANT SELECT ON users TO PUBLIC", "GRANT SELECT ON users TO reader"),
    ("create-extension", Postgres, "CREATE EXTENSION pgcrypto", "CREATE SCHEMA pgcrypto"),
    ("if-not-exists-hides-drift", Sqlite, "CREATE TABLE IF NOT EXISTS t (id int)", "CREATE TABLE t (id int)"),
    ("mysql-ddl-commits", Mysql, "ALTER TABLE users ADD b int; UPDATE users SET b = 1 WHERE b IS NULL",
        "UPDATE users SET age = 1 WHERE age IS NULL"),
    ("mysql-index-prefix", Mysql, "CREATE UNIQUE INDEX i ON users (note(10))", "CREATE INDEX i ON users (note(10))"),
    ("mysql-utf8mb3", Mysql, "CREATE TABLE t (id int PRIMARY KEY) CHARSET=utf8", "CREATE TABLE t (id int PRIMARY KEY) CHARSET=utf8mb4"),
    ("mysql-utf8mb3", Mysql, "ALTER TABLE users CONVERT TO CHARACTER SET latin1", "ALTER TABLE users COMMENT 'latin1'"),
    ("mysql-engine", Mysql, "CREATE TABLE t (id int PRIMARY KEY) ENGINE=MyISAM", "CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB"),
    ("mysql-foreign-key-inline", Mysql, "ALTER TABLE users ADD u bigint REFERENCES users (id)",
        "ALTER TABLE users ADD u bigint, ADD FOREIGN KEY (u) REFERENCES users (id)"),
    ("sqlite-add-column-limits", Sqlite, "ALTER TABLE users ADD at text DEFAULT CURRENT_TIMESTAMP", "ALTER TABLE users ADD at text DEFAULT 'x'"),
    ("sqlite-add-column-limits", Sqlite, "ALTER TABLE users ADD k int UNIQUE", "CREATE TABLE t (k int UNIQUE)"),
    ("sqlite-drop-column-limits", Sqlite, "ALTER TABLE users DROP COLUMN age", "DROP INDEX ix_users_age; ALTER TABLE users DROP COLUMN age"),
    ("sqlite-alter-limits", Sqlite, "ALTER TABLE users ALTER COLUMN age SET NOT NULL", "ALTER TABLE users ADD b int"),
    ("sqlite-alter-limits", Sqlite, "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)", "ALTER TABLE users ADD key text"),
    ("sqlite-foreign-keys-on-in-rebuild", Sqlite, "CREATE TABLE n (id int); DROP TABLE users; ALTER TABLE n RENAME TO users",
        "-- ormolu:step foreign_keys=off\nCREATE TABLE n (id int); DROP TABLE users; ALTER TABLE n RENAME TO users"),
    ("sqlite-pragma-in-transaction", Sqlite, "PRAGMA foreign_keys = OFF", "PRAGMA user_version = 3"),
];

/// Those with a test of their own.
const ELSEWHERE: &[&str] = &[
    "missing-down",
    "down-loses-data",
    "allow-without-reason",
    "allow-unknown-rule",
    "allow-unused",
];

#[test]
fn each_rule_finds_what_it_is_for_and_nothing_near_it() {
    let before = schema(BEFORE);
    let mut wrong = Vec::new();
    for (id, dialect, fires, passes) in CASES {
        for (sql, expected) in [(fires, true), (passes, false)] {
            let found = super::found(sql, *dialect, Some(&before));
            if super::ids(&found).contains(id) != expected {
                wrong.push(format!(
                    "{id} on {dialect}: `{sql}` should be found: {expected}"
                ));
            }
            for finding in found {
                assert!(!finding.message.contains("``"), "{id}: {}", finding.message);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_has_a_case() {
    for rule in rules() {
        let has = CASES.iter().any(|case| case.0 == rule.id) || ELSEWHERE.contains(&rule.id);
        assert!(has, "{}", rule.id);
    }
}

#[test]
fn a_way_back_is_missing_or_loses_what_it_drops() {
    let of = |down, way_back| {
        let file = File {
            sql: "DROP TABLE users; ALTER TABLE teams DROP COLUMN name",
            dialect: Sqlite,
            down,
            way_back,
            before: None,
        };
        let found = lint(&file).into_iter();
        found
            .map(|finding| (finding.rule.id, finding.message))
            .collect::<Vec<_>>()
    };
    let has = |id: &str, found: &[(&str, String)]| found.iter().any(|(found, _)| *found == id);
    assert!(has("missing-down", &of(false, false)));
    assert!(!has("missing-down", &of(false, true)));
    let down = of(true, true);
    let loses: Vec<_> = down
        .iter()
        .filter(|(id, _)| *id == "down-loses-data")
        .collect();
    assert_eq!(loses.len(), 1);
    assert_eq!(loses[0].1, "`users`, `teams.name` lost on the way back");
    assert!(!has("drop-table-data-loss", &down));
}

#[test]
fn no_text_is_too_broken_to_look_at() {
    let odd = [
        "CREATE TABLE \"ä\"\"ö\" (\"é\" int DEFAULT 'ü\\é', `x` $tag$ ß $tag$); -- ormolu:allow ü: é",
        "ALTER TABLE",
        "DROP TABLE ,,; CREATE UNIQUE INDEX ON (((; INSERT INTO; UPDATE; ALTER TABLE a ADD (",
        "$ $$ $é$ /* */ \u{feff} 1.2é ::",
    ];
    let all = CASES.iter().flat_map(|case| [case.2, case.3]);
    for sql in all.chain(odd) {
        for (end, _) in sql.char_indices() {
            for dialect in Dialect::ALL {
                super::found(&sql[..end], dialect, None);
            }
        }
    }
}
