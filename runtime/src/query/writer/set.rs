use super::clause::Clause;
use super::{Level, Target, Writer};
use crate::error::Error;
use crate::expr::{Column, Node};
use crate::model::ColumnMeta;
use crate::rules::set_by;
use crate::value::Value;

/// What a column is set to.
enum To<'a> {
    Node(&'a Node),
    /// The text of an `on_update`.
    Text(&'static str),
    /// Who is at work.
    Given(Value),
    /// One more than it was.
    Counted,
}

struct Setting<'a> {
    column: Column,
    to: To<'a>,
}

/// A SET list.
pub(crate) struct SetList<'a> {
    pub(crate) target: &'a Target,
    /// Columns with their new values.
    pub(crate) set: &'a [(Column, Node)],
    /// The columns keep their values where this does not hold: for an engine without a place
    /// for the condition.
    pub(crate) only_if: &'a [Node],
    /// The names of the columns have the name of the table before them.
    pub(crate) qualified: bool,
}

impl Writer {
    /// `a = .., b = ..`. Columns with an `on_update` of the schema that are not set get it, and a
    /// version is counted up.
    pub(crate) fn set_list(&mut self, list: &SetList<'_>) {
        self.within(Clause::Set, |writer| writer.assignments(list));
    }

    fn assignments(&mut self, list: &SetList<'_>) {
        let settings = self.settings(list);
        let order = self.in_turn(list, &settings);
        for (nth, at) in order.into_iter().enumerate() {
            if nth > 0 {
                self.raw(", ");
            }
            let column = settings[at].column;
            if list.qualified {
                self.node(&Node::Column(column), Level::Atom);
            } else {
                self.identifier(column.meta().name);
            }
            self.raw(" = ");
            self.new_value(list, &settings[at]);
        }
    }

    fn settings<'a>(&mut self, list: &SetList<'a>) -> Vec<Setting<'a>> {
        let target = list.target;
        let mut all = Vec::with_capacity(list.set.len());
        for (column, node) in list.set {
            if column.alias != target.alias {
                let (changed, set) = (target.model.name, column.model.name);
                let which = match changed == set {
                    true => "the closure's first ",
                    false => "",
                };
                self.fail(Error::Invalid(format!(
                    "`{set}.{}` can't be set: the statement changes {which}{changed}",
                    column.meta().name,
                )));
            }
            all.push(Setting {
                column: *column,
                to: To::Node(node),
            });
        }
        let columns = || list.set.iter().map(|(column, _)| column.at);
        if let Some(version) = target.model.version.filter(|v| v.counts(columns())) {
            all.push(Setting {
                column: target.column(version.column),
                to: To::Counted,
            });
        }
        let set = |at: u16| columns().any(|column| column == at);
        for (at, name) in set_by::marks_of_update(target.model, set) {
            all.push(Setting {
                column: target.column(at),
                to: To::Given(set_by::mark(target.model, at, name)),
            });
        }
        for (at, column) in (0..).zip(target.model.columns) {
            if let (false, Some(text)) = (set(at), column.on_update) {
                all.push(Setting {
                    column: target.column(at),
                    to: To::Text(text.get(self.dialect)),
                });
            }
        }
        all
    }

    fn new_value(&mut self, list: &SetList<'_>, setting: &Setting<'_>) {
        if !list.only_if.is_empty() {
            self.raw("IF(");
            self.conditions(list.only_if);
            self.raw(", ");
        }
        match &setting.to {
            To::Node(Node::Bind(value)) => {
                let ColumnMeta { kind, .. } = *setting.column.meta();
                self.bind(Writer::align(value, Some(kind)));
            }
            To::Node(node) => self.node(node, Level::Or),
            To::Text(text) => self.raw(text),
            To::Given(value) => {
                let ColumnMeta { kind, .. } = *setting.column.meta();
                self.bind(Writer::align(value, Some(kind)));
            }
            To::Counted => {
                self.node(&Node::Column(setting.column), Level::Atom);
                self.raw(" + 1");
            }
        }
        if !list.only_if.is_empty() {
            self.raw(", ");
            self.node(&Node::Column(setting.column), Level::Or);
            self.raw(")");
        }
    }

    /// The order to write assignments in.
    ///
    /// In SQL all of them see the old values. MySQL and MariaDB assign one after the other, so
    /// there a column is set after all that read it; two that read each other cannot be set.
    fn in_turn(&mut self, list: &SetList<'_>, settings: &[Setting<'_>]) -> Vec<usize> {
        if settings.len() < 2 || !self.grammar.assigns_in_turn() {
            return (0..settings.len()).collect();
        }
        let read: Vec<_> = settings
            .iter()
            .map(|setting| self.columns_in(|writer| writer.new_value(list, setting)))
            .collect();
        let reads = |by: usize, of: usize| {
            let column = settings[of].column;
            by != of && read[by].contains(&(column.alias, column.meta().name))
        };
        let mut open: Vec<usize> = (0..settings.len()).collect();
        let mut order = vec![];
        while !open.is_empty() {
            let free = |of: &usize| !open.iter().any(|by| reads(*by, *of));
            let Some(next) = open.iter().position(free) else {
                self.unsupported(
                    "assignment of columns to each other in one UPDATE: it sets one column after \
                     the other",
                );
                return order;
            };
            order.push(open.remove(next));
        }
        order
    }
}
