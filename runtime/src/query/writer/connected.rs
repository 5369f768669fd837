use super::Writer;
use crate::error::Error;
use crate::expr::{Alias, Node};
use crate::query::{JoinKind, JoinNode, SelectNode, Source, TableRef};

impl Writer {
    /// Refuses a query in which every row of one table meets every row of another, unless a
    /// cross join says so.
    pub(super) fn check_connected(&mut self, select: &SelectNode) {
        let plain = |join: &JoinNode| on_purpose(join) || self.connects(&join.on, &join.table);
        if select.joins.iter().all(plain) {
            return;
        }
        let tables: Vec<&TableRef> = select.tables().collect();
        let Some(apart) = self.apart(select, &tables) else {
            return;
        };
        let [first, apart] = [tables[0], tables[apart]].map(called);
        self.fail(Error::Invalid(format!(
            "`{first}` and `{apart}` are joined without a condition that has columns of both, so \
             that every row of one would meet every row of the other; say `cross_join` if that is \
             meant"
        )));
    }

    /// Whether a join's condition has a column of its table and one of another.
    fn connects(&self, on: &Node, table: &TableRef) -> bool {
        // Most compare a column of one with a column of the other.
        if let Node::Binary(_, sides) = on
            && let (Some(left), Some(right)) = (sides.0.table(), sides.1.table())
            && table.is_table()
        {
            let other = if left == table.alias { right } else { left };
            return left != right
                && (left == table.alias || right == table.alias)
                && self.names.find(other).is_some();
        }
        let (mut own, mut other) = (false, false);
        on.each_used(&mut |alias| {
            if has(table, alias) {
                own = true;
            } else if self.names.find(alias).is_some() {
                other = true;
            }
        });
        own && other
    }

    /// A table that no condition connects with the first one.
    fn apart(&self, select: &SelectNode, tables: &[&TableRef]) -> Option<usize> {
        // Each table's group; columns of queries around this one belong to a last group.
        let mut groups: Vec<usize> = (0..=tables.len()).collect();
        let conditions = select.joins.iter().map(|join| &join.on);
        for condition in conditions.chain(&select.filter) {
            let parts = match condition {
                Node::All(parts) => &parts[..],
                one => std::slice::from_ref(one),
            };
            for part in parts {
                let mut used = vec![];
                part.each_used(
                    &mut |alias| match tables.iter().position(|t| has(t, alias)) {
                        Some(at) => used.push(at),
                        None if self.names.find(alias).is_some() => used.push(tables.len()),
                        None => {}
                    },
                );
                connect(&mut groups, &used);
            }
        }
        for (at, join) in (1..).zip(&select.joins) {
            if on_purpose(join) {
                connect(&mut groups, &[0, at]);
            }
        }
        (1..tables.len()).find(|at| groups[*at] != groups[0])
    }
}

/// Whether no condition is expected.
fn on_purpose(join: &JoinNode) -> bool {
    let lateral = matches!(&join.table.source, Source::Rows(derived) if derived.lateral);
    lateral || join.kind == JoinKind::Cross
}

/// Makes one group of several.
fn connect(groups: &mut [usize], tables: &[usize]) {
    let Some((&first, rest)) = tables.split_first() else {
        return;
    };
    for &table in rest {
        let (into, from) = (groups[first], groups[table]);
        for group in groups.iter_mut().filter(|group| **group == from) {
            *group = into;
        }
    }
}

/// Whether an alias stands for the table or a part of it.
fn has(table: &TableRef, alias: Alias) -> bool {
    table.alias == alias
        || match &table.source {
            Source::Table(_) => false,
            Source::Rows(derived) => derived.parts.iter().any(|(part, _)| *part == alias),
            Source::Joined(first, joins) => {
                has(first, alias) || joins.iter().any(|join| has(&join.table, alias))
            }
        }
}

fn called(table: &TableRef) -> &'static str {
    match &table.source {
        Source::Table(meta) => meta.name,
        Source::Rows(derived) => derived.rows.name(),
        Source::Joined(first, _) => called(first),
    }
}
