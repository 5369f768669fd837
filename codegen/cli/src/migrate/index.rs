//! `index`: a line for each migration, with a checksum of its files.
//!
//! Two branches that each add a migration both change its end, so that putting them together is a
//! conflict, and not two heads that nobody has seen.

use std::fmt::Write;

use ormolu::migrate::Migration;

use super::folder::Folder;

const HEAD: &str = "\
# Kept by `ormolu migrate`. Where two branches have each added a migration, this file is in conflict:
# `ormolu migrate rebase` or `ormolu migrate merge` ends that, and writes the file.
";

pub(crate) fn text(folder: &Folder) -> String {
    let mut out = HEAD.to_owned();
    for entry in folder.entries() {
        let _ = writeln!(out, "{} {}", entry.meta.id, &entry.checksum()[..16]);
    }
    let heads: Vec<&str> = folder
        .graph()
        .heads()
        .into_iter()
        .map(Migration::id)
        .collect();
    let _ = writeln!(out, "head {}", heads.join(" "));
    out
}
