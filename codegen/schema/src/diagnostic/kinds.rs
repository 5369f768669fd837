use std::collections::BTreeMap;

use super::{Diagnostic, Severity};

/// So many of one kind are shown each; of more only the first.
pub const SHOWN: usize = 3;

/// Diagnostics by how bad they are and by their rule, those of one kind in their order.
pub fn kinds(all: &[Diagnostic]) -> BTreeMap<(Severity, &'static str), Vec<&Diagnostic>> {
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for diagnostic in all {
        let kind = (diagnostic.severity, diagnostic.code);
        kinds.entry(kind).or_default().push(diagnostic);
    }
    kinds
}
