use std::collections::BTreeSet;

use ormolu_schema::ir::{Column, ColumnId, Default, ForeignKey, Literal, RelationshipKind, Type};

use super::{Field, Link, Unit};

/// A `belongs_to` that the insert builder can set.
#[derive(Clone, Copy)]
pub(crate) struct Parent<'a> {
    pub(crate) link: Link<'a>,
    pub(crate) key: &'a ForeignKey,
    /// A row without it is not complete.
    pub(crate) required: bool,
}

/// What the insert builder asks for and takes.
impl<'a> Unit<'a> {
    /// The `belongs_to` relationships that point at the target's key.
    pub(crate) fn parents(&self) -> Vec<Parent<'a>> {
        let parent = |link: Link<'a>| {
            let RelationshipKind::BelongsTo { foreign_key } = link.relationship.kind else {
                return None;
            };
            let key = self.model.foreign_key(foreign_key);
            let mut to = key.target_columns.clone();
            let mut primary = link.target.key().to_vec();
            to.sort_unstable();
            primary.sort_unstable();
            let open = |c: &ColumnId| !self.model.column(*c).nullable && !self.is_filled(*c);
            let required = key.columns.iter().all(open);
            // The tenant's own row is not chosen: its key comes with the database handle.
            let chosen = key
                .columns
                .iter()
                .any(|id| self.model.rules.tenant != Some(*id));
            (to == primary && chosen).then_some(Parent {
                link,
                key,
                required,
            })
        };
        self.links().filter_map(parent).collect()
    }

    /// The required columns that are arguments of `new`: those no required parent brings.
    pub(crate) fn arguments(&self) -> Vec<Field<'a>> {
        let parents = self.parents();
        let brought = |id: &ColumnId| {
            parents
                .iter()
                .any(|p| p.required && p.key.columns.contains(id))
        };
        let open = |f: &Field<'_>| !f.column.nullable && !self.is_filled(f.id());
        self.fields()
            .filter(|f| open(f) && !brought(&f.id()))
            .collect()
    }

    /// The columns that a setter of the insert builder gives.
    pub(crate) fn settable(&self) -> Vec<Field<'a>> {
        let parents = self.parents();
        let names: BTreeSet<&str> = parents.iter().map(|p| p.link.name()).collect();
        let choices = self.choices();
        let chosen = |f: &Field<'_>| {
            let mut keys = parents
                .iter()
                .filter(|p| choices.iter().any(|c| c.has(&p.link)));
            keys.any(|p| p.key.columns.contains(&f.id()))
        };
        let open = |f: &Field<'_>| f.column.nullable || self.is_filled(f.id());
        let computed =
            |c: &Column| c.generated.is_some() || c.identity.as_ref().is_some_and(|i| i.always);
        let settable = |f: &Field<'_>| {
            let tenant = self.model.rules.tenant == Some(f.id());
            let named = names.contains(f.column.field.as_str()) || self.is_discriminator(f.id());
            open(f) && !computed(f.column) && !named && !chosen(f) && !tenant
        };
        self.fields().filter(settable).collect()
    }

    /// Whether something but the program fills the column where the program does not.
    fn is_filled(&self, id: ColumnId) -> bool {
        let column = self.model.column(id);
        column.default.is_some()
            || column.generated.is_some()
            || column.identity.is_some()
            || self.model.rules.fills(id)
    }

    /// Whether the insert builder leaves the column to the database unless it is given.
    pub(crate) fn starts_open(&self, field: Field<'_>) -> bool {
        let column = field.column;
        match &column.default {
            _ if column.generated.is_some() || column.identity.is_some() => true,
            Some(Default::Value(_)) => constant(column).is_none(),
            Some(Default::Statement(_) | Default::Database(_)) => true,
            Some(Default::Rust(_)) | None => self.model.rules.fills(field.id()),
        }
    }

    /// The many-to-many relationships that the insert builder can link: their link rows need no
    /// values but the two keys.
    pub(crate) fn linkable(&self) -> Vec<Link<'a>> {
        let linkable = |link: &Link<'_>| match link.relationship.kind {
            RelationshipKind::ManyToMany {
                through,
                parent_key,
                child_key,
            } => {
                let through = self.schema.model(through);
                let keys = [
                    through.foreign_key(parent_key),
                    through.foreign_key(child_key),
                ];
                let given = |id: &ColumnId| keys.iter().any(|key| key.columns.contains(id));
                let filled = |c: &Column| {
                    c.nullable || c.has_default() || c.identity.is_some() || c.generated.is_some()
                };
                let mut columns = through.columns.iter().enumerate();
                columns.all(|(at, column)| given(&ColumnId(at)) || filled(column))
            }
            _ => false,
        };
        let writes = |link: &Link<'_>| !link.is_read_only(self);
        self.links().filter(writes).filter(linkable).collect()
    }
}

/// A literal that generated code can write as a constant of the column's type. Other literals
/// stay with the database, whose default they are as well.
pub(crate) fn constant(column: &Column) -> Option<&Literal> {
    let Some(Default::Value(literal)) = &column.default else {
        return None;
    };
    let known = match (literal, &column.ty.base) {
        _ if column.rust_type.is_some() => false,
        (Literal::Null, _) => column.nullable,
        _ if column.id_of.is_some() => false,
        (Literal::Bool(_), Type::Bool) => true,
        (Literal::Text(_), Type::String(_) | Type::Char(_) | Type::Text | Type::Enum(_)) => true,
        (Literal::Integer(_) | Literal::Number(_), Type::F32 | Type::F64) => true,
        (
            Literal::Integer(_),
            Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64,
        ) => true,
        _ => false,
    };
    known.then_some(literal)
}
