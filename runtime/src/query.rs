//! Statements under construction: `Select` with its closures, and the writer of SQL text.

mod ast;
mod group;
mod join;
mod keyset;
mod paginate;
mod path;
mod project;
mod run;
mod scope;
mod select;
mod subquery;
pub(crate) mod writer;

pub use ast::{JoinKind, JoinNode, PerGroup, SelectNode, Source, TableRef};
pub(crate) use group::push_condition;
pub use group::Grouped;
pub(crate) use keyset::Seeking;
pub use keyset::{Cursor, CursorError, Keyset, KeysetPage};
pub use paginate::Page;
pub(crate) use paginate::Pages;
pub use path::{Path, Related};
pub use project::Project;
pub(crate) use run::Collected;
pub use scope::{Append, FromItem, Scope};
pub use select::{Select, Tuple};
pub use subquery::exists;
pub use writer::{keys_per_statement, rows_per_statement, write_select};
