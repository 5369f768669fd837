//! What queries say in SQL, and that they mean it.

mod aggregates;
mod cases;
mod conditions;
mod constructs;
mod ctes;
mod describe;
mod documents;
mod events;
mod functions;
mod grouping;
mod joins;
mod json_objects;
mod keyset;
mod lists;
mod locks;
#[path = "../support/models.rs"]
#[allow(dead_code, unreachable_pub)]
mod models;
mod moments;
mod options;
mod outer_joins;
mod pages;
mod plans;
mod ranges;
mod raw;
mod related;
mod row_functions;
mod rows;
mod running;
mod sets;
mod shapes;
mod sources;
mod support;
mod texts;
mod trees;
mod windows;
