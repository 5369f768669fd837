use super::{ColumnId, EnumId, ModelId, TableName};

/// What something was called before, as it was written (`renamed_from`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// A table: its name, with the namespace before a dot where it has one, or the model's.
    Table {
        /// The model that makes it.
        model: ModelId,
        /// What it was called.
        from: String,
    },
    /// A column: its name, its field, or the reference that made it.
    Column {
        /// The model that makes its table.
        model: ModelId,
        /// The column.
        column: ColumnId,
        /// What it was called.
        from: String,
    },
    /// An enumeration: the name of its type, or its Rust name.
    Enum {
        /// The enumeration.
        of: EnumId,
        /// What it was called.
        from: String,
    },
    /// A domain.
    Domain {
        /// Its name.
        name: TableName,
        /// What it was called, with the namespace before a dot where it has one.
        from: String,
    },
    /// A sequence.
    Sequence {
        /// Its name.
        name: TableName,
        /// What it was called, with the namespace before a dot where it has one.
        from: String,
    },
    /// A value of an enumeration.
    Value {
        /// The enumeration.
        of: EnumId,
        /// The text that is stored.
        value: String,
        /// The text that was stored before.
        from: String,
    },
}
