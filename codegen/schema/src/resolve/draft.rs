//! The schema while it is being resolved.

use std::collections::BTreeMap;

use super::renames;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    self, ColumnId, Dialect, Domain, Enum, ForeignKeyId, Function, ModelId, ModelKind, Parameter,
    PrimaryKey, Schema, Sequence, TableName, Timing,
};
use crate::source::Span;
use crate::written::{self, Document};

/// What is known so far.
pub(super) struct Draft<'d> {
    pub document: &'d Document,
    pub diagnostics: &'d mut Vec<Diagnostic>,
    pub dialects: Vec<Dialect>,
    pub enums: Vec<Enum>,
    pub domains: Vec<Domain>,
    pub sequences: Vec<Sequence>,
    pub functions: Vec<Function>,
    pub parameters: Vec<Parameter>,
    pub models: Vec<ModelDraft<'d>>,
    by_name: BTreeMap<String, Vec<ModelId>>,
    /// By the table's name in lower case.
    by_table: BTreeMap<String, Vec<ModelId>>,
}

/// A model so far. `written` is absent for a link table that only a relationship implies.
pub(super) struct ModelDraft<'d> {
    pub written: Option<&'d written::Model>,
    pub ir: ir::Model,
    pub span: Span,
    /// For each column of `ir`: what wrote it and where.
    pub origins: Vec<Origin<'d>>,
    /// For each foreign key of `ir`: where it is written.
    pub key_spans: Vec<Span>,
    /// Foreign keys that go without an index of their own.
    pub unindexed: Vec<ForeignKeyId>,
    /// Foreign keys by the name of the reference that made them.
    pub references: BTreeMap<String, ForeignKeyId>,
    /// For each relationship of `ir`: what wrote it, if not inferred.
    pub relationships: Vec<Option<&'d written::Relationship>>,
}

/// What wrote a column.
#[derive(Clone, Copy)]
pub(super) struct Origin<'d> {
    pub written: Option<&'d written::Column>,
    pub span: Span,
}

impl<'d> Draft<'d> {
    pub(super) fn new(document: &'d Document, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        let mut dialects: Vec<Dialect> = vec![];
        for dialect in &document.dialects {
            if !dialects.contains(&dialect.value.family()) {
                dialects.push(dialect.value.family());
            }
        }
        if dialects.is_empty() {
            dialects.push(Dialect::Sqlite);
        }
        Draft {
            document,
            diagnostics,
            dialects,
            enums: vec![],
            domains: vec![],
            sequences: vec![],
            functions: vec![],
            parameters: vec![],
            models: vec![],
            by_name: BTreeMap::new(),
            by_table: BTreeMap::new(),
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes a model in.
    pub(super) fn add(&mut self, model: ModelDraft<'d>) -> ModelId {
        let id = ModelId(self.models.len());
        let table = model.ir.table.name.to_ascii_lowercase();
        self.by_name
            .entry(model.ir.name.clone())
            .or_default()
            .push(id);
        self.by_table.entry(table).or_default().push(id);
        self.models.push(model);
        id
    }

    /// Takes a table in that no name means: its rows are other models.
    pub(super) fn add_table(&mut self, model: ModelDraft<'d>) {
        self.models.push(model);
    }

    /// The model a name means: a model's name first, then a table's, then one in another case.
    pub(super) fn find(&self, target: &written::Target) -> Option<ModelId> {
        let name = target.name.value.as_str();
        let here = |id: &&ModelId| {
            target.namespace.is_none() || self.model(**id).ir.table.namespace == target.namespace
        };
        let named = self.by_name.get(name).into_iter().flatten().filter(here);
        let lower = name.to_ascii_lowercase();
        let tables = || self.by_table.get(&lower).into_iter().flatten().filter(here);
        let exact = |id: &&ModelId| self.model(**id).ir.table.name == name;
        named
            .chain(tables().filter(exact))
            .chain(tables())
            .next()
            .copied()
    }

    pub(super) fn model(&self, id: ModelId) -> &ModelDraft<'d> {
        &self.models[id.0]
    }

    pub(super) fn finish(self) -> Schema {
        Schema {
            renames: renames::of(&self),
            dialects: self.dialects,
            enums: self.enums,
            domains: self.domains,
            sequences: self.sequences,
            functions: self.functions,
            parameters: self.parameters,
            models: self.models.into_iter().map(|m| m.ir).collect(),
        }
    }
}

impl<'d> ModelDraft<'d> {
    pub(super) fn new(
        written: Option<&'d written::Model>,
        name: String,
        module: String,
        table: TableName,
        span: Span,
    ) -> Self {
        let ir = ir::Model {
            name,
            module,
            table,
            kind: match written.map(|w| w.role) {
                Some(written::Role::Rows) => ModelKind::Rows,
                Some(written::Role::Table) => ModelKind::Table,
                Some(written::Role::Link) => ModelKind::Link,
                Some(written::Role::Both) | None => ModelKind::Entity,
            },
            columns: vec![],
            primary_key: PrimaryKey {
                name: String::new(),
                columns: vec![],
                timing: Timing::AtOnce,
            },
            identity: vec![],
            read_only: written.is_some_and(|w| w.read_only || w.view.is_some()),
            uniques: vec![],
            indexes: vec![],
            checks: vec![],
            foreign_keys: vec![],
            relationships: vec![],
            choices: vec![],
            lineage: None,
            projections: vec![],
            computed: vec![],
            sql_fields: vec![],
            shortcuts: vec![],
            filterable: vec![],
            version: None,
            rules: ir::Rules::default(),
            comment: written.and_then(|w| w.comment.clone()),
            derives: written
                .map(|w| w.derives.iter().map(|d| d.value.clone()).collect())
                .unwrap_or_default(),
            options: written.map(|w| w.options.clone()).unwrap_or_default(),
            view: written.and_then(|w| w.view.clone()),
        };
        ModelDraft {
            written,
            ir,
            span,
            origins: vec![],
            key_spans: vec![],
            unindexed: vec![],
            references: BTreeMap::new(),
            relationships: vec![],
        }
    }

    /// Whether it came from SQL, where names are what they are.
    pub(super) fn inferred(&self) -> bool {
        self.written.is_some_and(|w| w.infer)
    }

    /// Whether it is taken as it is: nothing is added, and nothing is asked that a database
    /// which has it would not ask.
    pub(super) fn as_it_is(&self) -> bool {
        self.written.is_some_and(|w| w.infer || w.exact)
    }

    /// A column by its field, its name, or its name in another case (SQL).
    pub(super) fn column(&self, name: &str) -> Option<ColumnId> {
        let at = |fits: &dyn Fn(&ir::Column) -> bool| {
            self.ir.columns.iter().position(fits).map(ColumnId)
        };
        at(&|c| c.name == name)
            .or_else(|| at(&|c| c.field == name))
            .or_else(|| {
                self.inferred()
                    .then(|| at(&|c| c.name.eq_ignore_ascii_case(name)))
                    .flatten()
            })
    }

    /// The column of this name, or the one that the reference of this name made.
    pub(super) fn column_or_reference(&self, name: &str) -> Option<ColumnId> {
        self.column(name).or_else(|| {
            let key = self.references.get(name)?;
            match self.ir.foreign_key(*key).columns[..] {
                [only] => Some(only),
                _ => None,
            }
        })
    }

    /// The names of its columns, for help.
    pub(super) fn column_names(&self) -> Vec<&str> {
        self.ir.columns.iter().map(|c| c.name.as_str()).collect()
    }

    pub(super) fn names(&self, columns: &[ColumnId]) -> Vec<&str> {
        columns
            .iter()
            .map(|c| self.ir.columns[c.0].name.as_str())
            .collect()
    }

    /// Whether no two rows share these columns' values.
    pub(super) fn is_unique(&self, columns: &[ColumnId]) -> bool {
        covers(&self.ir.identity, columns) || self.is_kept_unique(columns)
    }

    /// Whether the database sees to it that no two rows share these columns' values.
    pub(super) fn is_kept_unique(&self, columns: &[ColumnId]) -> bool {
        let covers = |key: &[ColumnId]| covers(key, columns);
        covers(&self.ir.primary_key.columns)
            || self.ir.uniques.iter().any(|u| covers(&u.columns))
            || self.ir.indexes.iter().any(|i| {
                let plain: Option<Vec<ColumnId>> = i
                    .parts
                    .iter()
                    .map(|p| match p.term {
                        ir::IndexTerm::Column(c) => Some(c),
                        ir::IndexTerm::Expression(_) => None,
                    })
                    .collect();
                i.unique && i.predicate.is_none() && plain.is_some_and(|c| covers(&c))
            })
    }
}

/// Whether a key is among the columns.
fn covers(key: &[ColumnId], columns: &[ColumnId]) -> bool {
    !key.is_empty() && key.iter().all(|c| columns.contains(c))
}
