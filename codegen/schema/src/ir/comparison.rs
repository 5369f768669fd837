/// An operator between two values, in formulas and in conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparison {
    /// How each is written; the first of several is the usual one.
    pub(crate) const SIGNS: [(&'static str, Comparison); 7] = [
        ("=", Comparison::Eq),
        ("<>", Comparison::Ne),
        ("!=", Comparison::Ne),
        ("<", Comparison::Lt),
        ("<=", Comparison::Le),
        (">", Comparison::Gt),
        (">=", Comparison::Ge),
    ];

    /// Whether it asks for more than equality.
    pub(crate) fn is_ordered(self) -> bool {
        !matches!(self, Comparison::Eq | Comparison::Ne)
    }
}
