//! A mark of what the catalog says, to see later whether a statement has changed it: what a
//! statement outside of a transaction did cannot be stored together with the word that it is
//! done. A statement of DDL is done as a whole or not at all on every engine.

use super::checksum::Checksum;
use super::table::fetch;
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;

/// The mark of the current schema.
pub(crate) async fn mark(connection: &mut Connection) -> Result<String> {
    let parts = match connection.dialect() {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
        Dialect::Mysql | Dialect::Mariadb => MYSQL,
    };
    let mut checksum = Checksum::of("");
    for part in parts {
        let mut rows: Vec<(Option<String>,)> = fetch(connection, (*part).to_owned()).await?;
        rows.sort();
        for row in rows.into_iter().filter_map(|(row,)| row) {
            checksum.add(&row);
        }
    }
    Ok(checksum.to_string()[..40].to_owned())
}

const SQLITE: &[&str] =
    &["SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"];

const POSTGRES: &[&str] = &[
    "SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.relpersistence, c.relrowsecurity, \
     c.reloptions, i.indisvalid, i.indisreplident, pg_get_indexdef(i.indexrelid), \
     CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) \
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN pg_index i ON i.indexrelid = c.oid \
     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
    "SELECT concat_ws(' ', a.attrelid, a.attname, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, \
     a.attidentity, a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid)) \
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
     WHERE a.attnum > 0 AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
    "SELECT concat_ws(' ', conrelid, conname, convalidated, condeferrable, condeferred, \
     pg_get_constraintdef(oid)) FROM pg_constraint",
    "SELECT concat_ws(' ', enumtypid, enumlabel, enumsortorder) FROM pg_enum",
    "SELECT concat_ws(' ', oid, typname, typtype, typnotnull, typdefault) FROM pg_type \
     WHERE typtype IN ('d', 'e', 'r')",
    "SELECT concat_ws(' ', inhrelid, inhparent, inhdetachpending) FROM pg_inherits",
    "SELECT concat_ws(' ', p.oid, p.proname, p.prosrc) FROM pg_proc p \
     JOIN pg_namespace n ON n.oid = p.pronamespace \
     WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'",
    "SELECT concat_ws(' ', tgrelid, tgname, tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger",
    "SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'",
    "SELECT concat_ws(' ', extname, extversion) FROM pg_extension",
];

const MYSQL: &[&str] = &[
    "SELECT CONCAT_WS(' ', TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, \
     CREATE_OPTIONS, TABLE_COMMENT) FROM information_schema.TABLES WHERE TABLE_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, IFNULL(COLUMN_DEFAULT, '-'), \
     IS_NULLABLE, COLUMN_TYPE, IFNULL(COLLATION_NAME, '-'), EXTRA, COLUMN_COMMENT, \
     GENERATION_EXPRESSION) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, \
     IFNULL(COLUMN_NAME, '-'), IFNULL(COLLATION, '-'), IFNULL(SUB_PART, '-'), INDEX_TYPE, \
     INDEX_COMMENT) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TABLE_NAME, CONSTRAINT_NAME, IFNULL(COLUMN_NAME, '-'), \
     ORDINAL_POSITION, IFNULL(REFERENCED_TABLE_NAME, '-'), IFNULL(REFERENCED_COLUMN_NAME, '-')) \
     FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE) \
     FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', CONSTRAINT_NAME, CHECK_CLAUSE) FROM \
     information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TABLE_NAME, VIEW_DEFINITION) FROM information_schema.VIEWS \
     WHERE TABLE_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', TRIGGER_NAME, EVENT_MANIPULATION, ACTION_TIMING, ACTION_STATEMENT) \
     FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = database()",
    "SELECT CONCAT_WS(' ', ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION) \
     FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = database()",
    "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA",
];
