use super::SelectNode;
use super::writer::{InsertQueryNode, Target, UpdateNode};
use crate::expr::Node;

/// An INSERT, UPDATE or DELETE of a WITH clause, whose RETURNING the query reads.
#[derive(Clone, Debug)]
pub struct ChangeNode {
    pub(crate) change: Change,
    pub(crate) returning: Vec<Node>,
}

/// What is changed.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Rows of a query, or why they can't go in so.
    Insert(Box<InsertQueryNode>, Option<String>),
    Update(UpdateNode),
    Delete(Target),
}

impl ChangeNode {
    pub(crate) fn target(&self) -> &Target {
        match &self.change {
            Change::Insert(insert, _) => &insert.target,
            Change::Update(update) => &update.target,
            Change::Delete(target) => target,
        }
    }

    /// Shows the subqueries in it.
    pub(crate) fn each_query(&self, visit: &mut dyn FnMut(&SelectNode)) {
        let mut inside = |node: &Node| {
            node.each(&mut |part| {
                if let Some(query) = part.subquery() {
                    visit(query);
                }
            });
        };
        let target = self.target();
        let joins = target.joins.iter().map(|join| &join.on);
        target.filter.iter().chain(joins).for_each(&mut inside);
        self.returning.iter().for_each(&mut inside);
        match &self.change {
            Change::Insert(insert, _) => visit(&insert.query),
            Change::Update(update) => update.set.iter().for_each(|(_, value)| inside(value)),
            Change::Delete(_) => {}
        }
    }
}

/// Each statement has a table reference of its own.
impl PartialEq for ChangeNode {
    fn eq(&self, other: &Self) -> bool {
        self.target().alias == other.target().alias
    }
}
