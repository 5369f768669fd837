//! Pagila, Sakila's shop on PostgreSQL, with generated rows: what only this engine says so well.

#[allow(unreachable_pub)]
mod models {
    ormolu::include_models!("pagila");
}

mod catalog;
mod customers;
mod days;

/// Compares all of them.
pub async fn compare(desk: &mut crate::Desk) {
    catalog::compare(desk).await;
    customers::compare(desk).await;
    days::compare(desk).await;
}
