use super::{Level, Writer};
use crate::expr::{AggregateFn, Node, OrderNode};
use crate::value::{Kind, Value};

/// What the engines write differently. One implementation in each file of `dialect/`.
pub(crate) trait Grammar: Sync {
    /// The quote around names.
    fn quote(&self) -> char {
        '"'
    }

    /// A parameter's placeholder.
    fn placeholder(&self, sql: &mut String, number: usize);

    /// What follows a placeholder whose type the engine would not know.
    fn bind_cast(&self, _: &mut Writer, _: Kind) {}

    /// What follows a column of the result that the driver could not read otherwise.
    fn column_cast(&self, _: &mut Writer, _: Option<Kind>) {}

    /// How strongly the expression before [`column_cast`](Self::column_cast) must bind.
    fn column_level(&self, _: Option<Kind>) -> Level {
        Level::Or
    }

    /// The collation that compares values of a kind as they are meant.
    fn collation(&self, _: Kind) -> Option<&'static str> {
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

    /// Whether the SELECT of an `IN` may have a LIMIT.
    fn limits_in_list(&self) -> bool {
        true
    }

    /// `left / right`: whole numbers to whole numbers, NULL for a divisor of 0.
    fn divide(&self, writer: &mut Writer, left: &Node, right: &Node);

    /// The number of characters of a text.
    fn length(&self, writer: &mut Writer, text: &Node);

    /// An aggregate other than `count`, coming back as `kind`.
    fn aggregate(&self, writer: &mut Writer, function: AggregateFn, argument: &Node, kind: Kind);

    /// Whether the engine calculates with values of a kind exactly.
    fn calculates(&self, _: Kind) -> bool {
        true
    }

    /// A term of an ORDER BY.
    fn order_term(&self, writer: &mut Writer, term: &OrderNode);

    /// `LIMIT` and `OFFSET`, with a space before them.
    fn limit(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>);
}

/// `left [NOT] IN (rows)`
pub(crate) struct List<'a> {
    pub(crate) left: &'a [Node],
    pub(crate) kinds: &'a [Kind],
    pub(crate) rows: &'a [Vec<Value>],
    pub(crate) negated: bool,
}
