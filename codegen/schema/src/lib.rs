//! Schema front ends of Ormolu and the resolved [`ir::Schema`], the one thing later stages read.
//!
//! The stages are folders, and each reads only the output of the stage before it:
//!
//! * [`source`]: bytes with spans and the set of files;
//! * `yaml` and [`ddl`]: the two front ends, from source to what was written;
//! * [`written`]: what was written, every node with its span;
//! * `expand`: what is short for something longer is written out;
//! * `resolve`: names become ids, and everything is checked;
//! * [`ir`]: the result;
//! * [`mod@print`]: the way back, from a schema to YAML; `merge` puts it into files that are there.
//!
//! Every error is a [`diagnostic::Diagnostic`] with a place in the source.
#![warn(missing_docs)]

pub mod ddl;
pub mod diagnostic;
mod expand;
mod fingerprint;
mod formula;
pub mod ir;
mod load;
mod merge;
mod overlay;
pub mod print;
pub mod references;
mod resolve;
pub mod source;
mod suggest;
pub mod written;
mod yaml;

pub use fingerprint::fingerprint;
pub use load::{Input, Outcome, Tolerance, compile};
pub use merge::{MergeError, Merged, merge, merge_with_mixins};
