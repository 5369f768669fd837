//! Puts the rows of a file into a database, and asks plain SQL.

use ormolu::{Access, Database, Decoder, FromRow, Result, Rows, Statement};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

/// Runs the statements of a file, but for those that choose the database.
pub(crate) async fn load(db: &Database, file: &str, dialect: Dialect) -> Result<()> {
    let corpus = env!("ORMOLU_CORPUS");
    let text = std::fs::read_to_string(format!("{corpus}/{file}")).expect("the file");
    let split = split(&text, dialect);
    let chooses = |sql: &str| {
        let start: Vec<&str> = sql.split_whitespace().take(2).collect();
        let start = start.join(" ").to_uppercase();
        start.starts_with("USE ") || start.ends_with(" DATABASE")
    };
    let statements: Vec<&str> = split
        .statements
        .iter()
        .map(|range| split.text[range.clone()].trim())
        .filter(|sql| !sql.is_empty() && !chooses(sql))
        .collect();
    let mut tx = db.begin().await?;
    tx.connection().execute_script(&statements).await?;
    tx.commit().await
}

/// A customer's invoice lines, counted by the engine.
#[derive(Debug, PartialEq)]
pub(crate) struct Total {
    /// The customer.
    pub(crate) customer: i64,
    /// How many lines.
    pub(crate) lines: i64,
    /// How many things.
    pub(crate) quantity: i64,
}

impl FromRow for Total {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, ormolu::DecodeError> {
        let number = |at| ormolu::SqlType::decode(row, at);
        Ok(Total {
            customer: number(0)?,
            lines: number(1)?,
            quantity: number(2)?,
        })
    }
}

/// The rows of plain SQL.
pub(crate) async fn plain<T: FromRow>(db: &Database, sql: &'static str) -> Result<Vec<T>> {
    let mut rows = Rows::new();
    let mut connection = db.connection(Access::Read).await?;
    connection
        .fetch(&Statement::new(sql, vec![]), &mut rows)
        .await?;
    Ok(rows.into_vec())
}
