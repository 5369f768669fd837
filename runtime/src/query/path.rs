mod related;

use std::marker::PhantomData;

pub use related::Related;

use super::{JoinKind, JoinNode, SelectNode, Source, TableRef};
use crate::expr::{Alias, BinaryOp, Column, Condition, Expr, Node, UnaryOp, conjunction, count};
use crate::model::{Inner, Model, TableMeta};
use crate::relation::{FarKey, LinkMeta, NearKey, Relation, ToMany, ToOne};
use crate::value::{Key, Kind, Value};

/// A relationship of one of a query's tables: `|u| u.posts()`.
///
/// It can be joined along, asked about (`any`, `none`, `every`, `has`) and counted.
#[must_use]
pub struct Path<R> {
    from: Alias,
    relation: PhantomData<fn() -> R>,
}

impl<R> Clone for Path<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Path<R> {}

impl<R> Path<R> {
    /// The relationship of the table `from`; for generated code.
    pub fn new(from: Alias) -> Self {
        Path {
            from,
            relation: PhantomData,
        }
    }
}

impl<R: Relation> Path<R> {
    /// `EXISTS (..)`: whether there is a related row at all.
    pub fn exists(self) -> Expr<bool> {
        let (query, _) = self.related();
        Expr::new(Node::Exists(Box::new(query)))
    }

    /// The related rows as a subquery, with the handle of their table.
    fn related(self) -> (SelectNode, <R::Child as Model>::Table<Inner>) {
        let to = Alias::fresh();
        let mut query = SelectNode::default();
        match R::META.link {
            None => {
                query.from = Some(table::<R::Child>(to));
                query.filter.push(self.direct(to));
            }
            Some(link) => {
                let via = Alias::fresh();
                query.from = Some(link_table(via, link.table));
                query.joins.push(JoinNode {
                    kind: JoinKind::Inner,
                    table: table::<R::Child>(to),
                    on: child_of_link::<R>(link, via, to),
                });
                query.filter.push(self.link_of_parent(link, via));
                query.filter.extend(R::META.condition(to));
            }
        }
        (query, R::Child::table(to))
    }

    /// Appends the joins that lead to the child as `to`.
    pub(crate) fn push_joins(self, kind: JoinKind, to: Alias, out: &mut Vec<JoinNode>) {
        let on = match R::META.link {
            None => self.direct(to),
            // A link to a row out of scope does not count either.
            Some(link) if kind == JoinKind::Left && R::Child::META.table.is_scoped() => {
                return out.push(self.join_with_link(kind, link, to, None));
            }
            Some(link) => {
                let via = Alias::fresh();
                out.push(JoinNode {
                    kind,
                    table: link_table(via, link.table),
                    on: self.link_of_parent(link, via),
                });
                with_condition::<R>(child_of_link::<R>(link, via, to), to)
            }
        };
        let table = table::<R::Child>(to);
        out.push(JoinNode { kind, table, on });
    }

    /// The joins that lead to the child as `to`, where only such children count as fulfil a
    /// condition. On the optional side of a join a link without such a child doesn't count
    /// either, so the two are joined among themselves first.
    pub(super) fn join_where(self, kind: JoinKind, to: Alias, condition: Node) -> Vec<JoinNode> {
        let (Some(link), false) = (R::META.link, kind == JoinKind::Inner) else {
            let mut joins = vec![];
            self.push_joins(kind, to, &mut joins);
            if let Some(last) = joins.last_mut() {
                let on = std::mem::replace(&mut last.on, Node::All(vec![]));
                last.on = conjunction([on, condition]);
            }
            return joins;
        };
        vec![self.join_with_link(kind, link, to, Some(condition))]
    }

    /// `LEFT JOIN (link JOIN child ON ..) ON ..`
    fn join_with_link(
        self,
        kind: JoinKind,
        link: &'static LinkMeta,
        to: Alias,
        condition: Option<Node>,
    ) -> JoinNode {
        let via = Alias::fresh();
        let child = JoinNode {
            kind: JoinKind::Inner,
            table: table::<R::Child>(to),
            on: with_condition::<R>(child_of_link::<R>(link, via, to), to),
        };
        let table = Source::Joined(Box::new(link_table(via, link.table)), vec![child]);
        let on = self.link_of_parent(link, via);
        JoinNode {
            kind,
            table: TableRef {
                alias: Alias::fresh(),
                source: table,
            },
            on: match condition {
                Some(condition) => conjunction([on, condition]),
                None => on,
            },
        }
    }

    /// `child.key = parent.key`
    fn direct(self, to: Alias) -> Node {
        let own = pairs(
            columns::<R::Child>(to, R::META.child_columns),
            columns::<R::Parent>(self.from, R::META.parent_columns),
        );
        with_condition::<R>(own, to)
    }

    /// `link.parent = parent.key`
    fn link_of_parent(self, link: &'static LinkMeta, via: Alias) -> Node {
        pairs(
            link_columns(via, link.parent_columns, NearKey::<R>::KINDS),
            columns::<R::Parent>(self.from, R::META.parent_columns),
        )
    }

    fn count_node(self) -> Node {
        let (mut query, _) = self.related();
        query.columns.push(count().node.into());
        Node::Scalar(Box::new(query))
    }
}

impl<R: Relation<Cardinality = ToMany>> Path<R> {
    /// Whether any of the related rows fulfils the condition.
    ///
    /// `EXISTS (SELECT 1 FROM "posts" WHERE "posts"."author_id" = "users"."id" AND ..)`
    pub fn any<C: Condition>(
        self,
        condition: impl FnOnce(<R::Child as Model>::Table<Inner>) -> C,
    ) -> Expr<bool> {
        let (mut query, child) = self.related();
        query.filter.push(condition(child).condition());
        Expr::new(Node::Exists(Box::new(query)))
    }

    /// Whether none of the related rows fulfils the condition: `NOT EXISTS (..)`.
    pub fn none<C: Condition>(
        self,
        condition: impl FnOnce(<R::Child as Model>::Table<Inner>) -> C,
    ) -> Expr<bool> {
        !self.any(condition)
    }

    /// Whether all related rows fulfil the condition; true if there are none.
    ///
    /// `NOT EXISTS (SELECT 1 FROM .. WHERE .. AND (condition) IS NOT TRUE)`
    pub fn every<C: Condition>(
        self,
        condition: impl FnOnce(<R::Child as Model>::Table<Inner>) -> C,
    ) -> Expr<bool> {
        let (mut query, child) = self.related();
        let unmet = Node::Unary(UnaryOp::IsNotTrue, Box::new(condition(child).condition()));
        query.filter.push(unmet);
        !Expr::<bool>::new(Node::Exists(Box::new(query)))
    }

    /// How many related rows there are.
    ///
    /// `(SELECT count(*) FROM "posts" WHERE "posts"."author_id" = "users"."id")`
    pub fn count(self) -> Expr<i64> {
        Expr::new(self.count_node())
    }
}

impl<R: Relation<Cardinality = ToOne>> Path<R> {
    /// Whether there is a related row and it fulfils the condition.
    ///
    /// `EXISTS (SELECT 1 FROM "users" WHERE "users"."id" = "posts"."author_id" AND ..)`
    pub fn has<C: Condition>(
        self,
        condition: impl FnOnce(<R::Child as Model>::Table<Inner>) -> C,
    ) -> Expr<bool> {
        let (mut query, child) = self.related();
        query.filter.push(condition(child).condition());
        Expr::new(Node::Exists(Box::new(query)))
    }
}

pub(super) fn table<M: Model>(alias: Alias) -> TableRef {
    link_table(alias, M::META.source())
}

fn link_table(alias: Alias, table: TableMeta) -> TableRef {
    TableRef {
        alias,
        source: Source::Table(table),
    }
}

/// `child.key = link.child`
fn child_of_link<R: Relation>(link: &'static LinkMeta, via: Alias, to: Alias) -> Node {
    pairs(
        columns::<R::Child>(to, R::META.child_columns),
        link_columns(via, link.child_columns, FarKey::<R>::KINDS),
    )
}

/// What holds for those child rows, of the table `to`, that one parent row leads to: for none
/// where its joining values are NULL.
pub(crate) fn of_parent<R: Relation>(parent: &R::Parent, to: Alias) -> Node {
    let values = R::META.parent_columns.iter();
    let values: Vec<Value> = values.map(|at| parent.value((*at).into())).collect();
    if values.iter().any(|value| matches!(value, Value::Null(_))) {
        return Node::Any(vec![]);
    }
    let values = values.into_iter().map(Node::Bind);
    let Some(link) = R::META.link else {
        let own = pairs(columns::<R::Child>(to, R::META.child_columns), values);
        return with_condition::<R>(own, to);
    };
    let via = Alias::fresh();
    let own = link_columns(via, link.parent_columns, NearKey::<R>::KINDS);
    let linked = Node::Exists(Box::new(SelectNode {
        from: Some(link_table(via, link.table)),
        filter: vec![pairs(own, values), child_of_link::<R>(link, via, to)],
        ..SelectNode::default()
    }));
    with_condition::<R>(linked, to)
}

/// What the relationship demands of its rows beside the key.
fn with_condition<R: Relation>(key: Node, to: Alias) -> Node {
    match R::META.condition(to) {
        Some(condition) => conjunction([key, condition]),
        None => key,
    }
}

pub(super) fn columns<M: Model>(alias: Alias, at: &'static [u16]) -> impl Iterator<Item = Node> {
    at.iter().map(move |&at| {
        Node::Column(Column {
            alias,
            model: M::META,
            at,
        })
    })
}

fn link_columns(
    alias: Alias,
    names: &'static [&'static str],
    kinds: &'static [Kind],
) -> impl Iterator<Item = Node> {
    names
        .iter()
        .zip(kinds)
        .map(move |(&name, &kind)| Node::LinkColumn { alias, name, kind })
}

pub(super) fn pairs(left: impl Iterator<Item = Node>, right: impl Iterator<Item = Node>) -> Node {
    let mut pairs = left
        .zip(right)
        .map(|(left, right)| Node::binary(BinaryOp::Eq, left, right));
    match (pairs.next(), pairs.next()) {
        // Most keys have one column.
        (Some(only), None) => only,
        (first, second) => conjunction(first.into_iter().chain(second).chain(pairs)),
    }
}
