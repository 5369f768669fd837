//! Whole statements of SQL: `sql!`.

use std::marker::PhantomData;

use futures_util::Stream;

use super::writer::Writer;
use crate::dialect::Dialect;
use crate::driver::{Access, Executor, FromRow, RowStream, Rows};
use crate::error::{Error, Result};
use crate::expr::{Place, places};
use crate::model::ModelMeta;
use crate::statement::Statement;
use crate::value::{SqlType, Value};

mod row;

/// A statement of SQL, in the engine's own words, with values bound by name.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::sql;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let busy = sql!("select {u.*} from users u where u.visits > {visits}", visits = 30);
/// let busy: Vec<User> = busy.fetch_as::<User>().all(&db).await?;
///
/// let counts = sql!("select active, count(*) from users group by active");
/// let counts = counts.fetch_as::<(bool, i64)>().all(&db).await?;
///
/// let id = 2;
/// sql!("update users set active = {active} where id = {id}", active = true, id)
///     .execute(&db)
///     .await?;
/// # assert_eq!((busy.len(), counts.len()), (0, 2));
/// # assert_eq!(User::select().filter(|u| u.active).count(&db).await?, 2);
/// # Ok(()) }
/// ```
///
/// The text is a literal: nothing that comes from outside gets into it, and what stands in braces
/// is bound. A name without a value, or a value whose name is not in the text, does not compile.
/// `{{` and `}}` are braces. `{*}` stands for the columns of the model that is fetched, in their
/// order, `{u.*}` for those of the table that the statement calls `u`.
#[macro_export]
macro_rules! sql {
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const _: () = $crate::expr::check($text, &[$(stringify!($name)),*]);
        $crate::query::RawSql::new($text)
            $(.bind(stringify!($name), $crate::sql!(@value $name $(= $value)?)))*
    }};
    (@value $name:ident) => { $name };
    (@value $name:ident = $value:expr) => { $value };
}

/// A statement of SQL; made by [`sql!`](crate::sql).
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a statement does nothing before it is run"]
pub struct RawSql {
    text: &'static str,
    values: Vec<(&'static str, Value)>,
    read_only: bool,
}

/// A value for [`sql!`](crate::sql).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be bound",
    label = "expected a value of a column type, or an `Option` of one"
)]
pub trait Bindable {
    /// The value to bind.
    #[doc(hidden)]
    fn bindable(self) -> Value;
}

impl<T: SqlType> Bindable for T {
    fn bindable(self) -> Value {
        self.into_value()
    }
}

impl Bindable for &str {
    fn bindable(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl RawSql {
    #[doc(hidden)]
    pub fn new(text: &'static str) -> Self {
        let values = vec![];
        RawSql {
            text,
            values,
            read_only: false,
        }
    }

    #[doc(hidden)]
    pub fn bind(mut self, name: &'static str, value: impl Bindable) -> Self {
        self.values.push((name, value.bindable()));
        self
    }

    /// What its rows are: a model, whose columns `{*}` stands for; a tuple of values; a type of
    /// yours with [`FromRow`].
    pub fn fetch_as<R: FromRow>(self) -> RawRows<R> {
        RawRows {
            sql: self,
            row: PhantomData,
        }
    }

    /// Your word that it only reads, where its first word doesn't say so: `with .. select ..`. On
    /// SQLite it then needs no turn as the writer, and where a connection breaks there is no doubt
    /// about what was stored. A statement that writes all the same is refused on SQLite.
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Runs it for what it does. How many rows that were.
    pub async fn execute(self, mut on: impl Executor) -> Result<u64> {
        let access = match self.read_only {
            true => Access::Read,
            false => Access::Write,
        };
        let mut lease = on.lease(access).await?;
        let statement = self.to_sql(lease.dialect())?;
        Ok(lease.execute(&statement).await?.rows)
    }

    /// The statement as a dialect has it, without running it.
    pub fn to_sql(&self, dialect: Dialect) -> Result<Statement> {
        self.write(dialect, None)
    }

    fn write(&self, dialect: Dialect, model: Option<&'static ModelMeta>) -> Result<Statement> {
        let mut writer = Writer::new(dialect);
        for place in places(self.text) {
            match place {
                Place::Text(text) => writer.raw(text),
                Place::Columns(table) => match model {
                    Some(model) => writer.columns_of(model, table),
                    None => return Err(no_model(self.text)),
                },
                Place::Value(name) => {
                    let value = self.values.iter().find(|(known, _)| *known == name);
                    if let Some((_, value)) = value {
                        writer.bind(value.clone());
                    }
                }
            }
        }
        writer.finish()
    }

    /// Only what is known to read may run beside a writer on SQLite.
    fn access(&self) -> Access {
        let word = self.text.split_whitespace().next().unwrap_or_default();
        let reads = ["select", "values"]
            .iter()
            .any(|w| word.eq_ignore_ascii_case(w));
        if reads || self.read_only {
            Access::Read
        } else {
            Access::Write
        }
    }
}

#[cold]
fn no_model(text: &str) -> Error {
    Error::Invalid(format!(
        "`{{*}}` stands for the columns of a model; fetch one, or name the columns: {text}"
    ))
}

/// A statement of SQL whose rows are `R`.
#[must_use = "a statement does nothing before it is run"]
pub struct RawRows<R> {
    sql: RawSql,
    row: PhantomData<fn() -> R>,
}

impl<R: FromRow> RawRows<R> {
    /// All rows.
    pub async fn all(self, mut on: impl Executor) -> Result<Vec<R>> {
        let mut lease = on.lease(self.sql.access()).await?;
        let statement = self.to_sql(lease.dialect())?;
        let mut rows = Rows::new();
        lease.fetch(&statement, &mut rows).await?;
        Ok(rows.into_vec())
    }

    /// The first row, if there is one. The database sends all: the text says the LIMIT.
    pub async fn first(self, on: impl Executor) -> Result<Option<R>> {
        Ok(self.all(on).await?.into_iter().next())
    }

    /// The only row; an error if there is none or another one.
    pub async fn one(self, on: impl Executor) -> Result<R> {
        let entity = entity::<R>();
        self.optional(on).await?.ok_or(Error::NotFound { entity })
    }

    /// The only row if there is one; an error if there is another one.
    pub async fn optional(self, on: impl Executor) -> Result<Option<R>> {
        let entity = entity::<R>();
        let mut rows = self.all(on).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(Error::TooManyRows { entity }),
        }
    }

    /// The rows one after the other, with memory for a few of them at a time.
    pub fn stream<'e>(
        self,
        mut on: impl Executor + 'e,
    ) -> impl Stream<Item = Result<R>> + Send + Unpin
    where
        R: Unpin,
    {
        RowStream::new(move |rows| async move {
            let mut lease = on.lease(self.sql.access()).await?;
            let statement = self.to_sql(lease.dialect())?;
            lease.stream_into::<R>(&statement, &rows).await
        })
    }

    /// The statement as a dialect has it, without running it.
    pub fn to_sql(&self, dialect: Dialect) -> Result<Statement> {
        self.sql.write(dialect, R::MODEL)
    }
}

fn entity<R: FromRow>() -> &'static str {
    R::MODEL.map_or("row", |model| model.name)
}
