//! Sakila, a shop that rents films, on MariaDB, with generated rows.

#[allow(unreachable_pub)]
mod models {
    ormolu::include_models!("sakila");
}

mod customers;
mod films;
mod money;

/// Compares all of them.
pub async fn compare(desk: &mut crate::Desk) {
    customers::compare(desk).await;
    films::compare(desk).await;
    money::compare(desk).await;
}
