use super::{Name, SqlText, TableRef};
use crate::ir::{ReferentialAction, Timing};
use crate::source::Span;

#[derive(Clone, Debug)]
pub(in crate::ddl) struct KeyConstraint {
    pub(in crate::ddl) name: Option<Name>,
    pub(in crate::ddl) columns: Vec<Name>,
    pub(in crate::ddl) nulls_equal: bool,
    pub(in crate::ddl) timing: Timing,
    /// Said `DESC` at the column.
    pub(in crate::ddl) descending: bool,
    pub(in crate::ddl) span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ddl) struct Check {
    pub(in crate::ddl) name: Option<Name>,
    pub(in crate::ddl) expression: SqlText,
}

#[derive(Clone, Debug)]
pub(in crate::ddl) struct ForeignKey {
    pub(in crate::ddl) name: Option<Name>,
    pub(in crate::ddl) columns: Vec<Name>,
    pub(in crate::ddl) target: TableRef,
    /// Empty for the target's primary key.
    pub(in crate::ddl) target_columns: Vec<Name>,
    pub(in crate::ddl) on_delete: ReferentialAction,
    pub(in crate::ddl) on_update: ReferentialAction,
    pub(in crate::ddl) timing: Timing,
    pub(in crate::ddl) span: Span,
}
