//! What queries say in SQL, and that they mean it.

mod aggregates;
mod cases;
mod compile_fail;
mod conditions;
mod documents;
mod events;
mod functions;
mod joins;
mod keyset;
mod moments;
#[path = "../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;
mod related;
mod rows;
mod pages;
mod running;
mod shapes;
mod support;
mod trees;
mod windows;
