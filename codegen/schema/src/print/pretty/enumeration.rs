//! Enumerations in their shortest form.

use crate::ir::{Enum, EnumVariant, Schema};
use crate::print::renamed;
use crate::print::tree::{Entries, Tree};
use crate::resolve::words;

/// What it is called in the file: its name, or the type's where only that makes the name.
pub(super) fn key(of: &Enum) -> String {
    let makes = |text: &str| words::camel(text) == of.name;
    match !makes(&of.name) && makes(&of.sql_name) {
        true => of.sql_name.clone(),
        false => of.name.clone(),
    }
}

pub(super) fn enumeration(of: &Enum, schema: &Schema) -> Tree {
    let renamed = renamed::enumeration(schema, of);
    let usual = of.sql_name == words::snake(&words::camel(&of.name));
    let values = values(of, schema);
    let is_short =
        usual && renamed.is_none() && of.namespace.is_none() && of.comment.is_none() && !of.open;
    if is_short {
        return values;
    }
    let mut map = Entries::default();
    map.text("comment", &of.comment);
    map.maybe("sql_name", (!usual).then(|| Tree::text(&of.sql_name)));
    map.text("namespace", &of.namespace);
    map.maybe("renamed_from", renamed.map(Tree::text));
    map.flag("open", of.open);
    map.add("values", values);
    Tree::Map(map)
}

/// `[draft, published]`, or with the names where they do not follow.
fn values(of: &Enum, schema: &Schema) -> Tree {
    let was = |v: &EnumVariant| renamed::value(schema, of, &v.value);
    let follows = |v: &EnumVariant| {
        v.comment.is_none() && was(v).is_none() && words::camel(&v.value) == v.name
    };
    if of.variants.iter().all(follows) {
        return Tree::texts(of.variants.iter().map(|v| &v.value));
    }
    let mut map = Entries::default();
    for variant in &of.variants {
        let EnumVariant {
            name,
            value,
            comment,
        } = variant;
        // A name that is made otherwise when it is read is said by the value that makes it.
        let stays = words::camel(name.trim_end_matches('_')) == name.trim_end_matches('_');
        let key = if stays { name } else { value };
        let renamed = was(variant);
        let value = Tree::text(value);
        if comment.is_none() && renamed.is_none() {
            map.add(key, value);
            continue;
        }
        let mut long = Entries::default();
        long.add("value", value);
        long.maybe("renamed_from", renamed.map(Tree::text));
        long.text("comment", comment);
        map.add(key, Tree::Map(long));
    }
    Tree::Map(map)
}
