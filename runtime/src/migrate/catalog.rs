//! A mark of what the catalog says of the thing that a statement makes, changes or drops, to see
//! later whether it did: what a statement outside of a transaction did cannot be stored together
//! with the word that it is done. A statement of DDL is done as a whole or not at all on every
//! engine. What others do to other things meanwhile leaves the mark as it is.

use super::checksum::Checksum;
use super::literal::literal;
use super::script::Sql;
use super::subject::Subject;
use super::table::{database, fetch};
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;

/// The mark for a statement; nothing where the catalog would not show it.
pub(crate) async fn mark(connection: &mut Connection, sql: &Sql) -> Result<Option<String>> {
    let dialect = connection.dialect();
    let Some(subject) = Subject::of(&sql.text, dialect) else {
        return Ok(None);
    };
    let name = literal(&subject.name, dialect);
    let schema = match subject.schema {
        None if matches!(dialect, Dialect::Mysql | Dialect::Mariadb) => {
            Some(database(connection).await?)
        }
        said => said,
    };
    let schema = schema.map(|schema| literal(&schema, dialect));
    let parts = match dialect {
        Dialect::Sqlite => sqlite(&name),
        Dialect::Postgres => postgres(&name, schema),
        Dialect::Mysql | Dialect::Mariadb => mysql(&name, &schema.unwrap_or_default(), dialect),
    };
    let mut checksum = Checksum::of("");
    for part in parts {
        let mut rows: Vec<(Option<String>,)> = fetch(connection, part).await?;
        rows.sort();
        for row in rows.into_iter().filter_map(|(row,)| row) {
            checksum.add(&row);
        }
    }
    Ok(Some(checksum.to_string()[..40].to_owned()))
}

fn sqlite(name: &str) -> Vec<String> {
    vec![format!(
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master \
         WHERE name = {name} COLLATE NOCASE"
    )]
}

fn postgres(name: &str, schema: Option<String>) -> Vec<String> {
    let space = match schema {
        Some(schema) => format!("JOIN pg_namespace n ON n.nspname = {schema} AND n.oid"),
        None => "JOIN pg_namespace n ON n.nspname = ANY (current_schemas(false)) AND n.oid".into(),
    };
    let mut parts = postgres_relation(name, &space).to_vec();
    parts.extend(postgres_other(name, &space));
    parts
}

fn postgres_relation(name: &str, space: &str) -> [String; 5] {
    [
        format!(
            "SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.relpersistence, \
             c.relrowsecurity, c.reloptions, i.indisvalid, i.indisreplident, \
             pg_get_indexdef(i.indexrelid), \
             CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) \
             FROM pg_class c {space} = c.relnamespace \
             LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relname = {name}"
        ),
        format!(
            "SELECT concat_ws(' ', a.attname, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, \
             a.attidentity, a.attgenerated, a.attcollation, \
             pg_get_expr(d.adbin, d.adrelid)) \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid {space} = c.relnamespace \
             LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
             WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname = {name}"
        ),
        format!(
            "SELECT concat_ws(' ', o.conname, o.convalidated, o.condeferrable, o.condeferred, \
             pg_get_constraintdef(o.oid)) \
             FROM pg_constraint o {space} = o.connamespace \
             LEFT JOIN pg_class c ON c.oid = o.conrelid LEFT JOIN pg_type t ON t.oid = o.contypid \
             WHERE {name} IN (c.relname, t.typname)"
        ),
        // A parent that goes, but is not gone yet, is there.
        format!(
            "SELECT h.inhparent::regclass::text FROM pg_inherits h \
             JOIN pg_class c ON c.oid = h.inhrelid {space} = c.relnamespace \
             WHERE c.relname = {name}"
        ),
        format!(
            "SELECT concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid)) \
             FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid {space} = c.relnamespace \
             WHERE NOT g.tgisinternal AND g.tgname = {name}"
        ),
    ]
}

fn postgres_other(name: &str, space: &str) -> [String; 5] {
    [
        format!(
            "SELECT concat_ws(' ', e.enumlabel, e.enumsortorder) FROM pg_enum e \
             JOIN pg_type t ON t.oid = e.enumtypid {space} = t.typnamespace \
             WHERE t.typname = {name}"
        ),
        format!(
            "SELECT concat_ws(' ', t.typname, t.typtype, t.typnotnull, t.typdefault) \
             FROM pg_type t {space} = t.typnamespace \
             WHERE t.typtype IN ('d', 'e', 'r') AND t.typname = {name}"
        ),
        format!(
            "SELECT concat_ws(' ', pg_get_function_identity_arguments(p.oid), p.prosrc) \
             FROM pg_proc p {space} = p.pronamespace WHERE p.proname = {name}"
        ),
        format!("SELECT nspname::text FROM pg_namespace WHERE nspname = {name}"),
        format!(
            "SELECT concat_ws(' ', extname, extversion) FROM pg_extension WHERE extname = {name}"
        ),
    ]
}

fn mysql(name: &str, schema: &str, dialect: Dialect) -> Vec<String> {
    let mut parts = mysql_table(name, schema, dialect);
    parts.extend(mysql_other(name, schema));
    parts
}

fn mysql_table(name: &str, schema: &str, dialect: Dialect) -> Vec<String> {
    let of_table = format!("WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {name}");
    let of_constraint = format!("WHERE CONSTRAINT_SCHEMA = {schema} AND TABLE_NAME = {name}");
    // MySQL does not say the table of a check, whose name is the only one of its database.
    let table = match dialect {
        Dialect::Mariadb => "",
        _ => "JOIN information_schema.TABLE_CONSTRAINTS USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME)",
    };
    vec![
        format!(
            "SELECT CONCAT_WS(' ', TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, \
             CREATE_OPTIONS, TABLE_COMMENT) FROM information_schema.TABLES {of_table}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', COLUMN_NAME, ORDINAL_POSITION, IFNULL(COLUMN_DEFAULT, '-'), \
             IS_NULLABLE, COLUMN_TYPE, IFNULL(COLLATION_NAME, '-'), EXTRA, COLUMN_COMMENT, \
             GENERATION_EXPRESSION) FROM information_schema.COLUMNS {of_table}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, \
             IFNULL(COLUMN_NAME, '-'), IFNULL(COLLATION, '-'), IFNULL(SUB_PART, '-'), INDEX_TYPE, \
             INDEX_COMMENT) FROM information_schema.STATISTICS \
             WHERE TABLE_SCHEMA = {schema} AND {name} IN (TABLE_NAME, INDEX_NAME)"
        ),
        format!(
            "SELECT CONCAT_WS(' ', PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, \
             PARTITION_EXPRESSION, PARTITION_DESCRIPTION) \
             FROM information_schema.PARTITIONS {of_table}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', CONSTRAINT_NAME, IFNULL(COLUMN_NAME, '-'), ORDINAL_POSITION, \
             IFNULL(REFERENCED_TABLE_NAME, '-'), IFNULL(REFERENCED_COLUMN_NAME, '-')) \
             FROM information_schema.KEY_COLUMN_USAGE {of_table}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE) \
             FROM information_schema.REFERENTIAL_CONSTRAINTS {of_constraint}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', CONSTRAINT_NAME, CHECK_CLAUSE) \
             FROM information_schema.CHECK_CONSTRAINTS {table} {of_constraint}"
        ),
        format!("SELECT VIEW_DEFINITION FROM information_schema.VIEWS {of_table}"),
    ]
}

fn mysql_other(name: &str, schema: &str) -> [String; 3] {
    [
        format!(
            "SELECT CONCAT_WS(' ', TRIGGER_NAME, EVENT_OBJECT_TABLE, EVENT_MANIPULATION, \
             ACTION_TIMING, ACTION_STATEMENT) FROM information_schema.TRIGGERS \
             WHERE TRIGGER_SCHEMA = {schema} AND TRIGGER_NAME = {name}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', ROUTINE_TYPE, ROUTINE_DEFINITION) \
             FROM information_schema.ROUTINES \
             WHERE ROUTINE_SCHEMA = {schema} AND ROUTINE_NAME = {name}"
        ),
        format!(
            "SELECT CONCAT_WS(' ', SCHEMA_NAME, DEFAULT_COLLATION_NAME) \
             FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {name}"
        ),
    ]
}
