use std::marker::PhantomData;

use super::group::push_condition;
use super::path::table;
use super::project::all_columns;
use super::{Project, Scope, SelectNode, write_select};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::{Alias, Condition, OrderTerms};
use crate::load::Loaded;
use crate::model::{Inner, Model};
use crate::statement::Statement;

/// A SELECT under construction.
///
/// `S` is what its closures get: the table handles. `O` is what comes out: [`Loaded`] models or
/// [`Tuple`]s. Conditions and joins only ever add; nothing runs before `.all(..)` and its like.
#[derive(Clone)]
#[must_use = "a query does nothing before it is run"]
pub struct Select<S, O> {
    pub(crate) ast: Box<SelectNode>,
    pub(crate) scope: S,
    pub(crate) output: O,
}

/// Rows of a projection `P`; each is a [`P::Row`](Project::Row).
pub struct Tuple<P>(PhantomData<fn() -> P>);

impl<P> Tuple<P> {
    pub(crate) fn new() -> Self {
        Tuple(PhantomData)
    }
}

impl<P> Default for Tuple<P> {
    fn default() -> Self {
        Tuple::new()
    }
}

impl<P> Clone for Tuple<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Tuple<P> {}

impl<M: Model> Select<M::Table<Inner>, Loaded<M, M::Bare>> {
    /// All rows of a model; generated code calls it as `User::select()`.
    pub fn model() -> Self {
        let alias = Alias::fresh();
        Select {
            ast: Box::new(SelectNode {
                columns: all_columns::<M>(alias).collect(),
                from: Some(table::<M>(alias)),
                ..SelectNode::default()
            }),
            scope: M::table(alias),
            output: Loaded::new(),
        }
    }
}

impl<S: Scope, O> Select<S, O> {
    /// `WHERE`: a condition on the rows; several must all hold.
    pub fn filter<C: Condition>(mut self, condition: impl FnOnce(S) -> C) -> Self {
        push_condition(&mut self.ast.filter, condition(self.scope).condition());
        self
    }

    /// `WHERE`, if there is a value: `.filter_some(name, |u, name| u.name.eq(name))`.
    pub fn filter_some<V, C: Condition>(
        self,
        value: Option<V>,
        condition: impl FnOnce(S, V) -> C,
    ) -> Self {
        match value {
            Some(value) => self.filter(|scope| condition(scope, value)),
            None => self,
        }
    }

    /// `WHERE`, if the program decides so: `.filter_if(only_active, |u| u.active)`.
    pub fn filter_if<C: Condition>(self, wanted: bool, condition: impl FnOnce(S) -> C) -> Self {
        match wanted {
            true => self.filter(condition),
            false => self,
        }
    }

    /// `ORDER BY`; several follow each other, the first counting most.
    pub fn order_by<T: OrderTerms>(mut self, terms: impl FnOnce(S) -> T) -> Self {
        terms(self.scope).push_terms(&mut self.ast.order);
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.ast.limit = Some(rows);
        self
    }

    /// Passes over the first rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.ast.offset = Some(rows);
        self
    }

    /// `DISTINCT`: each row of the result once.
    pub fn distinct(mut self) -> Self {
        self.ast.distinct = true;
        self
    }

    /// What comes out, instead of models: columns, expressions, whole tables, tuples of them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let query = User::select().left_join(|u| u.posts()).select(|(u, p)| (u.name, p.title));
    /// let rows: Vec<(String, Option<String>)> = query.all(&db).await?;
    /// # assert_eq!(rows.len(), 3);
    /// # assert!(rows.contains(&("Bob".to_owned(), None)));
    /// # Ok(()) }
    /// ```
    pub fn select<P: Project>(mut self, output: impl FnOnce(S) -> P) -> Select<S, Tuple<P>> {
        self.ast.columns = Vec::with_capacity(P::WIDTH);
        output(self.scope).push_columns(&mut self.ast.columns);
        Select {
            ast: self.ast,
            scope: self.scope,
            output: Tuple::new(),
        }
    }

    /// The statement as the dialect writes it, without running it.
    pub fn to_sql(&self, dialect: Dialect) -> Result<Statement> {
        write_select(&self.ast, dialect)
    }
}
