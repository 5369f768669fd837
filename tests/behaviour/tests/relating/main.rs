//! Relationships beyond the foreign key.

mod by_value;
mod graph;
mod one_to_one;
mod positions;
mod sql_fields;
