//! What is short for something longer is written out, before names are looked up: the later
//! stages know of columns, keys and relationships alone.

mod audit;
mod concrete;
mod inherit;
mod one_of;

use crate::diagnostic::Diagnostic;
use crate::written::Document;

pub(crate) fn expand(document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
    if document.exact {
        return;
    }
    concrete::expand(document, diagnostics);
    one_of::expand(document, diagnostics);
    audit::expand(document, diagnostics);
    inherit::expand(document, diagnostics);
}
