use super::{Expr, Function, Nullness, Part, Textual};
use crate::value::Scalar;

/// How text is compared and sorted, by the engine's own names for it.
///
/// ```
/// use ormolu::expr::Collation;
/// const GERMAN: Collation = Collation::new("de-x-icu");
/// const BY_ENGINE: Collation = Collation::by_engine("NOCASE", "en-x-icu", "utf8mb4_general_ci");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collation {
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
    pub(crate) mysql: &'static str,
}

impl Collation {
    /// By code points: `"C"`, `BINARY`, `utf8mb4_bin`.
    pub const BINARY: Collation = Collation::by_engine("BINARY", "C", "utf8mb4_bin");

    /// A collation that has one name on all engines in use.
    pub const fn new(name: &'static str) -> Self {
        Collation::by_engine(name, name, name)
    }

    /// A collation by its names on SQLite, PostgreSQL, and MySQL or MariaDB. The names are quoted
    /// when they are written, so nothing in them can become SQL.
    pub const fn by_engine(
        sqlite: &'static str,
        postgres: &'static str,
        mysql: &'static str,
    ) -> Self {
        Collation {
            sqlite,
            postgres,
            mysql,
        }
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// `self COLLATE collation`: compared and sorted by it.
    pub fn collate(self, collation: Collation) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.call(Function::Collate(collation), [], T::Base::KIND)
    }
}
