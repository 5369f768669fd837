//! Names of constraints, by template.

use super::draft::Draft;
use crate::ir::ModelId;
use crate::source::Spanned;

/// PostgreSQL cuts longer names without a word, and then two of them collide.
const LONGEST: usize = 63;

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Primary,
    Foreign,
    Unique,
    Index,
    Exclusion,
    Check,
}

impl Kind {
    pub(crate) fn default_template(self) -> &'static str {
        match self {
            Kind::Primary => "pk_{table}",
            Kind::Foreign => "fk_{table}_{columns}",
            Kind::Unique => "uq_{table}_{columns}",
            Kind::Index => "ix_{table}_{columns}",
            Kind::Exclusion => "ex_{table}_{columns}",
            Kind::Check => "ck_{table}_{name}",
        }
    }
}

impl Draft<'_> {
    /// The name a constraint has: the given one, or one by the template.
    pub(super) fn constraint_name(
        &self,
        kind: Kind,
        given: Option<&Spanned<String>>,
        model: ModelId,
        parts: &[&str],
    ) -> String {
        if let (Some(given), false) = (given, matches!(kind, Kind::Check)) {
            return given.value.clone();
        }
        let naming = &self.document.naming;
        let template = match kind {
            Kind::Primary => &naming.pk,
            Kind::Foreign => &naming.fk,
            Kind::Unique => &naming.uq,
            Kind::Index => &naming.ix,
            Kind::Exclusion => &None,
            Kind::Check => &naming.ck,
        };
        let template = template
            .as_ref()
            .map_or(kind.default_template(), |t| &t.value);
        let joined = parts.join("_");
        let name = given.map_or(joined.as_str(), |g| g.value.as_str());
        let table = &self.model(model).ir.table.name;
        // A check from SQL has its full name already.
        if given.is_some() && self.model(model).as_it_is() {
            return name.into();
        }
        fill(template, table, &joined, name)
    }
}

/// The name that a template makes.
pub(crate) fn fill(template: &str, table: &str, columns: &str, name: &str) -> String {
    shorten(
        &template
            .replace("{table}", table)
            .replace("{columns}", columns)
            .replace("{name}", name),
    )
}

/// Cuts a name to what every engine keeps, with a hash of the whole at its end.
fn shorten(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.into();
    }
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut end = LONGEST - 9;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}_{:08x}", &name[..end], hash as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let (a, b) = (
            format!("{}a", "x".repeat(80)),
            format!("{}b", "x".repeat(80)),
        );
        assert_eq!(shorten(&a).len(), LONGEST);
        assert_ne!(shorten(&a), shorten(&b));
        assert_eq!(shorten("short"), "short");
    }
}
