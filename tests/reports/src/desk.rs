//! Compares the two forms of a report.

use std::fmt::{Debug, Write as _};

use ormolu::query::{Project, Scope, Tuple};
use ormolu::{Access, Database, FromRow, Result, Rows, Select, Statement};
use testkit::{Engine, TestDatabase};

use crate::load::{fill, load};
use crate::words::Words;

/// Where the reports of a schema are compared on an engine.
pub struct Desk {
    db: Database,
    schema: &'static str,
    engine: Engine,
    /// The builder's SQL of all reports so far.
    texts: String,
    /// Where the two forms differ.
    differences: Vec<String>,
}

impl Desk {
    /// A database with the tables and rows of a file.
    pub async fn with(test: &TestDatabase, schema: &'static str, file: &str) -> Result<Self> {
        let desk = Desk::empty(test, schema).await?;
        load(&desk.db, file, dialect_of(test.engine())).await?;
        Ok(desk)
    }

    /// A database with the tables of a file, and generated rows.
    pub async fn filled(test: &TestDatabase, schema: &'static str, file: &str) -> Result<Self> {
        let desk = Desk::empty(test, schema).await?;
        fill(&desk.db, file, dialect_of(test.engine())).await?;
        Ok(desk)
    }

    async fn empty(test: &TestDatabase, schema: &'static str) -> Result<Self> {
        Ok(Desk {
            db: Database::connect(test.url()).await?,
            schema,
            engine: test.engine(),
            texts: String::new(),
            differences: vec![],
        })
    }

    /// The words of the engine, for plain SQL.
    pub(crate) fn words(&self) -> Words {
        Words(self.engine)
    }

    /// Runs a report in both forms: the rows must be the same, in the same order, and some.
    pub(crate) async fn compare<S: Scope, P>(
        &mut self,
        name: &str,
        built: Select<S, Tuple<P>>,
        plain: String,
    ) where
        P: Project<Row: FromRow + PartialEq + Debug>,
    {
        if let Err(error) = self.try_compare(name, built, plain).await {
            self.differences.push(format!("{name}: {error}"));
        }
    }

    async fn try_compare<S: Scope, P>(
        &mut self,
        name: &str,
        built: Select<S, Tuple<P>>,
        plain: String,
    ) -> Result<()>
    where
        P: Project<Row: FromRow + PartialEq + Debug>,
    {
        let statement = built.to_sql(self.db.dialect())?;
        let _ = writeln!(self.texts, "-- {name}\n{}", statement.sql.as_str());
        for (number, value) in (1..).zip(&statement.params) {
            let _ = writeln!(self.texts, "--   {number}: {value:?}");
        }
        let built = built.all(&self.db).await?;
        let plain = self.plain::<P::Row>(plain).await?;
        if built.is_empty() {
            self.differences.push(format!("{name}: no rows"));
        }
        if built.len() != plain.len() {
            let (built, plain) = (built.len(), plain.len());
            self.differences.push(format!(
                "{name}: {built} rows of the builder, {plain} of plain SQL"
            ));
        }
        let pairs = (1..).zip(built.iter().zip(&plain));
        if let Some((row, (built, plain))) = pairs.into_iter().find(|(_, (a, b))| a != b) {
            self.differences.push(format!(
                "{name}: row {row} is {built:?}, and {plain:?} in plain SQL"
            ));
        }
        Ok(())
    }

    async fn plain<R: FromRow>(&self, sql: String) -> Result<Vec<R>> {
        let mut rows = Rows::new();
        let mut connection = self.db.connection(Access::Read).await?;
        connection
            .fetch(&Statement::new(sql, vec![]), &mut rows)
            .await?;
        Ok(rows.into_vec())
    }

    /// Fails the test where the two forms differed, or where the builder's SQL is not what it
    /// was.
    pub fn close(self) {
        assert!(
            self.differences.is_empty(),
            "on {}:\n{}",
            self.engine,
            self.differences.join("\n")
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(format!("{}_{}", self.schema, self.engine), self.texts);
        });
    }
}

fn dialect_of(engine: Engine) -> ormolu_schema::ir::Dialect {
    match engine {
        Engine::Sqlite => ormolu_schema::ir::Dialect::Sqlite,
        Engine::Postgres => ormolu_schema::ir::Dialect::Postgres,
        Engine::Mariadb => ormolu_schema::ir::Dialect::Mysql,
    }
}
