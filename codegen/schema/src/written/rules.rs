//! Rules of a model's rows as they were written.

use crate::source::{Span, Spanned};

/// What a model or a mixin says of its rows.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Conditions by their names.
    pub scopes: Vec<(Spanned<String>, Spanned<String>)>,
    /// The column that says since when a row is deleted.
    pub soft_delete: Option<SoftDelete>,
    /// The column that says to which tenant a row belongs.
    pub tenant: Option<Spanned<String>>,
    /// Whether the program has hooks for its rows.
    pub hooks: Option<Spanned<bool>>,
    /// Whether and how there is a trail of what happens to them.
    pub audit: Option<Audit>,
    /// Whether the versions of them are kept, and where.
    pub history: Option<History>,
}

/// How deleted rows are kept.
#[derive(Clone, Debug)]
pub struct SoftDelete {
    /// The column that says since when.
    pub column: Spanned<String>,
    /// Whether unique keys count deleted rows, too.
    pub uniques_of_all: bool,
    /// Its place.
    pub span: Span,
}

/// A trail of what happens to rows.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Whether there is one.
    pub wanted: bool,
    /// The parameter that says who did it.
    pub actor: Option<Spanned<String>>,
    /// The trail's table.
    pub table: Option<Spanned<String>>,
    /// The place of the key.
    pub span: Span,
}

/// The versions of rows.
#[derive(Clone, Debug)]
pub struct History {
    /// Whether they are kept.
    pub wanted: bool,
    /// Their table.
    pub table: Option<Spanned<String>>,
    /// The place of the key.
    pub span: Span,
}

/// By which parameters a column is set.
#[derive(Clone, Debug)]
pub struct SetBy {
    /// In a new row.
    pub insert: Option<Spanned<String>>,
    /// At each UPDATE.
    pub update: Option<Spanned<String>>,
    /// The place of the key.
    pub span: Span,
}

impl Rules {
    /// Takes in what a mixin says, where the model does not say it itself.
    pub fn mix_in(&mut self, other: Rules) {
        for (name, text) in other.scopes {
            if self.scopes.iter().all(|(own, _)| own.value != name.value) {
                self.scopes.push((name, text));
            }
        }
        self.soft_delete = self.soft_delete.take().or(other.soft_delete);
        self.tenant = self.tenant.take().or(other.tenant);
        self.hooks = self.hooks.take().or(other.hooks);
        self.audit = self.audit.take().or(other.audit);
        self.history = self.history.take().or(other.history);
    }
}
