use super::order::reversed;
use super::{Cursor, Keyset};
use crate::dialect::Dialect;
use crate::driver::RowSink;
use crate::error::{Error, Result};
use crate::expr::{Node, OrderNode, Seek};
use crate::query::SelectNode;
use crate::value::{Decoder, Kind, Value};

/// A page of a [`Keyset`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysetPage<I> {
    /// Its rows, in the order of the query also where they were read backwards.
    pub items: I,
    /// For [`after`](Keyset::after): what follows the page; `None` if nothing does.
    pub next: Option<Cursor>,
    /// For [`before`](Keyset::before): what precedes the page; `None` if nothing does.
    pub previous: Option<Cursor>,
}

/// Where a page begins, in terms of a dialect.
pub(crate) struct Seeking {
    pub(crate) backwards: bool,
    size: usize,
    /// In the direction of reading.
    order: Vec<OrderNode>,
    kinds: Vec<Kind>,
    /// What cursors of this order bear.
    mark: u64,
    /// The values behind which the page begins.
    start: Option<Vec<Value>>,
}

impl Seeking {
    pub(crate) fn new<S, O>(of: &Keyset<S, O>, size: usize, dialect: Dialect) -> Result<Self> {
        of.check()?;
        if size == 0 {
            return Err(Error::Invalid("a page has at least one row".into()));
        }
        let kinds = of.order.iter().map(|term| sorted_kind(&term.node));
        let kinds = kinds.collect::<Result<Vec<Kind>>>()?;
        let mark = super::cursor::mark(&of.query.ast, &of.order, &kinds, dialect)?;
        let start = of.after.as_ref().or(of.before.as_ref());
        let start = start.map(|cursor| cursor.open(mark, &kinds)).transpose()?;
        let backwards = of.before.is_some() || of.from_end;
        Ok(Seeking {
            backwards,
            size,
            order: match backwards {
                true => reversed(&of.order),
                false => of.order.clone(),
            },
            kinds,
            mark,
            start,
        })
    }

    /// The statement of the page, without the keys of its rows.
    pub(crate) fn select(&self, query: &SelectNode) -> SelectNode {
        let mut select = query.clone();
        if let Some(start) = &self.start {
            let terms = self.order.iter().cloned().zip(start.iter().cloned());
            let terms = terms.collect();
            select.filter.push(Node::Seek(Box::new(Seek { terms })));
        }
        select.order = self.order.clone();
        // The row more that says whether there is another page.
        select.limit = Some(self.size as u64 + 1);
        select
    }

    /// Selects the keys of the rows, behind everything else.
    pub(crate) fn push_keys(&self, select: &mut SelectNode) {
        let keys = self.order.iter().map(|term| term.node.clone());
        select.columns.extend(keys);
    }

    /// Selects the keys of the rows, and reads them beside what `inner` reads.
    pub(crate) fn keyed<K>(&self, select: &mut SelectNode, inner: K) -> Keyed<K> {
        let at = select.columns.len();
        self.push_keys(select);
        Keyed {
            inner,
            at,
            kinds: self.kinds.clone(),
            left: self.size,
            first: None,
            last: None,
            more: false,
        }
    }
}

/// The kind of a term whose values compare as they are sorted, on every engine.
fn sorted_kind(node: &Node) -> Result<Kind> {
    match node.kind() {
        Some(Kind::Json | Kind::Array(_)) | None => Err(Error::Invalid(
            "keyset pages: JSON and arrays have no order that all engines agree on".into(),
        )),
        Some(Kind::Wrapped(_)) => Err(Error::Invalid(
            "keyset pages: a column whose type has SQL around its values is sorted in the form \
             that is stored; order by its `.stored()`"
                .into(),
        )),
        Some(Kind::Named(of)) => Err(Error::Invalid(format!(
            "keyset pages: values of `{}` have no order that all engines agree on: PostgreSQL and \
             MySQL sort an enumeration by its declaration, SQLite by its text",
            of.name
        ))),
        Some(kind) => Ok(kind),
    }
}

/// Reads the rows of a page and the keys of its first and its last one.
pub(crate) struct Keyed<K> {
    inner: K,
    at: usize,
    kinds: Vec<Kind>,
    left: usize,
    first: Option<Vec<Value>>,
    last: Option<Vec<Value>>,
    more: bool,
}

impl<K: RowSink> RowSink for Keyed<K> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        if self.left == 0 {
            self.more = true;
            return Ok(());
        }
        self.left -= 1;
        self.inner.row(row)?;
        let cells = self.kinds.iter().enumerate();
        let key = cells.map(|(n, kind)| Value::read(*kind, row, self.at + n));
        let key = key.collect::<Result<Vec<Value>, _>>()?;
        if self.first.is_none() {
            self.first = Some(key.clone());
        }
        self.last = Some(key);
        Ok(())
    }
}

impl<K> Keyed<K> {
    /// The rows as they were read, and where the pages around them begin.
    pub(crate) fn finish(self, seeking: &Seeking) -> (K, Ends) {
        let cursor = |key: Vec<Value>| Cursor::seal(seeking.mark, &key);
        // Behind the last row read there is another page if there was a row more; before the
        // first, if reading began behind a row.
        let ahead = self.last.filter(|_| self.more).map(cursor);
        let behind = self.first.filter(|_| seeking.start.is_some()).map(cursor);
        let ends = match seeking.backwards {
            true => Ends(ahead, behind),
            false => Ends(behind, ahead),
        };
        (self.inner, ends)
    }
}

/// The cursors to the pages before and after.
pub(crate) struct Ends(Option<Cursor>, Option<Cursor>);

impl Ends {
    pub(crate) fn around<I>(self, items: I) -> KeysetPage<I> {
        KeysetPage {
            items,
            previous: self.0,
            next: self.1,
        }
    }
}
