//! Domains in the words of what is said.

use ormolu_schema::ir::{Check, EnumId, Schema};

use super::of_type;
use crate::drift::difference::{Difference, DifferenceKind as Kind};

pub(super) fn align(
    aligned: &mut Schema,
    said: &Schema,
    enums: &[Option<EnumId>],
    differences: &[Difference],
) {
    for found in &mut aligned.domains {
        let Some(own) = said.domain(&found.name) else {
            continue;
        };
        let dotted = own.name.dotted();
        let differs = |kind: Kind, name: &str| {
            let mut own = differences.iter().filter(|d| d.table == dotted);
            own.any(|d| d.kind == kind && d.name == name)
        };
        if let Some(ty) = of_type(&own.ty, enums).filter(|_| !differs(Kind::Domain, "")) {
            found.ty = ty;
            found.collation.clone_from(&own.collation);
        }
        if !differs(Kind::Default, "") {
            found.default.clone_from(&own.default);
        }
        if !differs(Kind::Comment, "") {
            found.comment.clone_from(&own.comment);
        }
        let differs = |check: &&Check| differs(Kind::Check, &check.name);
        let same = own.checks.iter().filter(|check| !differs(check));
        let other = found.checks.iter().filter(differs);
        found.checks = same.chain(other).cloned().collect();
    }
}
