//! Statements under construction: `Select` with its closures, and the writer of SQL text.

mod ast;
mod change;
mod cte;
mod debug;
mod derived;
mod describe;
mod explain;
mod filter;
mod group;
mod grouping;
mod join;
mod join_query;
mod keyset;
mod limit_per;
mod lock;
mod options;
mod outer_join;
mod paginate;
mod path;
mod project;
mod projection;
mod raw;
mod raw_rows;
mod rows;
mod run;
mod sample;
mod scope;
mod select;
mod series;
mod set;
mod shaped;
mod source;
mod subquery;
mod top;
mod unnest;
mod values;
mod walk;
pub(crate) mod writer;

pub use ast::{DerivedNode, JoinKind, JoinNode, PerGroup, SelectNode, Source, TableRef};
pub(crate) use change::Change;
pub use change::ChangeNode;
pub use cte::{Cte, CteBody, CteNode, Nameable, cte, recursive, recursive_all};
pub use derived::{Columns, Derived, Layout};
pub use describe::{Described, DescribedColumn, DescribedTable, Description};
pub use explain::Explain;
pub use filter::{EqFilter, Filter, NullFilter, RangeFilter, TextFilter};
#[doc(hidden)]
pub use filter::{deserialize_filter, may_be_null, unknown_filter};
pub use group::Grouped;
pub(crate) use group::push_condition;
pub use grouping::{
    GroupKey, Grouping, GroupingSets, KeySet, KeySets, SetKeys, cube, grouping, grouping_sets,
    rollup,
};
pub use join::On;
pub(crate) use keyset::Seeking;
pub use keyset::{Cursor, CursorError, Keyset, KeysetPage};
pub use lock::{LockNode, LockStrength, LockWait, Lockable};
pub use options::Options;
pub(crate) use options::{IndexHint, IndexWay};
pub use outer_join::Unselected;
pub use paginate::Page;
pub(crate) use paginate::Pages;
pub(crate) use path::of_parent;
pub use path::{Path, Related};
pub use project::Project;
pub use projection::{Of, Projection};
#[doc(hidden)]
pub use raw::check;
pub use raw::{Bindable, RawRows, RawSql};
pub use raw_rows::{RawSource, call_rows, raw_rows};
pub use rows::{RowCall, RowFunction, RowsNode};
pub(crate) use run::Collected;
pub use sample::Sample;
pub(crate) use sample::SampleMethod;
pub use scope::{Append, FromItem, Scope};
pub use select::{Select, Tuple};
pub use series::{Series, SeriesItem, generate_series};
pub use set::{SameRow, SetNode, SetOperator};
pub use shaped::{RowShape, Shaped};
pub(crate) use source::place;
pub use source::{ItemOf, OuterOf, RowSource, from};
pub use subquery::exists;
pub use unnest::{Elements, Unnest, unnest};
pub use values::{ValueCell, ValueRow, Values, values};
pub use writer::{keys_per_statement, rows_per_statement, write_select};
