use super::{List, Writer, stored};
use crate::expr::{BinaryOp, Node, UnaryOp};
use crate::model::is_plain;
use crate::query::SelectNode;
use crate::value::Value;

/// How strongly an operator binds, from weak to strong. What binds weaker than its place asks
/// for stands in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Negate,
    Atom,
}

impl Writer {
    /// An expression, in parentheses if it binds weaker than `level`.
    pub(super) fn expression(&mut self, node: &Node, level: Level) {
        let repeats = self.repeats();
        if let (Node::Column(column), false) = (node, repeats) {
            return self.column_name(column);
        }
        let weak = self.level(node) < level;
        if weak {
            self.raw("(");
        }
        if repeats {
            self.shared(node);
        } else {
            self.bare(node);
        }
        if weak {
            self.raw(")");
        }
    }

    /// A side of a comparison, with the collation that takes. A column's own values are compared
    /// as it says.
    pub(crate) fn compared(&mut self, node: &Node, level: Level) {
        match node {
            Node::Column(_) => self.collated(node, level),
            _ => self.compared_form(node, level),
        }
    }

    /// As [`compared`](Self::compared), where the engine does not look at columns.
    pub(crate) fn compared_form(&mut self, node: &Node, level: Level) {
        match self.grammar.collation(node) {
            None => self.expression(node, level),
            Some(collation) => {
                self.one_form(node, Level::Atom);
                self.raw(" COLLATE ");
                self.raw(collation);
            }
        }
    }

    /// An expression in the form that computed values of its kind have.
    pub(crate) fn one_form(&mut self, node: &Node, level: Level) {
        match node.kind().and_then(|kind| self.grammar.uniform(kind)) {
            Some(function) if stored::is_stored(node) => self.call(function, node),
            _ => self.expression(node, level),
        }
    }

    /// An expression that is compared, grouped or sorted, with the collation that takes.
    pub(crate) fn collated(&mut self, node: &Node, level: Level) {
        match self.grammar.collation(node) {
            None => self.expression(node, level),
            Some(collation) => {
                self.expression(node, Level::Atom);
                self.raw(" COLLATE ");
                self.raw(collation);
            }
        }
    }

    pub(super) fn level(&self, node: &Node) -> Level {
        match node {
            Node::All(nodes) if nodes.len() > 1 => Level::And,
            Node::Any(nodes) if nodes.len() > 1 => Level::Or,
            Node::All(nodes) | Node::Any(nodes) => match nodes.first() {
                Some(only) => self.level(only),
                None => Level::Atom,
            },
            Node::Binary(op, ..) => match op {
                BinaryOp::And => Level::And,
                BinaryOp::Or => Level::Or,
                BinaryOp::Add | BinaryOp::Sub => Level::Add,
                BinaryOp::Mul | BinaryOp::Div => Level::Multiply,
                BinaryOp::IsDistinctFrom => self.grammar.distinct_from_level(false),
                BinaryOp::IsNotDistinctFrom => self.grammar.distinct_from_level(true),
                _ => Level::Compare,
            },
            Node::Unary(UnaryOp::Nullable, operand) => self.level(operand),
            Node::Unary(op, _) => match op {
                UnaryOp::Not => Level::Not,
                UnaryOp::Negate => Level::Negate,
                UnaryOp::IsNull
                | UnaryOp::IsNotNull
                | UnaryOp::IsTrue
                | UnaryOp::IsFalse
                | UnaryOp::IsNotTrue => Level::Compare,
                UnaryOp::Lower | UnaryOp::Upper | UnaryOp::Length | UnaryOp::Nullable => {
                    Level::Atom
                }
            },
            Node::Seek(seek) => self.seek_level(seek),
            Node::InValues(list) if list.rows.is_empty() => Level::Atom,
            Node::InValues(_) | Node::InQuery { .. } | Node::Between(..) | Node::Like { .. } => {
                Level::Compare
            }
            Node::Call(call) => call.level(),
            _ => Level::Atom,
        }
    }

    pub(super) fn bare(&mut self, node: &Node) {
        let secret = self.hides(node);
        if secret {
            self.redact(1);
        }
        self.words(node);
        if secret {
            self.redact(-1);
        }
    }

    fn words(&mut self, node: &Node) {
        match node {
            Node::Column(column) => self.column_name(column),
            Node::Derived(column) => self.qualified_column(column.alias, column.at, "", false),
            Node::LinkColumn { alias, name, .. } => {
                self.qualified_column(*alias, 0, name, is_plain(name));
            }
            Node::Bind(value) => self.bind(value.clone()),
            Node::Binary(op, sides) => self.binary(*op, &sides.0, &sides.1),
            Node::Unary(op, operand) => self.unary(*op, operand),
            Node::Aggregate(aggregate) => self.aggregate(aggregate, None),
            Node::Window(call) => self.window_call(call),
            Node::Position(at, _) => self.raw(&(at + 1).to_string()),
            Node::Grouping(key) if self.grammar.grouping_sets() => self.call("grouping", key),
            Node::Grouping(key) => {
                self.raw(if self.absent.contains(key) { "1" } else { "0" });
            }
            Node::All(nodes) => self.connected(nodes, " AND ", Level::And, "TRUE"),
            Node::Any(nodes) => self.connected(nodes, " OR ", Level::Or, "FALSE"),
            Node::InValues(list) if list.rows.is_empty() => {
                self.raw(if list.negated { "TRUE" } else { "FALSE" });
            }
            Node::InValues(list) => self.grammar.in_values(
                self,
                &List {
                    left: &list.left,
                    kinds: &list.kinds,
                    rows: &list.rows,
                    negated: list.negated,
                },
            ),
            Node::InQuery {
                left,
                query,
                negated,
            } => {
                self.collated(left, Level::Add);
                self.raw(if *negated { " NOT IN " } else { " IN " });
                self.list_query(query);
            }
            Node::Coalesce(nodes) => {
                let kind = nodes.first().and_then(Node::kind);
                self.raw("coalesce(");
                self.list(nodes, |writer, node| match node {
                    Node::Bind(value) => writer.bind(Writer::align(value, kind)),
                    other => writer.one_form(other, Level::Or),
                });
                self.raw(")");
            }
            Node::Seek(seek) => self.seek(seek),
            Node::Exists(query) => {
                self.raw("EXISTS ");
                self.subquery(query);
            }
            Node::Scalar(query) => self.subquery(query),
            Node::Between(value, low, high) => {
                self.compared(value, Level::Add);
                self.raw(" BETWEEN ");
                self.operand(low, value);
                self.raw(" AND ");
                self.operand(high, value);
            }
            Node::Like {
                text,
                pattern,
                insensitive,
            } => self.grammar.like(self, text, pattern, *insensitive),
            Node::Call(call) => self.call_of(call),
        }
    }

    fn subquery(&mut self, query: &SelectNode) {
        self.raw("(");
        self.select(query);
        self.raw(")");
    }

    /// The SELECT of an `IN`; one with a LIMIT inside another where the engine wants that.
    fn list_query(&mut self, query: &SelectNode) {
        let limited = query.limit.is_some() || query.offset.is_some();
        if limited && !self.grammar.limits_in_list() {
            self.raw("(SELECT * FROM ");
            self.subquery(query);
            self.raw(" AS ");
            self.identifier("q");
            self.raw(")");
        } else {
            self.subquery(query);
        }
    }

    /// `a`, or `(a, b)`.
    pub(crate) fn row(&mut self, nodes: &[Node]) {
        match nodes {
            [only] => self.collated(only, Level::Add),
            several => {
                self.raw("(");
                self.list(several, |writer, node| writer.collated(node, Level::Or));
                self.raw(")");
            }
        }
    }

    fn connected(&mut self, nodes: &[Node], word: &str, level: Level, none: &str) {
        if nodes.is_empty() {
            self.raw(none);
        }
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.raw(word);
            }
            let level = if nodes.len() > 1 { level } else { Level::Or };
            self.expression(node, level);
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Node, right: &Node) {
        match op {
            BinaryOp::And => self.infix(left, " AND ", right, Level::And, Level::Not),
            BinaryOp::Or => self.infix(left, " OR ", right, Level::Or, Level::And),
            BinaryOp::Eq => self.compare(left, " = ", right),
            BinaryOp::Ne => self.compare(left, " <> ", right),
            BinaryOp::Lt => self.compare(left, " < ", right),
            BinaryOp::Le => self.compare(left, " <= ", right),
            BinaryOp::Gt => self.compare(left, " > ", right),
            BinaryOp::Ge => self.compare(left, " >= ", right),
            BinaryOp::IsDistinctFrom => self.grammar.distinct_from(self, left, right, false),
            BinaryOp::IsNotDistinctFrom => self.grammar.distinct_from(self, left, right, true),
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => {
                self.arithmetic(op, left, right);
            }
        }
    }

    fn infix(&mut self, left: &Node, word: &str, right: &Node, above: Level, below: Level) {
        self.expression(left, above);
        self.raw(word);
        self.expression(right, below);
    }

    /// Two sides of a comparison.
    pub(crate) fn compare(&mut self, left: &Node, word: &str, right: &Node) {
        match left {
            Node::Bind(_) => self.operand(left, right),
            _ => self.compared(left, Level::Add),
        }
        self.raw(word);
        self.operand(right, left);
    }

    /// A side of a comparison with `other`, whose type a bound text takes on.
    pub(crate) fn operand(&mut self, node: &Node, other: &Node) {
        match node {
            Node::Bind(value @ Value::Text(_)) => self.bind(Writer::align(value, other.kind())),
            Node::Bind(value) => self.bind(value.clone()),
            Node::Column(_) => self.expression(node, Level::Add),
            _ => self.one_form(node, Level::Add),
        }
    }

    fn arithmetic(&mut self, op: BinaryOp, left: &Node, right: &Node) {
        if let Some(function) = self.exact(op, left) {
            self.raw(function);
            return self.form("(%0, %1)", &[left, right]);
        }
        match op {
            BinaryOp::Add => self.infix(left, " + ", right, Level::Add, Level::Multiply),
            BinaryOp::Sub => self.infix(left, " - ", right, Level::Add, Level::Multiply),
            BinaryOp::Mul => self.infix(left, " * ", right, Level::Multiply, Level::Negate),
            _ => self.grammar.divide(self, left, right),
        }
    }

    /// The function that calculates with numbers of this kind where the operator would round.
    fn exact(&self, op: BinaryOp, operand: &Node) -> Option<&'static str> {
        self.grammar.exact(op, operand.kind()?)
    }

    fn unary(&mut self, op: UnaryOp, operand: &Node) {
        match op {
            UnaryOp::Not => {
                self.raw("NOT ");
                self.expression(operand, Level::Atom);
            }
            UnaryOp::Negate => {
                if let Some(function) = self.exact(BinaryOp::Sub, operand) {
                    self.raw(function);
                    return self.form("('0', %0)", &[operand]);
                }
                self.raw("-");
                self.expression(operand, Level::Atom);
            }
            UnaryOp::IsNull => self.postfix(operand, " IS NULL"),
            UnaryOp::IsNotNull => self.postfix(operand, " IS NOT NULL"),
            UnaryOp::IsTrue => self.postfix(operand, " IS TRUE"),
            UnaryOp::IsFalse => self.postfix(operand, " IS FALSE"),
            UnaryOp::IsNotTrue => self.postfix(operand, " IS NOT TRUE"),
            UnaryOp::Nullable => self.expression(operand, Level::Or),
            UnaryOp::Lower => self.call("lower", operand),
            UnaryOp::Upper => self.call("upper", operand),
            UnaryOp::Length => self.grammar.length(self, operand),
        }
    }

    fn postfix(&mut self, operand: &Node, words: &str) {
        self.expression(operand, Level::Add);
        self.raw(words);
    }
}
