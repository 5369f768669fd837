//! Schemas made by hand, for what the front ends need not offer yet.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::collapsible_if
)]

use std::collections::BTreeMap;

use ormolu_schema::ir::*;

/// A schema under construction.
pub struct Build(pub Schema);

pub fn schema() -> Build {
    let dialects = vec![Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];
    Build(Schema {
        dialects,
        enums: vec![],
        functions: vec![],
        models: vec![],
    })
}

pub fn column(name: &str, ty: Type) -> Column {
    Column {
        name: name.into(),
        field: name.into(),
        ty: ty.into(),
        nullable: false,
        default: None,
        on_update: None,
        generated: None,
        identity: None,
        collation: None,
        comment: None,
        rust_type: None,
        sensitive: false,
        deferred: false,
    }
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
            },
            uniques: vec![],
            indexes: vec![],
            checks: vec![],
            foreign_keys: vec![],
            relationships: vec![],
            projections: vec![],
            filterable: vec![],
            comment: None,
            derives: vec![],
            options: TableOptions {
                sqlite_not_strict: false,
                sqlite_without_rowid: false,
                mysql: BTreeMap::new(),
                postgres: BTreeMap::new(),
                postgres_unlogged: false,
            },
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
            deferred: false,
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
            name: name.into(),
            target,
            kind,
            inverse: None,
            order: vec![],
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

/// Users write posts, posts have tags.
pub fn blog() -> Schema {
    let mut s = schema();
    let status = s.enumeration("PostStatus", &["draft", "published", "archived"]);
    let user = s.model(
        "User",
        "user",
        1,
        vec![
            id(),
            text("email"),
            text("name"),
            null(column("bio", Type::Text)),
            value(column("active", Type::Bool), Literal::Bool(true)),
            Column {
                sensitive: true,
                ..null(text("password_hash"))
            },
            with(
                column("created_at", Type::TimestampTz),
                Default::Database(SqlDefault::Now),
            ),
        ],
    );
    let post = s.model(
        "Post",
        "post",
        1,
        vec![
            id(),
            column("author_id", Type::BigInt),
            text("title"),
            null(column("body", Type::Text)),
            value(column("status", status), Literal::Text("draft".into())),
            value(column("published", Type::Bool), Literal::Bool(false)),
            null(column("editor_id", Type::BigInt)),
            with(
                column("created_at", Type::TimestampTz),
                Default::Database(SqlDefault::Now),
            ),
        ],
    );
    let tag = s.model("Tag", "tag", 1, vec![id(), text("name")]);
    s.belongs(post, "author", &["author_id"], user, "posts");
    s.belongs(post, "editor", &["editor_id"], user, "edited");
    s.link(post, "tags", tag, "posts");
    s.0.models[post.0].comment = Some("Something a user wrote.".into());
    let user = &mut s.0.models[user.0];
    user.filterable = [2, 3, 4, 6].map(ColumnId).to_vec();
    user.projections.push(Projection {
        name: "UserCard".into(),
        columns: [2, 0].map(ColumnId).to_vec(),
        derives: vec![],
        comment: Some("What stands beside a post.".into()),
    });
    s.0.models[post.0].columns[2].comment = Some("The headline.".into());
    s.0
}

/// Functions and arguments named like what their code uses.
fn hostile_functions(mood: &Type) -> Vec<Function> {
    let text = || of_type(Type::Text, false);
    let maybe = || of_type(Type::Numeric(None), true);
    let money = ValueType {
        rust_type: Some("crate::Money".into()),
        ..of_type(Type::BigInt, false)
    };
    let mood = || of_type(mood.clone(), false);
    let names = [
        "call",
        "call_strict",
        "column",
        "type",
        "self",
        "some",
        "models",
    ];
    let plain = names.map(|name| {
        let arguments = [("string", text()), ("decimal", maybe()), ("mood", mood())];
        function(name, &arguments, money.clone())
    });
    let strict = Function {
        strict: true,
        ..function(
            "inputs",
            &[
                ("inputs", text()),
                ("nullable", maybe()),
                ("self", mood()),
                ("in", money.clone()),
            ],
            maybe(),
        )
    };
    let aggregate = Function {
        aggregate: true,
        ..function("expr", &[("expr", mood()), ("option", maybe())], mood())
    };
    let none = function("random", &[], maybe());
    plain.into_iter().chain([strict, aggregate, none]).collect()
}

/// What a schema may be called and made of at worst.
pub fn hostile() -> Schema {
    let mut s = schema();
    let mood = s.enumeration("Mood", &["fine", "self"]);
    // Names of the standard library and of the runtime.
    let names = [
        "Option", "Vec", "String", "Result", "Box", "Some", "Default", "Copy", "Select", "Model",
        "View",
    ];
    let mut all = vec![];
    for name in names {
        let module = name.to_lowercase();
        all.push(s.model(
            name,
            &module,
            1,
            vec![
                id(),
                null(column("text", Type::String(Some(50)))),
                null(column("parent_id", Type::BigInt)),
                column("blob", Type::Bytes(None)),
                column("list", Type::Array(Box::new(Type::Int))),
            ],
        ));
    }
    for (at, model) in all.clone().into_iter().enumerate() {
        let to = all[(at + 1) % all.len()];
        s.belongs(model, "option", &["parent_id"], to, "selects");
    }
    s.0.functions = hostile_functions(&mood);
    // Keywords, methods, other odd columns; a composite key; every type.
    let kinds = vec![
        column("type", Type::Int),
        column("key", Type::String(Some(50))),
        column("row", Type::Bool),
        column("clone", Type::TinyInt),
        column("alias", Type::SmallInt),
        column("self", Type::U8),
        column("is_new", Type::U16),
        column("new", Type::U32),
        column("to_text", Type::U64),
        column("f", Type::F32),
        column("from_day", Type::F64),
        column("numeric", Type::Numeric(Some((10, 2)))),
        column("char", Type::Char(3)),
        column("binary", Type::Binary(16)),
        column("date", Type::Date),
        column("time", Type::Time),
        column("timestamp", Type::Timestamp),
        column("timestamptz", Type::TimestampTz),
        column("uuid", Type::Uuid),
        column("json", Type::Json),
        null(column("json_null", Type::Json)),
        column("mood", mood.clone()),
        null(column("mood_null", mood.clone())),
        value(column("mood_default", mood), Literal::Text("self".into())),
        value(column("rate", Type::F64), Literal::Integer(2)),
        value(
            null(column("note", Type::Text)),
            Literal::Text("a \"note\"\\".into()),
        ),
        value(
            column("price", Type::Numeric(None)),
            Literal::Number("1.5".into()),
        ),
        with(
            column("made_at", Type::TimestampTz),
            Default::Statement(SqlDefault::Now),
        ),
        Column {
            on_update: Some(SqlDefault::Now),
            ..with(
                column("updated_at", Type::Timestamp),
                Default::Database(SqlDefault::Now),
            )
        },
        Column {
            generated: Some(Generated {
                expression: PerDialect::Same("type + 1".into()),
                stored: true,
            }),
            ..column("next", Type::Int)
        },
        Column {
            rust_type: Some("crate::Money".into()),
            ..column("money", Type::BigInt)
        },
        Column {
            rust_type: Some("crate::Money".into()),
            ..null(column("tip", Type::BigInt))
        },
    ];
    let odd = s.model("Type", "type", 2, kinds);
    s.belongs(all[0], "holder", &["id", "text"], odd, "options");
    s.0.models[all[0].0].columns[1].nullable = false;
    s.0.models[all[0].0]
        .foreign_keys
        .last_mut()
        .unwrap()
        .columns = vec![ColumnId(2), ColumnId(1)];
    s.0.models[all[0].0].columns[2].ty = Type::Int.into();
    s.0.models[all[0].0].foreign_keys.remove(0);
    s.0.models[all[0].0]
        .relationships
        .retain(|r| r.name != "option");
    s.0.models[all[1].0]
        .relationships
        .retain(|r| r.name != "selects");
    for model in &mut s.0.models {
        for relationship in &mut model.relationships {
            relationship.inverse = None;
            if let RelationshipKind::BelongsTo { foreign_key }
            | RelationshipKind::HasMany { foreign_key } = &mut relationship.kind
            {
                if relationship.name == "holder" || relationship.name == "options" {
                    foreign_key.0 = 0;
                }
            }
        }
    }
    // A uuid made in Rust, a self reference, a self many-to-many, a relationship named like its
    // target's module, two keys to one table, has_one, a model without relationships or key.
    let node = s.model(
        "Node",
        "node",
        1,
        vec![
            with(
                column("id", Type::Uuid),
                Default::Rust("Uuid::now_v7()".into()),
            ),
            null(column("parent_id", Type::Uuid)),
            column("owner_id", Type::Uuid),
        ],
    );
    s.belongs(node, "parent", &["parent_id"], node, "children");
    s.belongs(node, "node", &["owner_id"], node, "owned");
    s.link(node, "friends", node, "friend_of");
    let place = s.model(
        "Place",
        "place",
        1,
        vec![
            text("code"),
            column("node_id", Type::Uuid),
            column("from_id", Type::Uuid),
        ],
    );
    let foreign_key = s.key(place, &["node_id"], node);
    s.relationship(
        place,
        "node",
        node,
        RelationshipKind::BelongsTo { foreign_key },
    );
    s.relationship(
        node,
        "place",
        place,
        RelationshipKind::HasOne { foreign_key },
    );
    s.belongs(place, "from_", &["from_id"], node, "left");
    let hub = s.model(
        "Hub",
        "hub",
        1,
        vec![id(), null(column("node_id", Type::Uuid))],
    );
    for at in 0..16 {
        s.belongs(
            hub,
            &format!("node_{at}"),
            &["node_id"],
            node,
            &format!("hubs_{at}"),
        );
    }
    s.model(
        "Report",
        "mod",
        0,
        vec![null(column("total", Type::F64)), null(text("title"))],
    );
    s.model("Schema", "schema", 1, vec![text("name")]);
    let wide = (0..260)
        .map(|n| value(column(&format!("c{n}"), Type::Int), Literal::Integer(n)))
        .collect::<Vec<_>>();
    s.model("Wide", "wide", 1, [vec![id()], wide].concat());
    s.model(
        "NewNode",
        "new_node",
        1,
        (0..9).map(|n| text(&format!("t{n}"))).collect(),
    );
    for model in &mut s.0.models {
        if model.kind == ModelKind::Entity {
            let all = (0..model.columns.len()).map(ColumnId);
            let shown = all.clone().filter(|id| !model.column(*id).sensitive);
            model.filterable = shown.collect();
            model.projections.push(Projection {
                name: format!("Some{}", model.name),
                columns: all.rev().collect(),
                derives: vec![],
                comment: None,
            });
        }
    }
    s.0
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
        returns,
        aggregate: false,
        strict: false,
        comment: None,
    }
}

/// A blog with functions of all sorts.
pub fn functions() -> Schema {
    let mut schema = blog();
    let value = of_type;
    let status = Type::Enum(EnumId(0));
    let text = || value(Type::Text, false);
    schema.functions = vec![
        function("slug", &[("title", text())], text()),
        Function {
            sql: PerDialect::Each(BTreeMap::from([(
                Dialect::Postgres,
                FunctionName {
                    namespace: Some("geo".into()),
                    name: "distance".into(),
                },
            )])),
            strict: true,
            comment: Some("In kilometres.".into()),
            ..function(
                "distance",
                &[
                    ("from", value(Type::F64, false)),
                    ("to", value(Type::F64, false)),
                ],
                value(Type::F64, false),
            )
        },
        Function {
            aggregate: true,
            ..function(
                "median",
                &[("value", value(Type::Numeric(None), true))],
                value(Type::Numeric(None), true),
            )
        },
        function(
            "type",
            &[("self", value(status, false)), ("in", text())],
            text(),
        ),
        function("random", &[], value(Type::F64, false)),
    ];
    schema
}
