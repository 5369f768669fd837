use super::{Scope, Select};

/// Which part of a table's rows a query looks at: see [`Select::sample`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub(crate) percent: f32,
    pub(crate) method: SampleMethod,
    pub(crate) seed: Option<f64>,
}

/// How a sample is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SampleMethod {
    Bernoulli,
    System,
}

impl Sample {
    /// `BERNOULLI`: each row by itself is in it or not. The whole table is read.
    pub fn bernoulli(percent: f32) -> Self {
        Sample::new(SampleMethod::Bernoulli, percent)
    }

    /// `SYSTEM`: whole pages of the table, which is fast, and takes neighbours together.
    pub fn system(percent: f32) -> Self {
        Sample::new(SampleMethod::System, percent)
    }

    fn new(method: SampleMethod, percent: f32) -> Self {
        Sample {
            percent,
            method,
            seed: None,
        }
    }

    /// `REPEATABLE`: the same sample each time, as long as the table stays as it is.
    #[must_use]
    pub fn repeatable(mut self, seed: f64) -> Self {
        self.seed = Some(seed);
        self
    }
}

impl<S: Scope, O> Select<S, O> {
    /// `TABLESAMPLE`: only some rows of the query's first table, chosen by chance. PostgreSQL; the
    /// other engines have none, and there it is an error when the query is built.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// use ormolu::query::Sample;
    ///
    /// let query = User::select().sample(Sample::bernoulli(5.0)).select(|u| u.name);
    /// // SELECT "users"."name" FROM "users" TABLESAMPLE BERNOULLI ($1)
    /// # let statement = query.to_sql(Dialect::Postgres)?;
    /// # let sql = r#"SELECT "users"."name" FROM "users" TABLESAMPLE BERNOULLI ($1)"#;
    /// # assert_eq!(statement.sql.as_str(), sql);
    /// # Ok(()) }
    /// ```
    pub fn sample(mut self, sample: Sample) -> Self {
        self.ast.sample = Some(sample);
        self
    }
}
