//! Sequences, which PostgreSQL and MariaDB have.

use ormolu_schema::ir::{Count, Dialect, Sequence, TableName};

use super::{place, quote};
use crate::error::RenderError;
use crate::operation::{AlterSequence, CreateSequence, DropSequence};

/// `CREATE SEQUENCE` with what is said of it.
pub(super) fn create(create: &CreateSequence<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let Sequence { name, count } = create.sequence;
    let said = clauses(count);
    Ok(format!("CREATE SEQUENCE {}{said}", quoted(name, dialect)?))
}

/// Says what differs, and takes back what is no longer said.
pub(super) fn alter(alter: &AlterSequence<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let old = alter.before.count.whole(dialect);
    let mut changed = alter.after.count.whole(dialect);
    for part in Count::NUMBERS {
        let was = *part(&mut old.clone());
        let now = part(&mut changed);
        *now = now.filter(|_| *now != was);
    }
    let ends = old.cycle && !changed.cycle;
    changed.cycle &= !old.cycle;
    let mut said = clauses(&changed);
    if ends {
        said += match dialect {
            Dialect::Postgres => " NO CYCLE",
            _ => " NOCYCLE",
        };
    }
    let name = quoted(&alter.after.name, dialect)?;
    Ok(format!("ALTER SEQUENCE {name}{said}"))
}

pub(super) fn drop(drop: &DropSequence<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let name = quoted(&drop.sequence.name, dialect)?;
    Ok(format!("DROP SEQUENCE {name}"))
}

/// The next number, as the default of a column.
pub(super) fn next(of: &TableName, place: String, dialect: Dialect) -> Result<String, RenderError> {
    let name = quote::table(dialect, of)?;
    match dialect {
        Dialect::Sqlite => Err(lacks(place)),
        Dialect::Postgres => {
            let name = quote::text(dialect, &name)?;
            Ok(format!("nextval({name}::regclass)"))
        }
        _ => Ok(format!("(NEXTVAL({name}))")),
    }
}

/// MariaDB's, too, where the file is for MySQL: which of the two is connected, a schema does not say.
fn quoted(name: &TableName, dialect: Dialect) -> Result<String, RenderError> {
    match dialect {
        Dialect::Sqlite => Err(lacks(format!("sequence `{}`", name.dotted()))),
        _ => quote::table(dialect, name),
    }
}

fn lacks(place: String) -> RenderError {
    let help = "count with a key (`identity: true`)";
    place::unsupported(place, Dialect::Sqlite, "sequences", help)
}

fn clauses(count: &Count) -> String {
    let numbers = [
        ("START WITH", count.start),
        ("INCREMENT BY", count.increment),
        ("MINVALUE", count.min),
        ("MAXVALUE", count.max),
        ("CACHE", count.cache),
    ];
    let said = numbers
        .into_iter()
        .filter_map(|(word, n)| Some(format!(" {word} {}", n?)));
    let cycle = if count.cycle { " CYCLE" } else { "" };
    said.collect::<String>() + cycle
}
