//! Names become ids, and everything is checked.

use crate::diagnostic::Diagnostic;
use crate::ir::Schema;
use crate::written::Document;

/// The schema that was written, if nothing in it is wrong.
pub(crate) fn resolve(document: Document, diagnostics: &mut Vec<Diagnostic>) -> Option<Schema> {
    let _ = (document, diagnostics);
    None
}
