//! Relationships beyond the foreign key.

mod by_value;
