use super::{Check, Column, ColumnType, Default, PerDialect, Schema, TableName, Type};

/// A type with a name of its own, and with conditions that hold for all of its columns.
///
/// PostgreSQL has it as an object. Elsewhere its columns have its type, its default, its collation
/// and its conditions themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its name: domains, enumerations and tables share theirs.
    pub name: TableName,
    /// What it is a name for; that may be a domain as well, which then stands before this one.
    pub ty: ColumnType,
    /// Whether it takes no NULL, in whichever column.
    pub not_null: bool,
    /// What a new row gets in its columns where it has nothing else. Always one of the database.
    pub default: Option<Default>,
    /// Its collation, by dialect.
    pub collation: Option<PerDialect<String>>,
    /// What holds of its values, which the conditions call `VALUE`.
    pub checks: Vec<Check>,
    /// Documentation; also its comment in the database.
    pub comment: Option<String>,
}

/// The domains among these that a value of a type is of, the outermost first.
pub(crate) fn chain<'d>(
    domains: &'d [Domain],
    ty: &ColumnType,
) -> impl Iterator<Item = &'d Domain> + use<'d> {
    let of = move |ty: &ColumnType| {
        let name = ty.domain.as_ref()?;
        let domain = domains.iter().find(|of| of.name == *name)?;
        (!domain.is_element_of(ty)).then_some(domain)
    };
    std::iter::successors(of(ty), move |domain| of(&domain.ty))
}

impl Domain {
    /// Whether a type that names the domain is a list of its values.
    pub fn is_element_of(&self, ty: &ColumnType) -> bool {
        fn depth(ty: &Type) -> usize {
            match ty {
                Type::Array(element) => 1 + depth(element),
                _ => 0,
            }
        }
        depth(&ty.base) > depth(&self.ty.base)
    }
}

impl Schema {
    /// The domains that a value of this type is of, the outermost first. A list is of none, whatever
    /// its elements are of.
    pub fn domains_of(&self, ty: &ColumnType) -> impl Iterator<Item = &Domain> {
        chain(&self.domains, ty)
    }

    /// Whether a column has its default from its domain.
    pub fn inherits_default(&self, column: &Column) -> bool {
        let domain = self.domains_of(&column.ty).next();
        domain.is_some_and(|of| of.default.is_some() && of.default == column.default)
    }

    /// Whether a column has its collation from its domain.
    pub fn inherits_collation(&self, column: &Column) -> bool {
        let mut domains = self.domains_of(&column.ty);
        let said = domains.find_map(|of| of.collation.as_ref());
        said.is_some() && said == column.collation.as_ref()
    }
}
