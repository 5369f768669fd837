use ormolu_schema::ir::Enum;

/// Drops a named enumeration type, where the dialect has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropEnum<'s> {
    /// The enumeration.
    pub enumeration: &'s Enum,
}
