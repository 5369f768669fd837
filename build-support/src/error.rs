use std::io;

use ormolu_codegen::EmitError;

/// Why no models were written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema has errors, drawn like rustc's.
    #[error("{0}")]
    Schema(String),
    /// The schema asks for what generated code cannot say.
    #[error("error: {0}")]
    Emit(#[from] EmitError),
    /// A file could not be written.
    #[error("error: the models could not be written: {0}")]
    Write(#[from] io::Error),
    /// Not run by cargo.
    #[error("error: the environment has no {0}: ormolu-build belongs into a build script")]
    NoCargo(&'static str),
}
