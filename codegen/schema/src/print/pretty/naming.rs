//! The templates that most names of constraints follow.

use crate::ir::{ColumnId, Index, IndexTerm, Model, Schema};
use crate::print::tree::{Entries, Tree};
use crate::resolve::naming::{Kind, fill};

/// What databases and frameworks call constraints by themselves.
const PRIMARY: [&str; 2] = ["pk_{table}", "{table}_pkey"];
const FOREIGN: [&str; 4] = [
    "fk_{table}_{columns}",
    "{table}_{columns}_fkey",
    "{table}_{columns}_foreign",
    "{table}_{columns}_fk",
];
const UNIQUE: [&str; 4] = [
    "uq_{table}_{columns}",
    "{table}_{columns}_key",
    "{table}_{columns}_unique",
    "{table}_{columns}_uniq",
];
const INDEX: [&str; 5] = [
    "ix_{table}_{columns}",
    "{table}_{columns}_idx",
    "{table}_{columns}_index",
    "idx_{table}_{columns}",
    "index_{table}_on_{columns}",
];
const CHECK: [&str; 3] = [
    "ck_{table}_{name}",
    "{table}_{name}_check",
    "{table}_{name}",
];

/// A template for each kind.
pub(super) struct Naming {
    pk: String,
    fk: String,
    uq: String,
    ix: String,
    ck: String,
}

impl Naming {
    /// The templates that a file says.
    pub(super) fn written(templates: &[(String, String)]) -> Self {
        let of = |key: &str, kind: Kind| {
            let said = templates.iter().find(|(own, _)| own == key);
            said.map_or_else(|| kind.default_template().to_owned(), |(_, t)| t.clone())
        };
        Naming {
            pk: of("pk", Kind::Primary),
            fk: of("fk", Kind::Foreign),
            uq: of("uq", Kind::Unique),
            ix: of("ix", Kind::Index),
            ck: of("ck", Kind::Check),
        }
    }

    /// The templates that name the most.
    pub(super) fn of(schema: &Schema) -> Self {
        let count = |fits: &dyn Fn(&Model) -> usize| schema.models.iter().map(fits).sum::<usize>();
        let best = |of: &[&'static str], fits: &dyn Fn(&'static str, &Model) -> usize| {
            let mut best = (of[0], count(&|m| fits(of[0], m)));
            for template in &of[1..] {
                let found = count(&|m| fits(template, m));
                if found > best.1 {
                    best = (template, found);
                }
            }
            best.0.to_owned()
        };
        Naming {
            pk: best(&PRIMARY, &|template, m| {
                let keyed = !m.primary_key.columns.is_empty();
                let name = fill(
                    template,
                    &m.table.name,
                    &joined(m, &m.primary_key.columns),
                    "",
                );
                usize::from(keyed && name == m.primary_key.name)
            }),
            fk: best(&FOREIGN, &|template, m| {
                let keys = m.foreign_keys.iter();
                keys.filter(|k| k.name == named(template, m, &k.columns))
                    .count()
            }),
            uq: best(&UNIQUE, &|template, m| {
                let keys = m.uniques.iter();
                keys.filter(|k| k.name == named(template, m, &k.columns))
                    .count()
            }),
            ix: best(&INDEX, &|template, m| {
                let indexes = m.indexes.iter();
                indexes
                    .filter(|i| i.name == index_name(template, m, i))
                    .count()
            }),
            ck: best(&CHECK, &|template, m| {
                let checks = m.checks.iter();
                checks
                    .filter(|c| part(template, m, &c.name).is_some())
                    .count()
            }),
        }
    }

    pub(super) fn tree(&self) -> Tree {
        let mut map = Entries::default();
        let all = [
            ("pk", &self.pk, Kind::Primary),
            ("fk", &self.fk, Kind::Foreign),
            ("uq", &self.uq, Kind::Unique),
            ("ix", &self.ix, Kind::Index),
            ("ck", &self.ck, Kind::Check),
        ];
        for (key, template, kind) in all {
            if template != kind.default_template() {
                map.add(key, Tree::text(template));
            }
        }
        Tree::Map(map)
    }

    /// The name where it is not the usual one.
    pub(super) fn primary_key(&self, model: &Model) -> Option<Tree> {
        let key = &model.primary_key;
        given(&key.name, named(&self.pk, model, &key.columns))
    }

    pub(super) fn foreign_key(
        &self,
        model: &Model,
        name: &str,
        columns: &[ColumnId],
    ) -> Option<Tree> {
        given(name, named(&self.fk, model, columns))
    }

    pub(super) fn unique(&self, model: &Model, name: &str, columns: &[ColumnId]) -> Option<Tree> {
        given(name, named(&self.uq, model, columns))
    }

    pub(super) fn index(&self, model: &Model, index: &Index) -> Option<Tree> {
        given(&index.name, index_name(&self.ix, model, index))
    }

    /// What a check's name says beside the template.
    pub(super) fn check(&self, model: &Model, name: &str) -> Option<String> {
        part(&self.ck, model, name)
    }
}

fn given(name: &str, usual: String) -> Option<Tree> {
    (name != usual).then(|| Tree::text(name))
}

fn named(template: &str, model: &Model, columns: &[ColumnId]) -> String {
    fill(template, &model.table.name, &joined(model, columns), "")
}

fn joined(model: &Model, columns: &[ColumnId]) -> String {
    let names: Vec<&str> = columns
        .iter()
        .map(|c| model.column(*c).name.as_str())
        .collect();
    names.join("_")
}

fn index_name(template: &str, model: &Model, index: &Index) -> String {
    let part = |term: &IndexTerm| match term {
        IndexTerm::Column(id) => model.column(*id).name.clone(),
        IndexTerm::Expression(_) => "expr".to_owned(),
    };
    let parts: Vec<String> = index.parts.iter().map(|p| part(&p.term)).collect();
    fill(template, &model.table.name, &parts.join("_"), "")
}

fn part(template: &str, model: &Model, name: &str) -> Option<String> {
    let (before, behind) = template.split_once("{name}")?;
    let table = &model.table.name;
    let rest = name.strip_prefix(&before.replace("{table}", table))?;
    let part = rest.strip_suffix(&behind.replace("{table}", table))?;
    let is_it = !part.is_empty() && fill(template, table, "", part) == name;
    is_it.then(|| part.to_owned())
}
