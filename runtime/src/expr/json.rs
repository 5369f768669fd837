use serde_json::Value as Document;

use super::{Call, Expr, Node, Nullness, Operand, Part};
use crate::value::{JsonOf, Kind, Scalar};

/// A function on JSON: what to do with what stands at a path.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonFn {
    /// Where to look in the document, which is the call's first argument.
    pub path: Vec<Step>,
    /// What to do there.
    pub wanted: Wanted,
}

/// A step into a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Into an object, by a key.
    Key(String),
    /// Into an array, counting from 0.
    Index(u32),
}

/// What is wanted of what stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum Wanted {
    Json,
    I64,
    F64,
    Bool,
    Text,
    ArrayLength,
    IsArray,
    HasKey,
    Contains,
}

impl JsonFn {
    pub(crate) fn is_condition(&self) -> bool {
        matches!(
            self.wanted,
            Wanted::IsArray | Wanted::HasKey | Wanted::Contains
        )
    }

    pub(crate) fn may_be_unknown(&self) -> bool {
        matches!(self.wanted, Wanted::IsArray | Wanted::Contains)
    }
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Step::Key(key.to_owned())
    }
}

impl From<String> for Step {
    fn from(key: String) -> Self {
        Step::Key(key)
    }
}

impl From<u32> for Step {
    fn from(index: u32) -> Self {
        Step::Index(index)
    }
}

/// A literal number is an `i32` to rustc where several types would do. A negative index leads
/// nowhere.
impl From<i32> for Step {
    fn from(index: i32) -> Self {
        Step::Index(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A type that is stored as JSON: `serde_json::Value`, and types of the user.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not JSON",
    label = "only `json` columns and what is taken out of them can be looked into"
)]
pub trait Jsonlike: Scalar {}

impl Jsonlike for Document {}

#[diagnostic::do_not_recommend]
impl<T> Jsonlike for JsonOf<T> where JsonOf<T>: Scalar {}

/// Looking into JSON. A path that leads nowhere is NULL, as is a value of another type than the
/// one asked for: nothing is converted, on any engine.
///
/// | engine | `e.data.get("a").get(0).as_text()` |
/// |---|---|
/// | PostgreSQL | `jsonb_path_query_first("events"."data" #> $1, 'strict $ ? (@.type() == "string")') #>> '{}'` |
/// | SQLite | `CASE json_type("events"."data", ?) WHEN 'text' THEN "events"."data" ->> ? END` |
/// | MySQL | `` CASE json_type(json_extract(`events`.`data`, ?)) WHEN 'STRING' THEN json_unquote(json_extract(`events`.`data`, ?)) END `` |
///
/// The path is a parameter, so any text is good as a key.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// What stands under a key of an object, or at an index of an array from 0 on.
    pub fn get(self, step: impl Into<Step>) -> Expr<Option<Document>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([step.into()], Wanted::Json, None, Kind::Json)
    }

    /// What stands at a path of keys and indexes, `"a.b[0]"`. Keys with dots or brackets in them
    /// are for [`get`](Self::get).
    pub fn json_path(self, path: &str) -> Expr<Option<Document>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look(steps(path), Wanted::Json, None, Kind::Json)
    }

    /// The whole number here.
    pub fn as_i64(self) -> Expr<Option<i64>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::I64, None, Kind::I64)
    }

    /// The number here.
    pub fn as_f64(self) -> Expr<Option<f64>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::F64, None, Kind::F64)
    }

    /// The truth value here.
    pub fn as_bool(self) -> Expr<Option<bool>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::Bool, None, Kind::Bool)
    }

    /// The string here.
    pub fn as_text(self) -> Expr<Option<String>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::Text, None, Kind::Text)
    }

    /// How many elements the array here has.
    pub fn json_array_length(self) -> Expr<Option<i64>, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::ArrayLength, None, Kind::I64)
    }

    /// Whether there is an object here, and it has a key.
    ///
    /// PostgreSQL: `(data -> $1) IS NOT NULL`; SQLite: `json_type(data, ?) IS NOT NULL`; MySQL:
    /// `coalesce(json_contains_path(data, 'one', ?), FALSE)`.
    pub fn has_key(self, key: impl Into<String>) -> Expr<bool, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([Step::Key(key.into())], Wanted::HasKey, None, Kind::Bool)
    }

    /// Whether the document here has all of another in it: every key of an object with its value,
    /// every element of an array, whatever their order.
    ///
    /// PostgreSQL: `data @> $1`; MySQL: `json_contains(data, ?)`; SQLite: by a function of the
    /// driver.
    pub fn json_contains(self, part: impl Operand<Document, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Jsonlike,
    {
        self.look([], Wanted::Contains, Some(part.operand()), Kind::Bool)
    }

    /// Goes on from where the expression already looks.
    fn look<U>(
        self,
        steps: impl IntoIterator<Item = Step>,
        wanted: Wanted,
        other: Option<Node>,
        kind: Kind,
    ) -> Expr<U, N::Computed>
    where
        T::Base: Jsonlike,
    {
        let (mut arguments, mut path) = match self.node.into_node() {
            Node::Call(call) => match *call {
                Call {
                    function:
                        super::Function::Json(JsonFn {
                            path,
                            wanted: Wanted::Json,
                        }),
                    arguments,
                    ..
                } => (arguments, path),
                other => (vec![Node::Call(Box::new(other))], vec![]),
            },
            document => (vec![document], vec![]),
        };
        path.extend(steps);
        arguments.extend(other);
        Self::computed(Call::node(JsonFn { path, wanted }, arguments, kind))
    }
}

/// The steps of a path as people write it.
fn steps(path: &str) -> Vec<Step> {
    let mut out = vec![];
    for part in path.split('.') {
        let (key, indexes) = match part.split_once('[') {
            Some((key, indexes)) => (key, indexes),
            None => (part, ""),
        };
        if !key.is_empty() {
            out.push(key.into());
        }
        for index in indexes.split('[').filter(|index| !index.is_empty()) {
            out.push(match index.trim_end_matches(']').parse::<u32>() {
                Ok(index) => index.into(),
                Err(_) => Step::Key(index.trim_end_matches(']').to_owned()),
            });
        }
    }
    out
}
