//! The runtime of Ormolu: typed queries, loaded graphs and sessions over SQLite, PostgreSQL,
//! MySQL and MariaDB.
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
//! # let db = blog().await?;
//! let users = User::select().filter(|u| u.active).with(user::posts()).all(&db).await?;
//! for user in &users {
//!     println!("{} wrote {} posts", user.name, user.posts().len());
//! }
//! # assert_eq!(users.first().map(|ann| ann.posts().len()), Some(2));
//! # Ok(()) }
//! ```
//!
//! Application code uses this crate together with the models that `ormolu generate` or
//! `ormolu-build` wrote. The folders are the layers; each uses those before it only:
//!
//! `value` -> `expr` -> `query` -> `driver` -> `graph` -> `load` -> `session`
#![warn(missing_docs)]
#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "mysql")),
    allow(unused, unreachable_code)
)]

pub mod dialect;
pub mod driver;
pub mod error;
pub mod expr;
pub mod generated;
pub mod graph;
pub mod hooks;
pub mod load;
#[cfg(feature = "migrate")]
pub mod migrate;
pub mod model;
pub mod query;
pub mod relation;
pub mod rules;
pub mod session;
pub mod statement;
pub mod value;
pub mod write;

pub use chrono;
pub use dialect::Dialect;
#[cfg(feature = "jiff")]
pub use jiff;
pub use rust_decimal;
pub use serde;
pub use serde_json;
#[cfg(feature = "time")]
pub use time;
pub use uuid;

pub use driver::{
    Access, Begin, BeginMode, Connection, Database, DatabaseOptions, Executed, Executor, FromRow,
    Isolation, Lease, RanStatement, Recorded, Recorder, RowSink, RowStream, Rows, StatementHooks,
    Statistics, Transaction, UpcomingStatement,
};
pub use error::{
    ConstraintError, ConstraintKind, DatabaseError, DecodeError, Error, InvalidValue,
    InvalidValues, Result, Retry, StaleError, StaleReason,
};
pub use expr::{
    Bound, Collation, Column, Exclude, Expr, Unit, Window, all_of, any_of, case, case_of, count,
    count_if, cume_dist, current_date, dense_rank, json_object, lit, now, ntile, percent_rank,
    rank, raw_expr, row, row_number, window,
};
pub use graph::{All, Handle, Many, One, View};
pub use hooks::{HookContext, Hooks, SessionHooks};
pub use load::{Get, Include, LoadPlan, LoadStep, Loaded, Named, WriteOnly};
pub use model::{
    ColumnMeta, Fill, Inner, Mode, Model, ModelMeta, Outer, TableHandle, TableMeta, Whole,
};
pub use query::{
    Cte, Cursor, CursorError, Explain, Keyset, KeysetPage, Page, Projection, Select, Tuple, cte,
    cube, exists, from, generate_series, grouping, grouping_sets, levels_along, raw_rows,
    recursive, recursive_all, rollup, rows_along, unnest, values,
};
pub use query::{EqFilter, Filter, NullFilter, RangeFilter, TextFilter};
pub use relation::{
    BelongsTo, Cardinality, Far, JoinKey, LinkMeta, Load, No, Position, Positioned, PrimaryKey,
    Relation, RelationMeta, Set, Shape, SlotList, SlotShape, ToMany, ToOne, Tree, Yes,
};
pub use rules::{Parameter, ScopeName};
pub use session::{
    Attempts, CommittedWork, Graft, Join, Ordered, PendingWork, ReadSession, RetryPolicy,
    Retryable, Session, SessionError, UndoneWork, WrittenWork,
};
pub use statement::{SqlText, Statement};
pub use value::{
    Codec, Coded, Decoder, Deferred, Element, Id, Interval, IntoKey, IntoNullable, JsonOf, Key,
    Kind, NamedType, Scalar, SqlType, StoredAs, UnknownVariant, Value, Wrapped, Wrapping, uuid_v7,
};
pub use value::{DateRange, Int4Range, Int8Range, NumRange, Range, TsRange, TstzRange};
pub use write::{
    Changes, CopyIn, Delete, Given, Insert, InsertAll, InsertFrom, Insertable, IntoRef, Missing,
    New, Outcome, Patch, Ref, Returning, RowsOf, UniqueKey, Update, UpdateMany, Upsert, Upserted,
    rows_of,
};
