use super::{Call, ConflictNode, Level, Sources, Target, UpdateNode, Writer};
use crate::dialect::Dialect;
use crate::expr::{
    ArrayFn, BinaryOp, BitFn, Collation, JsonFn, MathFn, Node, OrderNode, RangeFn, SearchFn, Shift,
    TextFn, TimeFn, Window,
};
use crate::value::{Kind, Value};

/// What the engines write differently. One implementation in each file of `dialect/`.
pub(crate) trait Grammar: Sources + Sync {
    /// Whether names stand between backticks.
    fn backticks(&self) -> bool {
        false
    }

    /// A parameter's placeholder.
    fn placeholder(&self, sql: &mut String, number: usize);

    /// Whether placeholders have numbers, so that one value can stand in several places.
    fn numbered(&self) -> bool {
        false
    }

    /// What follows a placeholder whose type the engine would not know.
    fn bind_cast(&self, _: &mut Writer, _: Kind) {}

    /// What follows a column of the result that the driver could not read otherwise.
    fn column_cast(&self, _: &mut Writer, _: Option<Kind>) {}

    /// How strongly the expression before [`column_cast`](Self::column_cast) must bind.
    fn column_level(&self, _: Option<Kind>) -> Level {
        Level::Or
    }

    /// The collation that compares values of an expression as they are meant.
    fn collation(&self, _: &Node) -> Option<&'static str> {
        None
    }

    /// The function that makes values of a kind one form, where the engine may have stored them in
    /// several and compares those as different.
    fn uniform(&self, _: Kind) -> Option<&'static str> {
        None
    }

    /// `left IS [NOT] DISTINCT FROM right`
    fn distinct_from(&self, writer: &mut Writer, left: &Node, right: &Node, negated: bool);

    /// How strongly that binds.
    fn distinct_from_level(&self, _negated: bool) -> Level {
        Level::Compare
    }

    /// `text LIKE pattern`
    fn like(&self, writer: &mut Writer, text: &Node, pattern: &Node, insensitive: bool);

    /// `left [NOT] IN (rows)`; there is at least one row.
    fn in_values(&self, writer: &mut Writer, list: &List<'_>);

    /// What [`in_values`](Self::in_values) binds, where its text is the same for any values and
    /// any number of rows.
    fn list_values(&self, _: &List<'_>) -> Option<Vec<Value>> {
        None
    }

    /// Whether the SELECT of an `IN` may have a LIMIT.
    fn limits_in_list(&self) -> bool {
        true
    }

    /// Whether an index serves `(a, b) > (x, y)`.
    fn orders_rows(&self) -> bool {
        true
    }

    /// `left / right`: whole numbers to whole numbers, NULL for a divisor of 0.
    fn divide(&self, writer: &mut Writer, left: &Node, right: &Node);

    /// The number of characters of a text.
    fn length(&self, writer: &mut Writer, text: &Node);

    /// An aggregate other than `count`, coming back as its `kind`.
    fn aggregate(&self, writer: &mut Writer, call: &Call<'_>);

    /// Whether aggregates have `FILTER (WHERE ..)`.
    fn filters_aggregates(&self) -> bool {
        true
    }

    /// `lag` and `lead` over a window.
    fn shift(&self, writer: &mut Writer, name: &str, shift: &Shift, window: &Window) {
        writer.standard_shift(name, shift, window);
    }

    /// Whether a window's frame can count groups and leave rows out.
    fn frames_of_groups(&self) -> bool {
        true
    }

    /// The function that calculates exactly with numbers of a kind, where the operator does not.
    fn exact(&self, _: BinaryOp, _: Kind) -> Option<&'static str> {
        None
    }

    /// Whether windows get mixed up where one of several is `OVER ()`.
    fn mixes_up_windows(&self, _: Dialect) -> bool {
        false
    }

    /// Whether GROUP BY has ROLLUP, CUBE and GROUPING SETS.
    fn grouping_sets(&self) -> bool {
        false
    }

    /// NULL of a kind, where an expression computed from it would not have the kind otherwise.
    fn null(&self, _: Option<Kind>) -> &'static str {
        "NULL"
    }

    /// Whether HAVING takes any key of the GROUP BY, and not only columns.
    fn having_computes(&self) -> bool {
        true
    }

    /// Whether NULLS FIRST and NULLS LAST can be said.
    fn sorts_nulls(&self) -> bool {
        true
    }

    /// A function on text.
    fn text(&self, writer: &mut Writer, function: TextFn, arguments: &[&Node]);

    /// A function on numbers; the call's arguments and kind come with it.
    fn math(&self, writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind);

    /// An operation on bits.
    fn bits(&self, writer: &mut Writer, function: BitFn, arguments: &[&Node]);

    /// A function on dates and times.
    fn time(&self, writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind);

    /// A look into JSON.
    fn json(&self, writer: &mut Writer, function: &JsonFn, arguments: &[&Node]);

    /// The function that makes a JSON object of names and values.
    fn json_object(&self) -> &'static str {
        "json_object"
    }

    /// A value as a part of JSON.
    fn json_value(&self, writer: &mut Writer, value: &Node);

    /// A function on arrays.
    fn array(&self, writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind);

    /// A function on ranges.
    fn range(&self, writer: &mut Writer, _: RangeFn, _: &[&Node]) {
        writer.unsupported("ranges; two columns say the same");
    }

    /// A search in text.
    fn search(&self, writer: &mut Writer, function: SearchFn, arguments: &[&Node]);

    /// `CAST(node AS kind)`
    fn cast(&self, writer: &mut Writer, node: &Node, kind: Kind);

    /// The name of a function that the schema declares.
    fn function_name(&self, writer: &mut Writer, schema: Option<&str>, name: &str) {
        writer.qualified(schema, name);
    }

    /// The engine's name of a collation.
    fn collation_name(&self, collation: Collation) -> &'static str;

    /// A term of an ORDER BY.
    fn order_term(&self, writer: &mut Writer, term: &OrderNode);

    /// `LIMIT` and `OFFSET`, with a space before them.
    fn limit(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>);

    /// An UPDATE of the rows of one table by those of others:
    /// `UPDATE t SET .. FROM a, b WHERE ..`
    fn joined_update(&self, writer: &mut Writer, update: &UpdateNode) {
        writer.raw("UPDATE ");
        writer.table(update.target.model.table);
        writer.raw(" SET ");
        writer.set_list(&update.set_list(false));
        writer.raw(" FROM ");
        writer.joined_tables(&update.target);
        writer.joined_filter(&update.target);
    }

    /// Whether an UPDATE sets one column after the other, so that a later one sees it.
    fn assigns_in_turn(&self) -> bool {
        false
    }

    /// A DELETE of the rows of one table by those of others.
    fn joined_delete(&self, writer: &mut Writer, target: &Target);

    /// What an INSERT does with a row whose key is there already, with a space before it.
    fn on_conflict(&self, writer: &mut Writer, conflict: &ConflictNode) {
        writer.standard_on_conflict(conflict);
    }

    /// A column of the row that an upsert was to insert, unless that row is a table by name.
    fn excluded(&self, _: &mut Writer, _name: &str) -> bool {
        false
    }
}

/// `left [NOT] IN (rows)`
pub(crate) struct List<'a> {
    pub(crate) left: &'a [Node],
    pub(crate) kinds: &'a [Kind],
    pub(crate) rows: &'a [Vec<Value>],
    pub(crate) negated: bool,
}

impl List<'_> {
    /// Whether the values are compared in lower case.
    pub(crate) fn is_folded(&self) -> bool {
        matches!(self.left, [left] if left.is_folded())
    }
}
