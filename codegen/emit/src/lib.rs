//! From a resolved [`Schema`] to formatted Rust.
//!
//! [`generate`] is the pipeline: names, then one file for each model's face and glue, the enums,
//! the schema's DDL and the root, all kept in an [`Output`] tree. What becomes of the tree is
//! the caller's: the command writes or checks it, a build script writes it.
//!
//! # The form of the output
//!
//! ```text
//! mod.rs            the modules and what they re-export
//! post.rs           the face of a model: what a reviewer reads
//! enums.rs          the enums
//! functions.rs      the database's functions that the schema declares
//! parameters.rs     what scopes ask the program for
//! schema.rs         the DDL of each dialect
//! glue.rs, glue/    trait implementations, one file for each face
//! billing.rs        the models and enums of the database schema `billing`, in billing/ with their glue
//! ```
//!
//! One folder that belongs to the generator alone, with `mod.rs` as its root: this is the form
//! whose bytes are right in both places. As `src/models/mod.rs` it is what `mod models;` finds;
//! `include!(concat!(env!("OUT_DIR"), "/models/mod.rs"))` resolves `mod post;` beside the
//! included file. A root called `models.rs` would look for `models/post.rs` when it is a module,
//! but for `post.rs` when it is included. An included file takes no inner attributes and no
//! inner docs, so the root has none, and lint levels stand on its `mod` lines.
#![warn(missing_docs)]

mod compile;
mod enums;
mod error;
mod face;
mod file;
mod functions;
mod glue;
mod hash;
mod keys;
mod layout;
mod lineage;
mod names;
mod output;
mod parallel;
mod parameters;
mod rank;
mod root;
mod schema_file;
mod scope;
mod space;
mod sql;
mod types;
mod unit;

use std::collections::BTreeMap;
use std::path::PathBuf;

use ormolu_schema::ir::Schema;

pub use compile::{Compilation, compile};
pub use error::EmitError;
pub use output::{Output, Stale, Written};

use enums::enums_in;
use space::file_stem;
use unit::{Unit, Units};

/// The version that generated files name.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Generates the code of a schema.
///
/// # Errors
/// What the schema asks for that generated code cannot say.
pub fn generate(schema: &Schema) -> Result<Output, EmitError> {
    let hash = ormolu_schema::fingerprint(schema);
    let placed = space::placed(schema);
    let units = Units::new(&placed)?;
    let mut files = BTreeMap::new();
    let mut add = |path: String, text: String| files.insert(PathBuf::from(path), text);

    for files in parallel::map(units.all(), model)? {
        for (path, text) in files {
            add(path, text);
        }
    }
    let spaces = units.spaces(&placed);
    for space in [None].into_iter().chain(spaces.iter().map(|s| Some(*s))) {
        let (enums, glue) = (units.enums_module(), units.glue_module());
        if enums_in(&placed, space).next().is_some() {
            let face = enums::face(&placed, space);
            let traits = enums::glue(&units, &placed, space);
            let file = space::file(space, enums);
            add(format!("{file}.rs"), file::print(face, file::Kind::Face)?);
            let file = format!("{}/{enums}.rs", space::file(space, glue));
            add(file, file::print(traits, file::Kind::Glue)?);
        }
        let text = file::print(root::glue(&units, &placed, space), file::Kind::Glue)?;
        add(format!("{}.rs", space::file(space, glue)), text);
        if let Some(space) = space {
            let text = file::print(root::space(&units, &placed, space), file::Kind::Face)?;
            add(format!("{}.rs", file_stem(space)), text);
        }
    }
    let has_functions = !schema.functions.is_empty();
    if has_functions {
        let text = file::print(functions::tokens(&units, &placed)?, file::Kind::Face)?;
        add(format!("{}.rs", units.functions_module()), text);
    }
    let has_parameters = !schema.parameters.is_empty();
    if has_parameters {
        let text = file::print(parameters::tokens(&units, &placed)?, file::Kind::Face)?;
        add(format!("{}.rs", units.parameters_module()), text);
    }
    let ddl = schema_file::tokens(schema, &hash)?;
    add(
        format!("{}.rs", units.schema_module()),
        file::print(ddl, file::Kind::Glue)?,
    );
    add(
        "mod.rs".into(),
        file::print(root::tokens(&units, &placed), file::Kind::Root(&hash))?,
    );
    Ok(Output { files })
}

/// The two files of a model.
fn model(unit: &Unit<'_>) -> Result<[(String, String); 2], EmitError> {
    Ok([
        (
            format!("{}.rs", unit.file()),
            file::print(face::tokens(unit)?, file::Kind::Face)?,
        ),
        (
            format!("{}.rs", unit.glue_file()),
            file::print(glue::tokens(unit)?, file::Kind::Glue)?,
        ),
    ])
}
