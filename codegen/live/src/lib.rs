//! Reads the catalog of a live database as a schema, the same that its DDL would give.
#![warn(missing_docs)]
