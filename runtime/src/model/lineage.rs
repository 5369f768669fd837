use super::{Fixed, ModelMeta, TableMeta};
use crate::value::{Kind, Value};

/// How the rows of a model are stored that inherits from another.
#[derive(Debug)]
pub struct Lineage {
    /// The rows: a SELECT of the model's columns. One of several tables, each with whole rows,
    /// where neither of the others is set.
    pub rows: Fixed,
    /// The model of the tables that have the first columns, where the model's own table has the
    /// rest.
    pub base: Option<&'static ModelMeta>,
    /// The column that says which rows of a shared table are the model's, and what it says of
    /// those: the model's own tag, and those of its variants.
    pub only: Option<(u16, &'static [&'static str])>,
}

impl ModelMeta {
    /// What the model's rows are selected from.
    pub(crate) fn source(&self) -> TableMeta {
        TableMeta {
            rows: self.lineage.map(|lineage| &lineage.rows),
            ..self.table
        }
    }

    /// Whether its rows can be read and no more: they have no key to be named by, are those of
    /// several tables, or the schema says so.
    pub(crate) fn is_only_read(&self) -> bool {
        let union = |lineage: &Lineage| lineage.base.is_none() && lineage.only.is_none();
        self.key.is_empty() || self.read_only || self.lineage.is_some_and(union)
    }

    /// The model whose tables have the first columns.
    pub(crate) fn base(&self) -> Option<&'static ModelMeta> {
        self.lineage?.base
    }

    /// It and the models above it, its own first.
    pub(crate) fn upwards(&'static self) -> impl Iterator<Item = &'static ModelMeta> {
        std::iter::successors(Some(self), |model| model.base())
    }

    /// The models whose tables have a part of its rows, the topmost first and its own last.
    pub(crate) fn line(&'static self) -> Vec<&'static ModelMeta> {
        let mut line: Vec<_> = self.upwards().collect();
        line.reverse();
        line
    }

    /// The model of the table with the first columns.
    pub(crate) fn top(&'static self) -> &'static ModelMeta {
        self.upwards().last().unwrap_or(self)
    }

    /// What the column that says what a row is holds for a tag.
    pub(crate) fn tagged(&self, at: u16, tag: &str) -> Value {
        match self.columns[usize::from(at)].kind {
            Kind::Named(named) => Value::Named(tag.to_owned(), named),
            _ => Value::Text(tag.to_owned()),
        }
    }

    /// How many of the columns are written with the row of the base, and not with the model's own.
    pub(crate) fn inherited(&self) -> u16 {
        self.base().map_or(0, |base| base.columns.len() as u16)
    }

    /// The tables that have a part of its rows, its own first.
    pub(crate) fn tables(&'static self) -> impl Iterator<Item = TableMeta> {
        self.upwards().map(|model| model.table)
    }

    /// Whether rows of both may be the same row of the database.
    pub(crate) fn is_family(&'static self, other: &'static ModelMeta) -> bool {
        self.tables().last() == other.tables().last()
    }
}
