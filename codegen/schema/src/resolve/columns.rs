//! Columns, their types, and the columns that references make.

use std::collections::BTreeMap;

use super::draft::{Draft, Origin};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{Column, ColumnType, Default, Identity, ModelId, Type};
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{self, TypeName};

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for at in 0..draft.models.len() {
        let model = ModelId(at);
        let Some(written) = draft.models[at].written else {
            continue;
        };
        if written.columns.is_empty() {
            let message = format!("the model `{}` has no columns", draft.models[at].ir.name);
            draft.report(
                Diagnostic::error("no-columns", written.span, message)
                    .help("give it at least a key: `id: { type: bigint, primary_key: true }`"),
            );
        }
        for column in &written.columns {
            let made = draft.made_by(model, column, &mut vec![]);
            for (name, ty) in made {
                draft.add_column(model, column, name, ty);
            }
        }
    }
}

/// The columns that have been asked for on the way: a key that needs itself has no type.
type Path = Vec<(ModelId, String)>;

impl<'d> Draft<'d> {
    /// The names and types of the columns that one written column makes.
    fn made_by(
        &mut self,
        model: ModelId,
        column: &written::Column,
        path: &mut Path,
    ) -> Vec<(String, ColumnType)> {
        let given = column.name.as_ref().or(column.field.as_ref());
        let name = given.map(|n| n.value.clone()).unwrap_or_default();
        if let Some(ty) = &column.ty {
            return vec![(name, self.type_of(ty, path.is_empty()))];
        }
        let Some(reference) = &column.references else {
            if path.is_empty() {
                self.report(
                    Diagnostic::error("no-type", column.span, format!("`{name}` has no type"))
                        .help("write `type: ..`, or `references: ..` for a foreign key"),
                );
            }
            return vec![(name, Type::Text.into())];
        };
        let Some(target) = self.find(&reference.target) else {
            if path.is_empty() {
                self.unknown_model(&reference.target);
            }
            return vec![];
        };
        let field = column
            .field
            .as_ref()
            .map_or(name.as_str(), |f| f.value.as_str());
        if path.iter().any(|(m, c)| *m == model && c == field) {
            self.report(
                Diagnostic::error(
                    "key-cycle",
                    column.span,
                    format!(
                        "the key of `{}` points at itself",
                        self.model(model).ir.name
                    ),
                )
                .help("a key needs at least one column that is no reference"),
            );
            return vec![];
        }
        path.push((model, field.into()));
        let key = if reference.target_columns.is_empty() {
            self.key_of(target, path)
        } else {
            let wanted: Vec<&str> = reference
                .target_columns
                .iter()
                .map(|c| c.value.as_str())
                .collect();
            self.columns_of(target, &wanted, path)
        };
        path.pop();
        if path.is_empty() && key.len() < reference.target_columns.len() {
            for wanted in &reference.target_columns {
                if self
                    .columns_of(target, &[&wanted.value], &mut vec![(model, field.into())])
                    .is_empty()
                {
                    self.unknown_written_column(target, wanted);
                }
            }
            return vec![];
        }
        let named = reference.columns.len();
        if named > 0 && named != key.len() && !key.is_empty() && path.is_empty() {
            let message = format!("the key has {} columns, but {named} are named", key.len());
            self.report(
                Diagnostic::error("column-count", reference.columns[0].span, message)
                    .help("name one column for each of the target's"),
            );
        }
        key.into_iter()
            .enumerate()
            .map(|(at, (suffix, ty))| {
                let made = match (reference.columns.get(at), &column.name) {
                    (Some(given), _) => given.value.clone(),
                    (None, Some(given)) if named == 0 => given.value.clone(),
                    _ => format!("{field}_{suffix}"),
                };
                (made, ty)
            })
            .collect()
    }

    /// The names and types of a model's primary key, as far as written.
    fn key_of(&mut self, model: ModelId, path: &mut Path) -> Vec<(String, ColumnType)> {
        let Some(written) = self.model(model).written else {
            return vec![];
        };
        if let Some(key) = &written.primary_key {
            let wanted: Vec<&str> = key.columns.iter().map(|c| c.value.as_str()).collect();
            return self.columns_of(model, &wanted, path);
        }
        let keyed = written.columns.iter().filter(|c| c.primary_key.is_some());
        let columns: Vec<&'d written::Column> = keyed.collect();
        columns
            .into_iter()
            .flat_map(|c| self.made_by(model, c, path))
            .collect()
    }

    /// The names and types of some columns of a model, by name; unknown ones are left out.
    fn columns_of(
        &mut self,
        model: ModelId,
        wanted: &[&str],
        path: &mut Path,
    ) -> Vec<(String, ColumnType)> {
        let Some(written) = self.model(model).written else {
            return vec![];
        };
        let is = |name: &Option<Spanned<String>>, wanted: &str| {
            name.as_ref().is_some_and(|n| n.value == wanted)
        };
        let mut found = vec![];
        for name in wanted {
            let by_name = written
                .columns
                .iter()
                .find(|c| {
                    is(&c.name, name) && c.references.as_ref().is_none_or(|r| r.columns.is_empty())
                })
                .or_else(|| written.columns.iter().find(|c| is(&c.field, name)));
            if let Some(column) = by_name {
                found.extend(self.made_by(model, column, path));
                continue;
            }
            let references = written
                .columns
                .iter()
                .filter(|c| c.references.is_some() && c.ty.is_none());
            for column in references.collect::<Vec<_>>() {
                if let Some(made) = self
                    .made_by(model, column, path)
                    .into_iter()
                    .find(|(made, _)| made == name)
                {
                    found.push(made);
                    break;
                }
            }
        }
        found
    }

    /// The type a name means. Says what is wrong with it once, where it is first asked for.
    pub(super) fn type_of(&mut self, ty: &Spanned<TypeName>, say: bool) -> ColumnType {
        match &ty.value {
            TypeName::Known(known) => known.clone(),
            TypeName::Enum { namespace, name } => {
                match self.find_enum(namespace.as_deref(), name) {
                    Some(id) => Type::Enum(id).into(),
                    None => {
                        if say {
                            let known: Vec<&str> =
                                self.enums.iter().map(|e| e.name.as_str()).collect();
                            let help = suggest::help(name, known, "enumerations of this schema");
                            self.report(
                                Diagnostic::error(
                                    "unknown-type",
                                    ty.span,
                                    format!("there is no type `{name}`"),
                                )
                                .help(help),
                            );
                        }
                        Type::Text.into()
                    }
                }
            }
            TypeName::Domain(name) => self.type_of_domain(name, ty.span, say),
            TypeName::Array {
                element,
                fallback_json,
            } => {
                let element = Spanned {
                    value: (**element).clone(),
                    span: ty.span,
                };
                let element = self.type_of(&element, say);
                if matches!(element.base, Type::Array(_)) && say {
                    let message = "the elements of an array are no arrays, as those of this domain";
                    self.report(
                        Diagnostic::error("array-element", ty.span, message)
                            .help("write `json`, or the domain itself"),
                    );
                }
                let lacking = self
                    .dialects
                    .iter()
                    .find(|d| **d != crate::ir::Dialect::Postgres);
                if let (Some(dialect), false, true) = (lacking.copied(), *fallback_json, say) {
                    self.report(
                        Diagnostic::error("no-arrays", ty.span, format!("{dialect} has no arrays"))
                            .help(
                                "write `{ type: array<..>, fallback: json }` to store JSON there, or \
                                 take the dialect out of `dialects`",
                            ),
                    );
                }
                ColumnType {
                    domain: element.domain,
                    ..Type::Array(Box::new(element.base)).into()
                }
            }
        }
    }

    fn add_column(
        &mut self,
        model: ModelId,
        written: &'d written::Column,
        name: String,
        ty: ColumnType,
    ) {
        let made = written.ty.is_none() && written.references.is_some();
        let inferred = self.model(model).inferred();
        let mut field = match &written.field {
            Some(field) if !made => field.value.clone(),
            _ => words::snake(&name),
        };
        if !words::is_identifier(&field) {
            self.report(
                Diagnostic::error(
                    "bad-name",
                    written.span,
                    format!("`{field}` cannot be the name of a Rust field"),
                )
                .help("use letters, digits and `_`; `column:` names the column otherwise"),
            );
        }
        let exact = self.model(model).written.is_some_and(|w| w.exact);
        if !exact {
            field = words::snake(&field);
        }
        let draft = &self.models[model.0];
        let clash = draft.ir.columns.iter().position(|c| {
            c.field == field || c.name.eq_ignore_ascii_case(&name) && !(exact && c.name != name)
        });
        if let Some(first) = clash {
            if inferred {
                let taken: Vec<&str> = draft.ir.columns.iter().map(|c| c.field.as_str()).collect();
                field = (2..)
                    .map(|n| format!("{}_{n}", field.trim_end_matches('_')))
                    .find(|f| !taken.contains(&f.as_str()))
                    .unwrap_or(field);
            } else {
                let same = draft.ir.columns[first].name == name;
                let (first, model) = (draft.origins[first].span, draft.ir.name.clone());
                let message = match same {
                    true => format!("`{model}` has two columns called `{name}`"),
                    false => format!("`{model}` has two columns called `{field}` in Rust"),
                };
                self.report(
                    Diagnostic::error("name-clash", written.span, message)
                        .related(first, "the first one")
                        .help(match same {
                            true => "rename one; `references` makes a column too: `<name>_id`",
                            false => "rename one; `column:` keeps the column's name",
                        }),
                );
                return;
            }
        }
        let nullable = written.nullable.as_ref().is_some_and(|n| n.value);
        let mut column = Column {
            name,
            field,
            ty,
            nullable,
            default: written.default.as_ref().map(|d| d.value.clone()),
            on_update: written.on_update.as_ref().map(|d| d.value.clone()),
            generated: written.generated.as_ref().map(|g| g.value.clone()),
            identity: written.identity.as_ref().and_then(|i| i.value.clone()),
            collation: written.collation.as_ref().map(|c| c.value.clone()),
            comment: written.comment.clone(),
            rust_type: written.rust_type.as_ref().map(|r| r.value.clone()),
            id_of: None,
            ignores_case: written.ignores_case.is_some(),
            sensitive: written.sensitive,
            deferred: written.deferred.is_some(),
        };
        self.inherit_domain(&mut column, written);
        let draft = &mut self.models[model.0];
        draft.ir.columns.push(column);
        draft.origins.push(Origin {
            written: Some(written),
            span: written.span,
        });
    }

    /// Says that a name means no column of a model whose columns are not made yet.
    fn unknown_written_column(&mut self, model: ModelId, name: &Spanned<String>) {
        let draft = self.model(model);
        let written = draft
            .written
            .map(|w| w.columns.as_slice())
            .unwrap_or_default();
        let names = written
            .iter()
            .filter_map(|c| c.field.as_ref().or(c.name.as_ref()));
        let help = suggest::help(&name.value, names.map(|n| n.value.as_str()), "its columns");
        let message = format!("`{}` has no column `{}`", draft.ir.name, name.value);
        self.report(Diagnostic::error("unknown-column", name.span, message).help(help));
    }

    /// Says that a name means no model.
    pub(super) fn unknown_model(&mut self, target: &written::Target) {
        let mut known: Vec<&str> = self.models.iter().map(|m| m.ir.name.as_str()).collect();
        if self.models.iter().any(|m| m.inferred()) {
            known.extend(self.models.iter().map(|m| m.ir.table.name.as_str()));
        }
        let help = suggest::help(&target.name.value, known, "models of this schema");
        let message = format!("there is no model `{}`", target.name.value);
        let diagnostic = Diagnostic::error("unknown-model", target.name.span, message).help(help);
        self.report(diagnostic);
    }

    /// Says that a name means no column of a model.
    pub(super) fn unknown_column(&mut self, model: ModelId, name: &str, span: Span) {
        let draft = self.model(model);
        let help = suggest::help(name, draft.column_names(), "its columns");
        let message = format!("`{}` has no column `{name}`", draft.ir.name);
        let diagnostic = Diagnostic::error("unknown-column", span, message).help(help);
        self.report(diagnostic);
    }

    /// Columns by name; says which are unknown or named twice.
    pub(super) fn columns_named(
        &mut self,
        model: ModelId,
        names: &[Spanned<String>],
    ) -> Option<Vec<crate::ir::ColumnId>> {
        let mut seen: BTreeMap<crate::ir::ColumnId, Span> = BTreeMap::new();
        let mut found = vec![];
        for name in names {
            let columns = self.columns_meant(model, &name.value);
            if columns.is_empty() {
                self.unknown_column(model, &name.value, name.span);
                return None;
            }
            for column in columns {
                if let Some(first) = seen.insert(column, name.span) {
                    let message = format!("`{}` stands here twice", name.value);
                    self.report(
                        Diagnostic::error("duplicate-column", name.span, message)
                            .related(first, "the first one")
                            .help("name each column once"),
                    );
                    return None;
                }
                found.push(column);
            }
        }
        Some(found)
    }

    /// A column, or the columns that the reference of this name made.
    fn columns_meant(&self, model: ModelId, name: &str) -> Vec<crate::ir::ColumnId> {
        let draft = self.model(model);
        if let Some(column) = draft.column(name) {
            return vec![column];
        }
        let by_reference = |origin: &Origin<'_>| {
            origin.written.is_some_and(|w| {
                w.references.is_some() && w.field.as_ref().is_some_and(|f| f.value == name)
            })
        };
        (0..draft.origins.len())
            .filter(|at| by_reference(&draft.origins[*at]))
            .map(crate::ir::ColumnId)
            .collect()
    }

    /// What the key of a model gets without being asked: a counter, or a UUID of the program.
    pub(super) fn complete_key(&mut self, model: ModelId) {
        let draft = &mut self.models[model.0];
        let [only] = draft.ir.primary_key.columns[..] else {
            return;
        };
        let Some(written) = draft.origins[only.0].written else {
            return;
        };
        let untouched = written.default.is_none()
            && written.generated.is_none()
            && written.identity.is_none()
            && written.references.is_none();
        if !untouched || draft.as_it_is() || draft.written.is_none_or(|w| w.read_only) {
            return;
        }
        // The key of a variant points at its base, as which it is the same row.
        let lineage = draft.written.and_then(|w| w.lineage.as_ref());
        let own = usize::from(lineage.is_some_and(|lineage| lineage.base.is_some()));
        let keys = draft.ir.foreign_keys.iter();
        if keys.filter(|k| k.columns.contains(&only)).count() > own {
            return;
        }
        let column = &mut draft.ir.columns[only.0];
        match column.ty.base {
            // What a domain says of its values may not hold of just any.
            _ if column.ty.domain.is_some() => {}
            Type::SmallInt | Type::Int | Type::BigInt | Type::U32 | Type::U64 => {
                column.identity = Some(Identity {
                    always: false,
                    start: None,
                    increment: None,
                });
            }
            Type::Uuid => column.default = Some(Default::Rust("::ormolu::uuid_v7()".into())),
            _ => {}
        }
    }
}
