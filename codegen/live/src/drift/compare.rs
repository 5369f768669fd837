//! Facts against facts.

use ormolu_schema::ddl::normal;
use ormolu_schema::ir::Dialect;

use super::difference::{Difference, DifferenceKind as Kind};
use super::facts::{About, Fact, Facts};

/// A difference, and what of it is a matter of spelling.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) difference: Difference,
    /// Where nothing else differs: the schema's SQL and the database's, pair by pair.
    pub(super) sql: Vec<(String, String)>,
    /// Whether it is about a domain.
    pub(super) of_domain: bool,
}

/// What differs, in the order of the tables, between what would be created and what is there.
/// What the schema itself says word for word does not.
pub(super) fn compare(said: &Facts, expected: &Facts, found: &Facts) -> Vec<Candidate> {
    let mut candidates = vec![];
    let is_said = |about: &About, fact: &Fact| said.all.get(about) == Some(fact);
    for (about, fact) in &expected.all {
        match found.all.get(about) {
            Some(other) if is_said(about, other) => {}
            Some(other) => {
                let of_domain = is_domain(&about.0, expected);
                let differs = differs(about, fact, other, expected.dialect);
                candidates.extend(differs.map(|candidate| Candidate {
                    of_domain,
                    ..candidate
                }));
            }
            None if is_part(about, found) || is_usual(about, fact) => {}
            None => candidates.push(only(about, Some(fact), None)),
        }
    }
    for (about, fact) in &found.all {
        let known = expected.all.contains_key(about) || is_said(about, fact);
        let implied = is_part(about, expected) || is_implied(about, fact, found);
        if !known && !implied {
            candidates.push(only(about, None, Some(fact)));
        }
    }
    candidates.sort_by(|a, b| place(&a.difference).cmp(&place(&b.difference)));
    candidates
}

fn place(of: &Difference) -> (&str, Kind, &str) {
    (&of.table, of.kind, &of.name)
}

fn only(about: &About, expected: Option<&Fact>, found: Option<&Fact>) -> Candidate {
    let (table, kind, name) = about.clone();
    let text = |fact: Option<&Fact>| fact.map(|f| f.text.clone());
    Candidate {
        difference: Difference {
            kind,
            table,
            name,
            expected: text(expected),
            found: text(found),
        },
        sql: vec![],
        of_domain: false,
    }
}

fn differs(about: &About, fact: &Fact, other: &Fact, dialect: Dialect) -> Option<Candidate> {
    let mut candidate = only(about, Some(fact), Some(other));
    if fact.shape != other.shape || fact.sql.len() != other.sql.len() {
        return Some(candidate);
    }
    let pairs = fact.sql.iter().cloned().zip(other.sql.iter().cloned());
    candidate.sql = pairs
        .filter(|(a, b)| normal(a, dialect) != normal(b, dialect))
        .collect();
    (!candidate.sql.is_empty()).then_some(candidate)
}

fn is_domain(name: &str, facts: &Facts) -> bool {
    let about = (name.to_owned(), Kind::Domain, String::new());
    facts.all.contains_key(&about)
}

/// Whether the thing belongs to one that the other side does not have at all.
fn is_part((table, kind, name): &About, other: &Facts) -> bool {
    let has = |kind: Kind, name: &str| {
        other
            .all
            .contains_key(&(table.clone(), kind, name.to_owned()))
    };
    match kind {
        Kind::Table | Kind::View | Kind::Enum | Kind::Domain | Kind::Sequence => false,
        Kind::Null | Kind::Default if name.is_empty() => !has(Kind::Domain, ""),
        Kind::Type
        | Kind::Null
        | Kind::Default
        | Kind::Generated
        | Kind::Identity
        | Kind::OnUpdate
        | Kind::Collation => !has(Kind::Column, name),
        Kind::Comment if !name.is_empty() => !has(Kind::Column, name),
        _ => {
            let owners = [Kind::Table, Kind::View, Kind::Enum, Kind::Domain];
            !owners.into_iter().any(|owner| has(owner, ""))
        }
    }
}

/// What the schema says and the database need not: the engine's own defaults.
fn is_usual((_, kind, _): &About, fact: &Fact) -> bool {
    *kind == Kind::Collation && fact.text == "default"
}

/// What is in the database although nobody said it: options that a table has anyway, and the
/// indexes that MySQL makes for foreign keys.
fn is_implied((table, kind, name): &About, fact: &Fact, found: &Facts) -> bool {
    let mysql = found.dialect.family() == Dialect::Mysql;
    match kind {
        Kind::Option => mysql,
        // Nor does a schema that was read of this database have it.
        Kind::View => found.unknown.contains(table),
        Kind::Index if mysql => {
            let of = |(owner, columns): &(String, String)| owner == table && *columns == fact.text;
            found.keyed.iter().any(of) && !name.is_empty()
        }
        _ => false,
    }
}
