//! What holds of sequences.

use ormolu_schema::ir::{Count, Schema};

use super::{Fact, Facts, Kind};

pub(super) fn add(schema: &Schema, facts: &mut Facts) {
    for of in &schema.sequences {
        let about = (of.name.dotted(), Kind::Sequence, String::new());
        let text = text(&of.count.whole(facts.dialect));
        facts.all.insert(about, Fact::plain(text));
    }
}

/// How it counts, with everything said.
fn text(count: &Count) -> String {
    let numbers = [
        ("from", count.start),
        ("by", count.increment),
        ("least", count.min),
        ("most", count.max),
        ("cache", count.cache),
    ];
    let said = numbers
        .into_iter()
        .filter_map(|(what, n)| Some(format!("{what} {}", n?)));
    let mut said: Vec<String> = said.collect();
    said.extend(count.cycle.then(|| "cycle".to_owned()));
    said.join(" ")
}
