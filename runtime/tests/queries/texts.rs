//! Texts that are kept from one query to the next are those that the writer would write.

use std::sync::Arc;

use ormolu::expr::Node;
use ormolu::expr::{
    Aggregate, AggregateFn, Alias, BinaryOp, Call, Column, Function, InValues, OrderNode, UnaryOp,
};
use ormolu::model::ModelMeta;
use ormolu::query::{JoinKind, JoinNode, SelectNode, Source, TableRef, write_select};
use ormolu::value::{Kind, NamedType, Value};
use ormolu::{Dialect, Model, SqlText, Statement};

use crate::models::{Post, Tag, User};

const DIALECTS: [Dialect; 4] = [
    Dialect::Sqlite,
    Dialect::Postgres,
    Dialect::Mysql,
    Dialect::Mariadb,
];

/// Whether the text of the one is that of the other, and not only equal.
fn share(one: &Statement, other: &Statement) -> bool {
    match (&one.sql, &other.sql) {
        (SqlText::Shared(one), SqlText::Shared(other)) => Arc::ptr_eq(one, other),
        _ => false,
    }
}

fn titled(title: &str, least: i64) -> ormolu::Result<Statement> {
    User::select()
        .join(|u| u.posts())
        .filter(|(u, p)| u.id.gt(least).and(p.title.eq(title)))
        .order_by(|(u, _)| u.name)
        .limit(least.unsigned_abs())
        .select(|(u, p)| (u.name, p.title))
        .to_sql(Dialect::Postgres)
}

#[test]
fn queries_that_differ_in_values_share_their_text() {
    let (one, other) = (titled("x", 1).unwrap(), titled("y", 2).unwrap());
    assert!(share(&one, &other));
    let values = |title: &str, n| [Value::I64(n), Value::Text(title.into()), Value::I64(n)];
    assert_eq!(one.params, values("x", 1));
    assert_eq!(other.params, values("y", 2));
}

#[test]
fn lists_of_any_length_share_their_text() {
    let among = |ids: &[i64], dialect| {
        let query = Tag::select().filter(|t| t.id.in_(ids.iter().copied()));
        query.to_sql(dialect).unwrap()
    };
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        let (one, other) = (among(&[1], dialect), among(&[2, 3, 4], dialect));
        assert!(share(&one, &other));
        let [Value::Array(_, ids)] = &other.params[..] else {
            panic!("{other:?}");
        };
        assert_eq!(ids[..], [2, 3, 4].map(Value::I64));
        assert_ne!(among(&[], dialect).sql, one.sql);
    }
}

/// Random queries: twice the same one with other values, and ones that differ from it in a detail.
#[test]
fn kept_texts_are_what_would_be_written() {
    let mut repeated = 0;
    for seed in 1..=300 {
        let first = made(seed, seed, None);
        let mut before = DIALECTS.map(|dialect| same_as_anew(&first, dialect));
        let again = made(seed, seed + 7_919, None);
        for (dialect, before) in DIALECTS.into_iter().zip(&mut before) {
            let again = same_as_anew(&again, dialect);
            if let (Some(one), Some(other)) = (&before, &again) {
                repeated += usize::from(share(one, other));
            }
        }
        for odd in 1..8 {
            let other = made(seed, seed, Some(odd));
            for dialect in DIALECTS {
                same_as_anew(&other, dialect);
            }
        }
    }
    assert!(repeated > 200, "{repeated} texts were found again");
}

/// A new thread has no texts yet.
fn same_as_anew(select: &SelectNode, dialect: Dialect) -> Option<Statement> {
    let here = write_select(select, dialect);
    let anew = std::thread::scope(|scope| {
        let anew = scope.spawn(|| write_select(select, dialect));
        anew.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    match (here, anew) {
        (Ok(here), Ok(anew)) => {
            assert_eq!(here.sql.as_str(), anew.sql.as_str());
            assert_eq!(here.params, anew.params, "{}", here.sql.as_str());
            Some(here)
        }
        (here, anew) => {
            let [here, anew] = [here, anew].map(|said| said.map_err(|error| error.to_string()));
            assert_eq!(here, anew);
            None
        }
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }
}

/// Makes a query whose parts the one dice decides about, and whose values the other one.
struct Maker {
    parts: Dice,
    values: Dice,
    /// Which decision is another one, counted down.
    odd: usize,
    tables: Vec<(Alias, &'static ModelMeta)>,
}

fn made(parts: u64, values: u64, odd: Option<usize>) -> SelectNode {
    let dice = |seed: u64| Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut maker = Maker {
        parts: dice(parts),
        values: dice(values),
        odd: odd.unwrap_or(0),
        tables: vec![],
    };
    maker.select(2)
}

static MOOD: NamedType = NamedType {
    namespace: None,
    name: "mood",
};

impl Maker {
    fn pick(&mut self, n: usize) -> usize {
        let picked = self.parts.below(n);
        let odd = self.odd == 1;
        self.odd = self.odd.saturating_sub(1);
        if odd { (picked + 1) % n } else { picked }
    }

    fn maybe<T>(&mut self, one_in: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.pick(one_in) == 0).then(|| make(self))
    }

    fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.pick(most + 1)).map(|_| make(self)).collect()
    }

    fn rows(&mut self) -> u64 {
        self.values.below(100) as u64
    }

    fn select(&mut self, depth: usize) -> SelectNode {
        let outside = self.tables.len();
        let from = Some(self.table());
        let joins = self.several(2, |maker| maker.join(outside, depth));
        let filter = self.several(2, |maker| maker.node(depth));
        let group = match self.pick(4) {
            0 => vec![self.column(), self.node(0)],
            1 => vec![self.column()],
            _ => vec![],
        };
        let columns = match group.is_empty() {
            true => self.several(3, |maker| maker.node(depth)),
            false => {
                let mut columns = group.clone();
                columns.push(self.aggregate());
                columns
            }
        };
        let order = match (self.pick(3), columns.first()) {
            (0, Some(first)) => vec![self.term(first.clone())],
            (1, _) if group.is_empty() => {
                let node = self.node(1);
                vec![self.term(node)]
            }
            _ => vec![],
        };
        let select = SelectNode {
            distinct: self.pick(6) == 0,
            columns,
            from,
            joins,
            filter,
            having: match group.is_empty() {
                true => vec![],
                false => self.maybe(6, Self::aggregate).into_iter().collect(),
            },
            group,
            order,
            limit: self.maybe(3, Self::rows),
            offset: self.maybe(4, Self::rows),
            ..SelectNode::default()
        };
        self.tables.truncate(outside);
        select
    }

    fn table(&mut self) -> TableRef {
        let model = [User::META, Post::META, Tag::META][self.pick(3)];
        let alias = Alias::fresh();
        self.tables.push((alias, model));
        TableRef {
            alias,
            source: Source::Table(model.table),
        }
    }

    /// One that has something to do with the first table of the query.
    fn join(&mut self, first: usize, depth: usize) -> JoinNode {
        let (alias, model) = self.tables[first];
        let before = Node::Column(Column {
            alias,
            model,
            at: 0,
        });
        let table = self.table();
        let (alias, model) = self.tables[self.tables.len() - 1];
        let at = 0;
        let own = Node::Column(Column { alias, model, at });
        let mut on = binary(BinaryOp::Eq, own, before);
        if let Some(more) = self.maybe(4, |maker| maker.node(depth)) {
            on = Node::All(vec![on, more]);
        }
        let kind = match self.pick(3) {
            0 => JoinKind::Left,
            1 => JoinKind::Right,
            _ => JoinKind::Inner,
        };
        JoinNode { kind, table, on }
    }

    fn term(&mut self, node: Node) -> OrderNode {
        OrderNode {
            node,
            descending: self.pick(2) == 0,
            nulls_first: self.maybe(3, |maker| maker.pick(2) == 0),
        }
    }

    fn column(&mut self) -> Node {
        let nearest = self.tables.len() - 1 - self.pick(self.tables.len().min(3));
        let (alias, model) = self.tables[nearest];
        if self.pick(12) == 0 {
            return Node::LinkColumn {
                alias,
                name: ["one", "other"][self.pick(2)],
                kind: [Kind::I64, Kind::Text][self.pick(2)],
            };
        }
        let at = self.pick(model.columns.len()) as u16;
        Node::Column(Column { alias, model, at })
    }

    fn value(&mut self) -> Value {
        let n = self.values.below(4);
        match self.pick(9) {
            0 => Value::Bool(n > 1),
            1 => Value::I32(n as i32),
            2 => Value::I64(n as i64 - 1),
            3 => Value::F64([0.0, 0.5, -1.0, 2.0][n]),
            4 => Value::Decimal((n as i64).into()),
            5 => Value::Named(["glad", "sad", "", "calm"][n].into(), &MOOD),
            6 => Value::Null(match self.pick(3) {
                0 => Kind::I64,
                1 => Kind::Text,
                _ => Kind::Named(&MOOD),
            }),
            7 if n == 0 => Value::Null(Kind::Text),
            _ => Value::Text(["a", "50%", "b!_", "\0"][n].into()),
        }
    }

    fn node(&mut self, depth: usize) -> Node {
        let Some(depth) = depth.checked_sub(1) else {
            return match self.pick(3) {
                0 => Node::Bind(self.value()),
                _ => self.column(),
            };
        };
        match self.pick(17) {
            0 => self.column(),
            1 => Node::Bind(self.value()),
            2..5 => {
                let op = self.operator();
                binary(op, self.node(depth), self.node(depth))
            }
            5 => Node::Unary(self.unary(), Box::new(self.node(depth))),
            6 => Node::All(self.several(3, |maker| maker.node(depth))),
            7 => Node::Any(self.several(3, |maker| maker.node(depth))),
            8 => Node::Coalesce(vec![self.node(depth), self.node(depth)]),
            9 => {
                let [of, low, high] = std::array::from_fn(|_| Box::new(self.node(depth)));
                Node::Between(of, low, high)
            }
            10 => Node::Like {
                text: Box::new(self.node(depth)),
                pattern: Box::new(Node::Bind(Value::Text(
                    ["a%", "b", "!%"][self.values.below(3)].into(),
                ))),
                insensitive: self.pick(2) == 0,
            },
            11 => self.list(depth),
            12 => Node::InQuery {
                left: Box::new(self.node(depth)),
                query: Box::new(self.select(depth)),
                negated: self.pick(2) == 0,
            },
            13 => Node::Exists(Box::new(self.select(depth))),
            14 => Node::Scalar(Box::new(self.select(depth))),
            _ => match self.pick(12) {
                0 => self.aggregate(),
                1 => Node::Call(Box::new(Call {
                    function: Function::NullIf,
                    arguments: vec![self.node(depth), self.node(depth)],
                    kind: Kind::I64,
                })),
                _ => self.column(),
            },
        }
    }

    fn operator(&mut self) -> BinaryOp {
        use BinaryOp::{
            Add, And, Div, Eq, Ge, Gt, IsDistinctFrom, IsNotDistinctFrom, Le, Lt, Mul, Ne, Or, Sub,
        };
        [
            Eq,
            Ne,
            Lt,
            Le,
            Gt,
            Ge,
            And,
            Or,
            Add,
            Sub,
            Mul,
            Div,
            IsDistinctFrom,
            IsNotDistinctFrom,
        ][self.pick(14)]
    }

    fn unary(&mut self) -> UnaryOp {
        use UnaryOp::{
            IsFalse, IsNotNull, IsNotTrue, IsNull, IsTrue, Length, Lower, Negate, Not, Nullable,
            Upper,
        };
        [
            Not, Negate, IsNull, IsNotNull, IsTrue, IsFalse, IsNotTrue, Nullable, Lower, Upper,
            Length,
        ][self.pick(11)]
    }

    fn list(&mut self, depth: usize) -> Node {
        let left: Vec<_> = (0..=self.pick(2)).map(|_| self.node(depth)).collect();
        let kind = |node: &Node| match node {
            Node::Bind(value) => value.kind(),
            Node::LinkColumn { kind, .. } => *kind,
            _ => Kind::I64,
        };
        let kinds = left.iter().map(kind).collect();
        let rows = (0..self.values.below(4))
            .map(|_| {
                left.iter()
                    .map(|_| Value::I64(self.rows() as i64))
                    .collect()
            })
            .collect();
        Node::InValues(Box::new(InValues {
            left,
            kinds,
            rows,
            negated: self.pick(2) == 0,
        }))
    }

    fn aggregate(&mut self) -> Node {
        let function = match self.pick(4) {
            0 => AggregateFn::Count,
            1 => AggregateFn::Sum,
            2 => AggregateFn::Min,
            _ => AggregateFn::StringAgg,
        };
        Node::Aggregate(Box::new(Aggregate {
            function,
            argument: Some(self.node(1)),
            parameter: match function {
                AggregateFn::StringAgg => {
                    Some(Value::Text([",", "; "][self.values.below(2)].into()))
                }
                _ => None,
            },
            distinct: self.pick(4) == 0,
            order: vec![],
            filter: self.maybe(4, |maker| maker.node(1)),
            kind: Kind::I64,
        }))
    }
}

fn binary(op: BinaryOp, left: Node, right: Node) -> Node {
    Node::Binary(op, Box::new((left, right)))
}
