mod aggregate;
mod array;
mod bits;
mod json;
mod math;
mod search;
mod text;
mod time;
mod window;

use crate::dialect::Dialect;
use crate::expr::{
    ArrayFn, BitFn, Collation, JsonFn, MathFn, Node, OrderNode, SearchFn, Shift, TextFn, TimeFn,
    Window,
};
use crate::query::writer::{
    Call, ConflictNode, Grammar, Level, List, Target, UpdateNode, Writer, bind_rows, count,
};
use crate::value::Kind;

mod sources;

/// MySQL and MariaDB.
pub(crate) struct Mysql;

impl Grammar for Mysql {
    fn backticks(&self) -> bool {
        true
    }

    fn placeholder(&self, sql: &mut String, _: usize) {
        sql.push('?');
    }

    fn distinct_from(&self, writer: &mut Writer, left: &Node, right: &Node, negated: bool) {
        if negated {
            writer.compare(left, " <=> ", right);
        } else {
            writer.raw("NOT (");
            writer.compare(left, " <=> ", right);
            writer.raw(")");
        }
    }

    fn distinct_from_level(&self, negated: bool) -> Level {
        if negated { Level::Compare } else { Level::Not }
    }

    /// The usual collations ignore case and accents; a binary one does not.
    fn like(&self, writer: &mut Writer, text: &Node, pattern: &Node, insensitive: bool) {
        if insensitive {
            writer.call("lower", text);
            writer.raw(" LIKE ");
            writer.call("lower", pattern);
        } else {
            writer.node(text, Level::Add);
            writer.raw(" LIKE ");
            writer.node(pattern, Level::Atom);
        }
        writer.raw(" COLLATE utf8mb4_bin ESCAPE '!'");
    }

    fn in_values(&self, writer: &mut Writer, list: &List<'_>) {
        writer.row(list.left);
        writer.raw(if list.negated { " NOT IN (" } else { " IN (" });
        let row = match list.left {
            _ if list.is_folded() => "lower(",
            [_] => "",
            _ => "(",
        };
        bind_rows(writer, list.kinds, list.rows, row);
        writer.raw(")");
    }

    fn limits_in_list(&self) -> bool {
        false
    }

    fn orders_rows(&self) -> bool {
        false
    }

    fn divide(&self, writer: &mut Writer, left: &Node, right: &Node) {
        let whole = matches!(
            left.kind(),
            Some(Kind::I16 | Kind::I32 | Kind::I64 | Kind::U64)
        );
        writer.node(left, Level::Multiply);
        writer.raw(if whole { " DIV " } else { " / " });
        writer.node(right, Level::Negate);
    }

    fn length(&self, writer: &mut Writer, text: &Node) {
        writer.call("char_length", text);
    }

    fn aggregate(&self, writer: &mut Writer, call: &Call<'_>) {
        aggregate::write(writer, call);
    }

    fn filters_aggregates(&self) -> bool {
        false
    }

    fn shift(&self, writer: &mut Writer, name: &str, shift: &Shift, window: &Window) {
        window::shift(writer, name, shift, window);
    }

    fn frames_of_groups(&self) -> bool {
        false
    }

    /// MariaDB 10.11 sorts the rows once for windows that seem to go together, and finds that
    /// `OVER ()` goes together with all: the ranks of another window are wrong then. A partition
    /// that is computed goes together with none.
    fn mixes_up_windows(&self, dialect: Dialect) -> bool {
        dialect == Dialect::Mariadb
    }

    fn null(&self, kind: Option<Kind>) -> &'static str {
        match kind {
            Some(Kind::I16 | Kind::I32 | Kind::I64) => "CAST(NULL AS SIGNED)",
            Some(Kind::U64) => "CAST(NULL AS UNSIGNED)",
            _ => "NULL",
        }
    }

    fn having_computes(&self) -> bool {
        false
    }

    fn sorts_nulls(&self) -> bool {
        false
    }

    fn text(&self, writer: &mut Writer, function: TextFn, arguments: &[&Node]) {
        text::write(writer, function, arguments);
    }

    fn math(&self, writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind) {
        math::write(writer, function, arguments, kind);
    }

    fn bits(&self, writer: &mut Writer, function: BitFn, arguments: &[&Node]) {
        bits::write(writer, function, arguments);
    }

    fn time(&self, writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind) {
        time::write(writer, function, arguments, kind);
    }

    fn json(&self, writer: &mut Writer, function: &JsonFn, arguments: &[&Node]) {
        json::write(writer, function, arguments);
    }

    fn json_value(&self, writer: &mut Writer, value: &Node) {
        json::value(writer, value);
    }

    fn array(&self, writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind) {
        array::write(writer, function, arguments, kind);
    }

    fn search(&self, writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
        search::write(writer, function, arguments);
    }

    fn cast(&self, writer: &mut Writer, node: &Node, kind: Kind) {
        math::cast(writer, node, kind);
    }

    /// Functions that its grammar knows as words, such as `max`, are others within quotes.
    fn function_name(&self, writer: &mut Writer, schema: Option<&str>, name: &str) {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let first = |c: char| c.is_ascii_alphabetic() || c == '_';
        if schema.is_none() && name.starts_with(first) && name.chars().all(word) {
            writer.raw(name);
        } else {
            writer.qualified(schema, name);
        }
    }

    fn collation_name(&self, collation: Collation) -> &'static str {
        collation.mysql
    }

    /// There is no NULLS FIRST; whether a value is NULL is a 0 or 1 to sort by. NULLs are the
    /// smallest values, and to ask for that takes no words: an index serves it.
    fn order_term(&self, writer: &mut Writer, term: &OrderNode) {
        if let Some(nulls_first) = term.nulls_first
            && nulls_first == term.descending
        {
            writer.node(&term.node, Level::Add);
            writer.raw(if nulls_first {
                " IS NULL DESC, "
            } else {
                " IS NULL, "
            });
        }
        writer.node(&term.node, Level::Or);
        if term.descending {
            writer.raw(" DESC");
        }
    }

    fn limit(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>) {
        match (limit, offset) {
            (Some(limit), _) => {
                writer.raw(" LIMIT ");
                writer.bind(count(limit));
            }
            // The manual's way to say "all".
            (None, Some(_)) => writer.raw(" LIMIT 18446744073709551615"),
            (None, None) => {}
        }
        if let Some(offset) = offset {
            writer.raw(" OFFSET ");
            writer.bind(count(offset));
        }
    }

    /// `UPDATE t JOIN a ON .. SET t.x = .. WHERE ..`
    fn joined_update(&self, writer: &mut Writer, update: &UpdateNode) {
        writer.raw("UPDATE ");
        writer.target_with_joins(&update.target);
        writer.raw(" SET ");
        writer.set_list(&update.set_list(true));
        writer.target_filter(&update.target);
    }

    fn assigns_in_turn(&self) -> bool {
        true
    }

    /// `DELETE t FROM t JOIN a ON .. WHERE ..`
    fn joined_delete(&self, writer: &mut Writer, target: &Target) {
        writer.raw("DELETE ");
        writer.alias(target.alias);
        writer.raw(" FROM ");
        writer.target_with_joins(target);
        writer.target_filter(target);
    }

    /// There is no place for a condition; without it the columns get their own values.
    fn on_conflict(&self, writer: &mut Writer, conflict: &ConflictNode) {
        writer.raw(" ON DUPLICATE KEY UPDATE ");
        if conflict.set.is_empty() {
            writer.unchanged(conflict);
        } else {
            writer.set_list(&conflict.set_list(&conflict.filter, true));
        }
    }

    /// MySQL 8.0.19 would rather have a name for the row, which MariaDB does not know; both know
    /// this.
    fn excluded(&self, writer: &mut Writer, name: &str) -> bool {
        writer.raw("VALUES(");
        writer.identifier(name);
        writer.raw(")");
        true
    }
}
