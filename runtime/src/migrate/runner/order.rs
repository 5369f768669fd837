//! What the table says stands in the order of the history, also what was applied late: the last
//! of it says which schema the database has.

use super::write;
use crate::driver::Connection;
use crate::migrate::error::MigrateError;
use crate::migrate::graph::Graph;
use crate::migrate::table;

/// Gives each migration its place. Where one is not here, nobody knows it.
pub(super) async fn restore(
    connection: &mut Connection,
    graph: &Graph,
) -> Result<(), MigrateError> {
    let rows = table::read(connection).await?;
    let places = rows
        .iter()
        .map(|row| Some((graph.place(&row.id)?, &row.id)));
    let Some(mut places) = places.collect::<Option<Vec<_>>>() else {
        return Ok(());
    };
    if places.is_sorted() {
        return Ok(());
    }
    places.sort_unstable();
    let dialect = connection.dialect();
    let statements = places.into_iter().zip(1..);
    let statements: Vec<String> = statements
        .map(|((_, id), place)| table::put(id, place, dialect))
        .collect();
    write(connection, &statements).await
}
