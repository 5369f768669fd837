//! Models and mixins.

use super::column;
use super::computed;
use super::exact;
use super::fields::{self, Diagnostics, Fields};
use super::foreign_key;
use super::index;
use super::inherit;
use super::options;
use super::projection;
use super::relationship;
use super::rules;
use super::sql_field;
use super::tree::Node;
use super::version;
use super::via;
use super::view;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::suggest;
use crate::written::Model;

/// An entry of `models`.
pub(super) fn model<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Model> {
    let mut model = Model::new(key.span);
    model.name = Some(fields::named(key));
    let what = format!("model `{}`", fields::name_of(key));
    let mut fields = Fields::of(node, &what, diagnostics)?;
    let table = fields.take("table");
    model.table = table.and_then(|n| fields::text(n, "a table's name", diagnostics));
    let namespace = fields.take("namespace").or(fields.take("schema"));
    model.namespace = namespace.and_then(|n| fields::text(n, "a namespace", diagnostics));
    let renamed = fields.take("renamed_from");
    model.renamed_from = renamed.and_then(|n| fields::text(n, "a name", diagnostics));
    let primary_key = fields.take("primary_key");
    model.primary_key = primary_key.and_then(|n| index::primary_key(n, diagnostics));
    model.identity = fields.take("identity").map(|node| Spanned {
        value: fields::texts(node, "a column's name", diagnostics),
        span: node.span,
    });
    if let Some(node) = fields.take("projections") {
        model.projections = projection::projections(node, diagnostics);
    }
    let read_only = fields.take("read_only");
    let read_only = read_only.and_then(|n| fields::boolean(n, "`read_only`", diagnostics));
    model.read_only = read_only.is_some_and(|r| r.value);
    let inherits = fields.take("inherits");
    model.inherits = inherits.and_then(|n| inherit::inherits(n, diagnostics));
    // What is wrong with it was said: that the key is not here follows from it.
    model.read_only |= inherits.is_some() && model.inherits.is_none();
    let discriminator = fields.take("discriminator");
    model.discriminator = discriminator.and_then(|n| inherit::discriminator(n, diagnostics));
    if let Some(node) = fields.take("options") {
        model.options = options::options(node, diagnostics);
    }
    model.comment = fields.comment(diagnostics);
    model.view = fields.take("view").and_then(|n| view::view(n, diagnostics));
    model.read_only |= model.view.is_some();
    exact::properties(&mut model, &mut fields, words, diagnostics);
    let of_any_size = model.exact.then(|| Vocabulary {
        any_size: true,
        ..words.clone()
    });
    let of_columns = of_any_size.as_ref().unwrap_or(words);
    let mixins = shared(&mut model, &mut fields, of_columns, diagnostics);
    fields.finish(diagnostics);
    mix_in(&mut model, mixins, words, &mut vec![], diagnostics);
    Some(model)
}

/// What models and mixins both have. Answers the mixins that are named.
fn shared<'n>(
    model: &mut Model,
    fields: &mut Fields<'n>,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<String>> {
    let mixins = fields.take("mixins");
    let mixins = mixins.map(|n| fields::texts(n, "a mixin's name", diagnostics));
    if let Some(node) = fields.take("derives") {
        model.derives = fields::texts(node, "a derive", diagnostics);
    }
    if let Some(node) = fields.take("columns") {
        model.columns = column::columns(node, words, diagnostics);
    }
    if let Some(node) = fields.take("uniques") {
        model.uniques = index::uniques(node, diagnostics);
    }
    if let Some(node) = fields.take("indexes") {
        model.indexes = index::indexes(node, diagnostics);
    }
    if let Some(node) = fields.take("exclusions") {
        model.indexes.extend(index::exclusions(node, diagnostics));
    }
    if let Some(node) = fields.take("checks") {
        model.checks = index::checks(node, diagnostics);
    }
    if let Some(node) = fields.take("foreign_keys") {
        model.foreign_keys = foreign_key::foreign_keys(node, diagnostics);
    }
    if let Some(node) = fields.take("relationships") {
        model.relationships = relationship::relationships(node, diagnostics);
    }
    model.rules = rules::rules(fields, diagnostics);
    if let Some(node) = fields.take("via") {
        model.via = via::via(node, diagnostics);
    }
    if let Some(node) = fields.take("computed") {
        model.computed = computed::computed(node, words, diagnostics);
    }
    if let Some(node) = fields.take("sql_fields") {
        model.sql_fields = sql_field::sql_fields(node, words, diagnostics);
    }
    if let Some(node) = fields.take("filterable") {
        model.filterable = fields::texts(node, "a column's name", diagnostics);
    }
    let version = fields.take("version");
    model.version = version.and_then(|n| version::version(n, diagnostics));
    mixins.unwrap_or_default()
}

/// Adds what mixins say, where the model does not say it itself. Keys come first.
fn mix_in<'n>(
    model: &mut Model,
    mixins: Vec<Spanned<String>>,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) {
    for mixin in mixins {
        let Some(node) = words.mixins.get(&mixin.value) else {
            let message = format!("unknown mixin `{}`", mixin.value);
            let names = words.mixins.keys().map(String::as_str);
            let help = suggest::help(&mixin.value, names, "mixin");
            let error = Diagnostic::error("unknown-mixin", mixin.span, message);
            diagnostics.push(error.help(help));
            continue;
        };
        if path.contains(&mixin.value) {
            let message = format!("mixin `{}` mixes in itself", mixin.value);
            diagnostics.push(
                Diagnostic::error("mixin-cycle", mixin.span, message)
                    .help("take one of the mixins away"),
            );
            continue;
        }
        // What is wrong in it is said at each use; equal messages are put together at the end.
        let Some((mut other, inner)) = read_mixin(&mixin.value, node, words, diagnostics) else {
            continue;
        };
        path.push(mixin.value);
        mix_in(&mut other, inner, words, path, diagnostics);
        path.pop();
        add(model, other);
    }
}

fn add(model: &mut Model, other: Model) {
    let is_new = |columns: &[crate::written::Column], field: &Option<Spanned<String>>| {
        let name = |f: &Option<Spanned<String>>| f.as_ref().map(|f| f.value.clone());
        columns.iter().all(|c| name(&c.field) != name(field))
    };
    let mut keys = 0;
    for column in other.columns {
        if !is_new(&model.columns, &column.field) {
            continue;
        }
        if column.primary_key.is_some() {
            model.columns.insert(keys, column);
            keys += 1;
        } else {
            model.columns.push(column);
        }
    }
    for relationship in other.relationships {
        if model
            .relationships
            .iter()
            .all(|r| r.name.value != relationship.name.value)
        {
            model.relationships.push(relationship);
        }
    }
    model.derives.extend(other.derives);
    for shortcut in other.via {
        let same = |own: &crate::written::Shortcut| own.name.value == shortcut.name.value;
        if !model.via.iter().any(same) {
            model.via.push(shortcut);
        }
    }
    for computed in other.computed {
        let same = |own: &crate::written::Computed| own.name.value == computed.name.value;
        if !model.computed.iter().any(same) {
            model.computed.push(computed);
        }
    }
    for field in other.sql_fields {
        let same = |own: &crate::written::SqlField| own.name.value == field.name.value;
        if !model.sql_fields.iter().any(same) {
            model.sql_fields.push(field);
        }
    }
    for column in other.filterable {
        if model.filterable.iter().all(|c| c.value != column.value) {
            model.filterable.push(column);
        }
    }
    model.version = model.version.take().or(other.version);
    model.rules.mix_in(other.rules);
    model.uniques.extend(other.uniques);
    model.indexes.extend(other.indexes);
    model.checks.extend(other.checks);
    model.foreign_keys.extend(other.foreign_keys);
}

fn read_mixin<'n>(
    name: &str,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<(Model, Vec<Spanned<String>>)> {
    let mut model = Model::new(node.span);
    let mut fields = Fields::of(node, &format!("mixin `{name}`"), diagnostics)?;
    let mixins = shared(&mut model, &mut fields, words, diagnostics);
    fields.finish(diagnostics);
    Some((model, mixins))
}

/// Checks the entries of `mixins` by themselves.
pub(super) fn check_mixins(words: &Vocabulary<'_>, diagnostics: &mut Diagnostics) {
    for (name, node) in &words.mixins {
        if let Some((mut model, inner)) = read_mixin(name, node, words, diagnostics) {
            mix_in(
                &mut model,
                inner,
                words,
                &mut vec![name.clone()],
                diagnostics,
            );
        }
    }
}
