use std::hash::{Hash, Hasher};

use super::{Grammar, List, count};
use crate::dialect::Dialect;
use crate::expr::{Aggregate, Alias, BinaryOp, InValues, Node, OrderNode};
use crate::model::{Fixed, TableMeta};
use crate::query::{Grouping, JoinNode, SelectNode, Source, TableRef};
use crate::rules::moment;
use crate::value::{Kind, Value};

/// Takes the shape of a query: in bytes, all of it that its text depends on. Queries with equal
/// bytes have equal text.
///
/// Tables are numbered as they appear, what lives as long as the program is known by where it is,
/// and of a value there is its variant and its kind. The values themselves are collected, in the
/// order in which the writer binds them.
///
/// It knows what most queries consist of; with anything else, a query has no shape.
pub(super) struct Shape<'b> {
    dialect: Dialect,
    grammar: &'static dyn Grammar,
    room: &'b mut Room,
    params: Vec<Value>,
}

/// Where the shape of one query after the other is put.
#[derive(Default)]
pub(super) struct Room {
    pub(super) bytes: Bytes,
    aliases: Vec<Alias>,
}

#[derive(Default)]
pub(super) struct Bytes(pub(super) Vec<u8>);

/// Keeps what it is given: `Hash` tells apart all that `Eq` does, and where each part ends.
impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

impl<'b> Shape<'b> {
    /// Puts the shape of a query into the room. Returns the values, or nothing where it has none.
    pub(super) fn take(
        room: &'b mut Room,
        select: &SelectNode,
        dialect: Dialect,
    ) -> Option<Vec<Value>> {
        room.bytes.0.clear();
        room.aliases.clear();
        let mut shape = Shape {
            dialect,
            grammar: super::grammar_of(dialect),
            room,
            params: Vec::with_capacity(8),
        };
        shape.put(&[dialect as u8]);
        shape.select(select)?;
        Some(shape.params)
    }

    fn select(&mut self, select: &SelectNode) -> Option<()> {
        let SelectNode {
            distinct,
            columns,
            from,
            sample: None,
            joins,
            filter,
            group,
            grouping: Grouping::Keys,
            having,
            order,
            limit,
            with_ties: false,
            offset,
            per_group: None,
            distinct_on,
            lock: None,
            options: None,
            undeferred: _,
            // Tables with scopes have no shape, and others nothing to lift.
            lifted,
        } = select
        else {
            return None;
        };
        if moment(lifted).is_some() || !having.is_empty() || !distinct_on.is_empty() {
            return None;
        }
        self.put(&[
            u8::from(*distinct),
            u8::from(from.is_some()),
            u8::from(limit.is_some()),
            u8::from(offset.is_some()),
        ]);
        self.nodes(columns)?;
        if let Some(first) = from {
            self.table(first)?;
        }
        self.joins(joins)?;
        self.nodes(filter)?;
        // Where these have values, it is equal ones that make equal expressions.
        self.without_values(|shape| shape.nodes(group))?;
        self.without_values(|shape| shape.order(order))?;
        self.params
            .extend(limit.iter().chain(offset).map(|rows| count(*rows)));
        Some(())
    }

    fn table(&mut self, table: &TableRef) -> Option<()> {
        let alias = self.alias(table.alias)?;
        match &table.source {
            Source::Table(table) if table.is_scoped() => None,
            Source::Table(TableMeta {
                namespace,
                name,
                rows,
                rules: _,
            }) => {
                self.put(&[
                    0,
                    alias,
                    u8::from(namespace.is_some()),
                    u8::from(rows.is_some()),
                ]);
                rows.iter().for_each(|rows| self.place::<Fixed>(*rows));
                namespace.iter().for_each(|namespace| self.name(namespace));
                self.name(name);
                Some(())
            }
            Source::Joined(first, joins) => {
                self.put(&[1, alias]);
                self.table(first)?;
                self.joins(joins)
            }
            Source::Rows(_) => None,
        }
    }

    fn joins(&mut self, joins: &[JoinNode]) -> Option<()> {
        self.length(joins.len())?;
        joins.iter().try_for_each(|join| {
            self.put(&[join.kind as u8]);
            self.table(&join.table)?;
            self.node(&join.on)
        })
    }

    fn order(&mut self, order: &[OrderNode]) -> Option<()> {
        self.length(order.len())?;
        order.iter().try_for_each(|term| {
            let nulls_first = term.nulls_first.map_or(2, u8::from);
            self.put(&[u8::from(term.descending), nulls_first]);
            self.node(&term.node)
        })
    }

    fn nodes(&mut self, nodes: &[Node]) -> Option<()> {
        self.length(nodes.len())?;
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Column(column) => {
                let alias = self.alias(column.alias)?;
                let [low, high] = column.at.to_le_bytes();
                self.put(&[0, alias, low, high]);
                self.place(column.model);
            }
            Node::LinkColumn { alias, name, kind } => {
                let alias = self.alias(*alias)?;
                self.put(&[1, alias]);
                self.name(name);
                self.kind(*kind);
            }
            Node::Bind(value) => self.value(value),
            Node::Binary(op, sides) => {
                let safe = *op == BinaryOp::Div && sides.1.is_nonzero();
                self.put(&[3, *op as u8, u8::from(safe)]);
                self.node(&sides.0)?;
                self.node(&sides.1)?;
            }
            Node::Unary(op, operand) => {
                self.put(&[4, *op as u8]);
                self.node(operand)?;
            }
            Node::All(nodes) => self.tagged(5, nodes)?,
            Node::Any(nodes) => self.tagged(6, nodes)?,
            Node::Coalesce(nodes) => self.tagged(7, nodes)?,
            Node::Aggregate(aggregate) => {
                self.without_values(|shape| shape.aggregate(aggregate))?
            }
            Node::InValues(list) => self.list(list)?,
            Node::InQuery {
                left,
                query,
                negated,
            } => {
                self.put(&[10, u8::from(*negated)]);
                self.node(left)?;
                self.select(query)?;
            }
            Node::Exists(query) => {
                self.put(&[11]);
                self.select(query)?;
            }
            Node::Scalar(query) => {
                self.put(&[12]);
                self.select(query)?;
            }
            Node::Between(value, low, high) => {
                self.put(&[13]);
                self.node(value)?;
                self.node(low)?;
                self.node(high)?;
            }
            Node::Like {
                text,
                pattern,
                insensitive,
            } if self.dialect != Dialect::Sqlite || *insensitive => {
                self.put(&[14, u8::from(*insensitive)]);
                self.node(text)?;
                self.node(pattern)?;
            }
            // The pattern is another one there.
            Node::Like { .. }
            | Node::Derived(_)
            | Node::Window(_)
            | Node::Grouping(_)
            | Node::Position(..)
            | Node::Call(_)
            | Node::Seek(_) => return None,
        }
        Some(())
    }

    fn tagged(&mut self, tag: u8, nodes: &[Node]) -> Option<()> {
        self.put(&[tag]);
        self.nodes(nodes)
    }

    fn value(&mut self, value: &Value) {
        self.put(&[2]);
        std::mem::discriminant(value).hash(&mut self.room.bytes);
        self.kind(value.kind());
        let bare = value.clone().into_bare();
        if let Value::Wrapped(..) = value {
            self.kind(bare.kind());
        }
        self.params.push(bare);
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> Option<()> {
        let Aggregate {
            function,
            argument,
            parameter: None,
            distinct,
            order,
            filter,
            kind,
        } = aggregate
        else {
            return None;
        };
        self.put(&[
            8,
            *function as u8,
            u8::from(*distinct),
            u8::from(argument.is_some()),
            u8::from(filter.is_some()),
        ]);
        self.kind(*kind);
        let mut parts = argument.iter().chain(filter);
        parts.try_for_each(|node| self.node(node))?;
        self.order(order)
    }

    fn list(&mut self, list: &InValues) -> Option<()> {
        let InValues {
            left,
            kinds,
            rows,
            negated,
        } = list;
        if rows.is_empty() {
            return None;
        }
        self.put(&[9, u8::from(*negated)]);
        self.nodes(left)?;
        self.length(kinds.len())?;
        kinds.iter().for_each(|kind| self.kind(*kind));
        self.params.extend(self.grammar.list_values(&List {
            left,
            kinds,
            rows,
            negated: *negated,
        })?);
        Some(())
    }

    /// What has a shape only without values in it.
    fn without_values(&mut self, part: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let before = self.params.len();
        part(self)?;
        (self.params.len() == before).then_some(())
    }

    /// The number of a table.
    fn alias(&mut self, alias: Alias) -> Option<u8> {
        let known = self.room.aliases.iter().position(|known| *known == alias);
        let number = known.unwrap_or_else(|| {
            self.room.aliases.push(alias);
            self.room.aliases.len() - 1
        });
        u8::try_from(number).ok()
    }

    fn length(&mut self, length: usize) -> Option<()> {
        let length = u16::try_from(length).ok()?;
        self.put(&length.to_le_bytes());
        Some(())
    }

    fn name(&mut self, name: &&'static str) {
        self.place(name.as_ptr());
        self.put(&name.len().to_le_bytes());
    }

    /// Where something is that stays there.
    fn place<T>(&mut self, of: *const T) {
        self.put(&(of as usize).to_le_bytes());
    }

    fn kind(&mut self, kind: Kind) {
        kind.hash(&mut self.room.bytes);
    }

    fn put(&mut self, bytes: &[u8]) {
        self.room.bytes.0.extend_from_slice(bytes);
    }
}
