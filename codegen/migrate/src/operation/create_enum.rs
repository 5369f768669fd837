use ormolu_schema::ir::Enum;

/// Makes a named enumeration type, where the dialect has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateEnum<'s> {
    /// The enumeration.
    pub enumeration: &'s Enum,
}
