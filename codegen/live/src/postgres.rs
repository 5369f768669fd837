//! PostgreSQL prints constraints, indexes and queries itself. The rest is put together by the
//! statements here, of which there is one for each kind of thing.

use ormolu::driver::Connection;

use crate::error::Error;
use crate::listed::{Listed, left_out};
use crate::options::{Options, json};
use crate::query::{column, rows};

/// Every name comes with its schema, as in a dump, when none is on the path.
const NO_PATH: &str = "SELECT pg_catalog.set_config('search_path', '', true)";

const NAMESPACES: &str = "SELECT nspname::text FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1";

/// What the other statements begin with: the schemas that are read, and their tables and views.
/// What an extension brought along is its own, and a partition is part of its table.
const RELATIONS: &str = "WITH RECURSIVE spaces AS (
  SELECT oid, nspname FROM pg_namespace
  WHERE CASE WHEN $1::text = '[]' THEN nspname !~ '^pg_' AND nspname <> 'information_schema'
    ELSE nspname IN (SELECT jsonb_array_elements_text($1::jsonb)) END
), extensions AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relations AS (
  SELECT c.oid, c.relkind, c.relpersistence, c.reloptions, s.nspname, c.relname,
    format('%I.%I', s.nspname, c.relname) AS name
  FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
    AND c.relpersistence <> 't'
    AND c.oid::text NOT IN (SELECT jsonb_array_elements_text($2::text::jsonb))
    AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
)";

const LISTED: &str = "SELECT r.oid::text, r.nspname::text, r.relname::text FROM relations r";

const KEYS: &str = "SELECT c.conrelid::text, c.confrelid::text FROM pg_constraint c
JOIN relations r ON r.oid = c.conrelid WHERE c.contype = 'f' AND c.conparentid = 0";

const ENUMS: &str = "SELECT format('CREATE TYPE %I.%I AS ENUM (%s)', s.nspname, t.typname,
  (SELECT string_agg('''' || replace(e.enumlabel, '''', '''''') || '''', ', ' ORDER BY e.enumsortorder)
   FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace
WHERE t.typtype = 'e'
  AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
ORDER BY s.nspname, t.typname";

const DOMAINS: &str = "SELECT format('CREATE DOMAIN %I.%I AS %s', s.nspname, t.typname,
    format_type(t.typbasetype, t.typtypmod))
  || CASE WHEN t.typcollation <> b.typcollation THEN
    (SELECT format(' COLLATE %I.%I', n.nspname, c.collname)
     FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = t.typcollation)
    ELSE '' END
  || coalesce(' DEFAULT ' || t.typdefault, '')
  || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
  || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid)), ''
       ORDER BY c.conname)
     FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'), '')
FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typtype = 'd'
  AND NOT EXISTS (SELECT FROM extensions e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid)
ORDER BY s.nspname, t.typname";

const TABLES: &str = "SELECT format('CREATE %sTABLE %s (%s)%s',
    CASE WHEN r.relkind = 'f' THEN 'FOREIGN ' WHEN r.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END,
    r.name, c.columns,
    (SELECT ' WITH (' || string_agg(format('%s=''%s''', o.option_name, replace(o.option_value, '''', '''''')), ', ') || ')'
     FROM pg_options_to_table(r.reloptions) o))
FROM relations r CROSS JOIN LATERAL (
  SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || CASE WHEN a.attcollation <> t.typcollation THEN
      (SELECT format(' COLLATE %I.%I', n.nspname, o.collname)
       FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE o.oid = a.attcollation)
      ELSE '' END
    || CASE WHEN d.adbin IS NULL THEN ''
      WHEN a.attgenerated = 's' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
      WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) VIRTUAL', pg_get_expr(d.adbin, d.adrelid))
      ELSE ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) END
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || CASE WHEN a.attidentity = '' THEN ''
      ELSE format(' GENERATED %s AS IDENTITY (START WITH %s INCREMENT BY %s)',
        CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, q.seqstart, q.seqincrement) END,
    ', ' ORDER BY a.attnum) AS columns
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_depend p ON a.attidentity <> '' AND p.refclassid = 'pg_class'::regclass
    AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.classid = 'pg_class'::regclass
    AND p.deptype = 'i'
  LEFT JOIN pg_sequence q ON q.seqrelid = p.objid
  WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
) c
WHERE r.relkind IN ('r', 'p', 'f') AND c.columns IS NOT NULL
ORDER BY r.nspname, r.relname";

/// Which sequence counts for which column: what makes a column a serial one.
const SEQUENCES: &str =
    "SELECT format('ALTER SEQUENCE %I.%I OWNED BY %s.%I', n.nspname, s.relname, r.name, a.attname)
FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
  AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
JOIN relations r ON r.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
WHERE s.relkind = 'S' ORDER BY n.nspname, s.relname";

/// Those that count for no column. What an extension brought along is its own.
const OWN_SEQUENCES: &str = "SELECT n.nspname::text, c.relname::text,
  format('CREATE SEQUENCE %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
    n.nspname, c.relname, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
    CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END)
FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN spaces n ON n.oid = c.relnamespace
WHERE c.relpersistence <> 't' AND NOT EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
ORDER BY n.nspname, c.relname";

const CONSTRAINTS: &str = "SELECT format('ALTER TABLE ONLY %s ADD CONSTRAINT %I %s', r.name, c.conname,
  pg_get_constraintdef(c.oid))
FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
WHERE c.contype IN ('p', 'u', 'x', 'c', 'f') AND c.conparentid = 0
ORDER BY array_position(ARRAY['p', 'u', 'x', 'c', 'f'], c.contype::text), r.nspname, r.relname, c.conname";

/// After the views: some of these may have an index.
const INDEXES: &str = "SELECT pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN relations r ON r.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indisvalid AND NOT EXISTS (SELECT FROM pg_constraint k
  WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY r.nspname, r.relname, c.relname";

/// Each view after those that it reads, behind a table with its columns: the engine knows their
/// types.
const VIEWS: &str = ", reads AS (
  SELECT DISTINCT w.ev_class AS view, d.refobjid AS other
  FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> w.ev_class
), depths AS (
  SELECT r.oid, 0 AS depth FROM relations r WHERE r.relkind IN ('v', 'm')
  UNION
  SELECT reads.view, d.depth + 1 FROM depths d JOIN reads ON reads.other = d.oid WHERE d.depth < 200
), placed AS (SELECT oid, max(depth) AS depth FROM depths GROUP BY oid)
SELECT s.statement
FROM placed p JOIN relations r ON r.oid = p.oid CROSS JOIN LATERAL (
  SELECT 1 AS part, format('CREATE TABLE %s (%s)', r.name,
    string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)) AS statement
  FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT 2, format('CREATE %sVIEW %s AS %s', CASE r.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END,
    r.name, pg_get_viewdef(r.oid))
) s
ORDER BY p.depth, r.nspname, r.relname, s.part";

const COMMENTS: &str = "SELECT format('COMMENT ON %s IS %s', o.what,
  '''' || replace(o.description, '''', '''''') || '''')
FROM (
  SELECT r.nspname, r.relname, d.objsubid, d.description,
    CASE WHEN d.objsubid > 0 THEN format('COLUMN %s.%I', r.name, a.attname)
      WHEN r.relkind = 'v' THEN 'VIEW ' || r.name
      WHEN r.relkind = 'm' THEN 'MATERIALIZED VIEW ' || r.name
      ELSE 'TABLE ' || r.name END AS what
  FROM pg_description d JOIN relations r ON r.oid = d.objoid
  LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid
  WHERE d.classoid = 'pg_class'::regclass
  UNION ALL
  SELECT s.nspname, t.typname, 0, d.description,
    format('%s %I.%I', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, s.nspname, t.typname)
  FROM pg_description d JOIN pg_type t ON t.oid = d.objoid JOIN spaces s ON s.oid = t.typnamespace
  WHERE d.classoid = 'pg_type'::regclass AND t.typtype IN ('e', 'd')
) o
ORDER BY o.nspname, o.relname, o.objsubid";

/// They may change what a statement writes.
const TRIGGERS: &str =
    "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgparentid = 0 ORDER BY r.nspname, r.relname, t.tgname";

const RULES: &str =
    "SELECT pg_get_ruledef(w.oid) FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN' ORDER BY r.nspname, r.relname, w.rulename";

/// Reads within a transaction, whose end takes the search path back.
pub(crate) async fn statements(
    connection: &mut Connection,
    options: &Options,
) -> Result<Vec<String>, Error> {
    column(connection, NO_PATH, &[]).await?;
    let known = column(connection, NAMESPACES, &[]).await?;
    let unknown = options.namespaces.iter().find(|name| !known.contains(name));
    if let Some(name) = unknown.cloned() {
        return Err(Error::NoNamespace { name, known });
    }
    let all = [options.namespaces_json(), json(&[])];
    let listed = rows(connection, format!("{RELATIONS}\n{LISTED}"), &all).await?;
    let listed = listed
        .into_iter()
        .map(|(id, namespace, name): (String, String, String)| Listed {
            id,
            namespace: Some(namespace),
            name,
        });
    let listed: Vec<Listed> = listed.collect();
    let keys: Vec<(String, String)> =
        rows(connection, format!("{RELATIONS}\n{KEYS}"), &all).await?;
    let except = left_out(&options.ignored(), &listed, &keys);
    let which = [options.namespaces_json(), json(&Vec::from_iter(except))];
    let sequences: Vec<(String, String, String)> =
        rows(connection, format!("{RELATIONS}\n{OWN_SEQUENCES}"), &all).await?;
    let ignored = options.ignored();
    let sequences = sequences.into_iter();
    let sequences = sequences.filter(|(space, name, _)| !ignored.covers(Some(space), name));
    let mut statements: Vec<String> = sequences.map(|(.., statement)| statement).collect();
    for rest in [
        ENUMS,
        DOMAINS,
        TABLES,
        SEQUENCES,
        CONSTRAINTS,
        VIEWS,
        INDEXES,
        COMMENTS,
        TRIGGERS,
        RULES,
    ] {
        let join = if rest.starts_with(',') { "" } else { "\n" };
        let sql = format!("{RELATIONS}{join}{rest}");
        statements.extend(column(connection, sql, &which).await?);
    }
    Ok(statements)
}
