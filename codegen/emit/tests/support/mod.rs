//! Schemas made by hand, for what the front ends need not offer yet.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::unwrap_used,
    clippy::collapsible_if
)]

mod blog;
mod functions;
mod hostile;

use std::collections::BTreeMap;

pub use blog::blog;
pub use functions::functions;
pub use hostile::hostile;
use ormolu_schema::ir::*;

/// A schema under construction.
pub struct Build(pub Schema);

pub fn schema() -> Build {
    let dialects = vec![Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];
    Build(Schema {
        dialects,
        enums: vec![],
        functions: vec![],
        parameters: vec![],
        domains: vec![],
        sequences: vec![],
        renames: vec![],
        models: vec![],
    })
}

pub fn column(name: &str, ty: Type) -> Column {
    Column::new(name, name, ty)
}

pub fn id() -> Column {
    let identity = Some(Identity {
        always: false,
        start: None,
        increment: None,
    });
    Column {
        identity,
        ..column("id", Type::BigInt)
    }
}

pub fn null(column: Column) -> Column {
    Column {
        nullable: true,
        ..column
    }
}

pub fn text(name: &str) -> Column {
    column(name, Type::String(Some(200)))
}

pub fn with(column: Column, default: Default) -> Column {
    Column {
        default: Some(default),
        ..column
    }
}

pub fn value(column: Column, literal: Literal) -> Column {
    with(column, Default::Value(literal))
}

impl Build {
    pub fn enumeration(&mut self, name: &str, values: &[&str]) -> Type {
        let variant = |value: &&str| {
            let mut name = value.to_string();
            name[..1].make_ascii_uppercase();
            EnumVariant {
                name,
                value: value.to_string(),
                comment: None,
            }
        };
        self.0.enums.push(Enum {
            name: name.into(),
            sql_name: name.to_lowercase(),
            namespace: None,
            variants: values.iter().map(variant).collect(),
            open: false,
            comment: None,
        });
        Type::Enum(EnumId(self.0.enums.len() - 1))
    }

    /// A model whose primary key is its first `key` columns.
    pub fn model(&mut self, name: &str, module: &str, key: usize, columns: Vec<Column>) -> ModelId {
        self.0.models.push(Model {
            name: name.into(),
            module: module.into(),
            table: TableName {
                namespace: None,
                name: format!("{module}s"),
            },
            kind: ModelKind::Entity,
            columns,
            primary_key: PrimaryKey {
                name: format!("{module}s_pkey"),
                columns: (0..key).map(ColumnId).collect(),
                timing: Timing::AtOnce,
            },
            identity: vec![],
            read_only: key == 0,
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
            rules: Rules::default(),
            comment: None,
            derives: vec![],
            options: TableOptions {
                sqlite_not_strict: false,
                sqlite_without_rowid: false,
                sqlite_autoincrement: false,
                mysql: BTreeMap::new(),
                postgres: BTreeMap::new(),
                postgres_unlogged: false,
            },
            view: None,
        });
        ModelId(self.0.models.len() - 1)
    }

    /// A foreign key to the target's primary key.
    pub fn key(&mut self, from: ModelId, columns: &[&str], to: ModelId) -> ForeignKeyId {
        let target_columns = self.0.model(to).primary_key.columns.clone();
        let model = &mut self.0.models[from.0];
        let columns = columns
            .iter()
            .map(|c| model.column_named(c).unwrap())
            .collect();
        model.foreign_keys.push(ForeignKey {
            name: format!("fk_{}_{}", from.0, model.foreign_keys.len()),
            columns,
            target: to,
            target_columns,
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::NoAction,
            timing: Timing::AtOnce,
        });
        ForeignKeyId(model.foreign_keys.len() - 1)
    }

    pub fn relationship(
        &mut self,
        model: ModelId,
        name: &str,
        target: ModelId,
        kind: RelationshipKind,
    ) -> RelationshipId {
        let relationships = &mut self.0.models[model.0].relationships;
        relationships.push(Relationship {
            on: vec![],
            position: None,
            name: name.into(),
            target,
            kind,
            inverse: None,
            order: vec![],
            owned: false,
            write_only: false,
            condition: None,
            load: None,
            limit: None,
            read_only: false,
            comment: None,
        });
        RelationshipId(relationships.len() - 1)
    }

    /// `child.name` and `parent.back` over one foreign key.
    pub fn belongs(
        &mut self,
        child: ModelId,
        name: &str,
        columns: &[&str],
        parent: ModelId,
        back: &str,
    ) {
        let foreign_key = self.key(child, columns, parent);
        let down = self.relationship(
            child,
            name,
            parent,
            RelationshipKind::BelongsTo { foreign_key },
        );
        let up = self.relationship(
            parent,
            back,
            child,
            RelationshipKind::HasMany { foreign_key },
        );
        self.invert(child, down, parent, up);
    }

    fn invert(&mut self, a: ModelId, ra: RelationshipId, b: ModelId, rb: RelationshipId) {
        self.0.models[a.0].relationships[ra.0].inverse = Some(rb);
        self.0.models[b.0].relationships[rb.0].inverse = Some(ra);
    }

    /// `a.name` and `b.back` through a link table.
    pub fn link(&mut self, a: ModelId, name: &str, b: ModelId, back: &str) {
        let side = |build: &Self, id: ModelId, prefix: &str| {
            let model = build.0.model(id);
            let columns = model.primary_key.columns.iter().map(|c| {
                let of = model.column(*c);
                column(&format!("{prefix}_{}", of.name), of.ty.base.clone())
            });
            columns.collect::<Vec<_>>()
        };
        let (left, right) = (side(self, a, name), side(self, b, back));
        let names = |columns: &[Column]| columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
        let (left_names, right_names) = (names(&left), names(&right));
        let columns: Vec<_> = left.into_iter().chain(right).collect();
        let module = format!("{name}_of_{back}");
        let through = self.model(
            &format!("Link{}", self.0.models.len()),
            &module,
            columns.len(),
            columns,
        );
        self.0.models[through.0].kind = ModelKind::Link;
        let refs = |names: &[String]| {
            names
                .iter()
                .map(|n| n.as_str().to_owned())
                .collect::<Vec<_>>()
        };
        let left = refs(&left_names);
        let right = refs(&right_names);
        let parent_key = self.key(
            through,
            &left.iter().map(String::as_str).collect::<Vec<_>>(),
            a,
        );
        let child_key = self.key(
            through,
            &right.iter().map(String::as_str).collect::<Vec<_>>(),
            b,
        );
        let down = self.relationship(
            a,
            name,
            b,
            RelationshipKind::ManyToMany {
                through,
                parent_key,
                child_key,
            },
        );
        let up = self.relationship(
            b,
            back,
            a,
            RelationshipKind::ManyToMany {
                through,
                parent_key: child_key,
                child_key: parent_key,
            },
        );
        self.invert(a, down, b, up);
    }
}

fn of_type(ty: Type, nullable: bool) -> ValueType {
    ValueType {
        ty: ty.into(),
        nullable,
        rust_type: None,
    }
}

fn function(name: &str, arguments: &[(&str, ValueType)], returns: ValueType) -> Function {
    let argument = |(name, ty): &(&str, ValueType)| Argument {
        name: (*name).into(),
        ty: ty.clone(),
    };
    Function {
        name: name.into(),
        sql: PerDialect::Same(FunctionName {
            namespace: None,
            name: name.into(),
        }),
        arguments: arguments.iter().map(argument).collect(),
        returns: Returns::Value(returns),
        aggregate: false,
        strict: false,
        comment: None,
    }
}
