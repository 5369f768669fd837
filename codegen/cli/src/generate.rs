use std::path::Path;

use ormolu_codegen::{Output, compile};

use crate::Failure;
use crate::arguments::Generate;
use crate::schema::{input, report};

/// `ormolu generate`
pub(crate) fn run(arguments: &Generate) -> Result<(), Failure> {
    let compilation = compile(&input(&arguments.schema));
    report(&compilation.outcome, &arguments.schema)?;
    let Some(output) = compilation.output else {
        return Ok(());
    };
    let output = output.map_err(|e| Failure::Found(format!("error: {e}")))?;
    if arguments.check {
        check(&output, &arguments.out)
    } else {
        write(&output, &arguments.out)
    }
}

fn write(output: &Output, folder: &Path) -> Result<(), Failure> {
    let done = output
        .write(folder)
        .map_err(|e| Failure::Undone(format!("error: {e}")))?;
    for path in &done.written {
        println!("wrote {}", folder.join(path).display());
    }
    for path in &done.removed {
        println!("removed {}", folder.join(path).display());
    }
    let same = output.files.len() - done.written.len();
    println!("{} files, {same} unchanged", output.files.len());
    Ok(())
}

fn check(output: &Output, folder: &Path) -> Result<(), Failure> {
    let checked = output
        .check(folder)
        .map_err(|e| Failure::Undone(format!("error: {e}")))?;
    checked.map_err(|stale| {
        print!("{stale}");
        Failure::Found(format!(
            "error: {} of the files in {} are stale; run `ormolu generate`",
            stale.files,
            folder.display()
        ))
    })
}
