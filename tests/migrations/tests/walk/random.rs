//! Any schema of the kind.

use proptest::prelude::*;
use proptest::sample::select;

use crate::toy::{BASES, Column, Domain, Sequence, TYPES, Table, Toy};

pub(crate) fn toy() -> impl Strategy<Value = Toy> {
    let tables = prop::collection::vec(prop::option::weighted(0.8, table()), 3);
    let values = || (1..4_usize, any::<bool>());
    let enums = (values(), values()).prop_map(|(a, b)| [a, b]);
    let view = prop::option::weighted(0.3, 0..3_usize);
    let of = || prop::option::weighted(0.7, domain());
    let domains = (of(), of()).prop_map(|(a, b)| [a, b]);
    let sequence = prop::option::weighted(0.6, sequence());
    (tables, enums, domains, sequence, view).prop_map(|(tables, enums, domains, sequence, view)| {
        Toy {
            tables,
            enums,
            domains,
            sequence,
            view,
        }
    })
}

fn domain() -> impl Strategy<Value = Domain> {
    let flags = prop::collection::vec(any::<bool>(), 5);
    (select(&BASES[..]), flags).prop_map(|(base, flags)| Domain {
        base,
        not_null: flags[0],
        default: flags[1],
        check: flags[2],
        comment: flags[3],
        renamed: flags[4],
    })
}

fn sequence() -> impl Strategy<Value = Sequence> {
    (1..3_u8, any::<bool>()).prop_map(|(increment, renamed)| Sequence { increment, renamed })
}

fn table() -> impl Strategy<Value = Table> {
    let flags = prop::collection::vec(any::<bool>(), 6);
    let columns = prop::collection::vec(prop::option::weighted(0.8, column()), 4);
    let some = || prop::option::weighted(0.4, 0..4_usize);
    let parent = prop::option::weighted(0.5, (0..3_usize, any::<bool>()));
    let index = prop::option::weighted(0.4, (0..4_usize, any::<bool>()));
    (
        flags,
        columns,
        parent,
        some(),
        index,
        some(),
        some(),
        some(),
        some(),
        prop::bool::weighted(0.3),
    )
        .prop_map(
            |(
                flags,
                columns,
                parent,
                unique,
                index,
                partial,
                expression,
                computed,
                check,
                history,
            )| Table {
                renamed: flags[0],
                wide_key: flags[1],
                counted: flags[2],
                comment: flags[3],
                strict: flags[4],
                apart: flags[5],
                columns,
                parent,
                unique,
                index,
                partial,
                expression,
                computed,
                check,
                history,
            },
        )
}

fn column() -> impl Strategy<Value = Column> {
    let flags = prop::collection::vec(any::<bool>(), 5);
    (select(&TYPES[..]), flags).prop_map(|(ty, flags)| Column {
        ty,
        nullable: flags[0],
        default: flags[1],
        comment: flags[2],
        renamed: flags[3],
        counts: flags[4],
    })
}
