//! What queries say in SQL, and that they mean it.

#[path = "../support/models.rs"]
#[allow(dead_code)]
mod models;
mod aggregates;
mod conditions;
mod joins;
mod running;
mod shapes;
mod support;
