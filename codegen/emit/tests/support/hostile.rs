use ormolu_schema::ir::*;

use super::{Build, column, function, id, null, of_type, schema, text, value, with};

/// What a schema may be called and made of at worst.
pub fn hostile() -> Schema {
    let mut s = schema();
    let mood = s.enumeration("Mood", &["fine", "self"]);
    let all = known_names(&mut s);
    s.0.functions = functions(&mood);
    odd_columns(&mut s, mood, &all);
    relationships(&mut s);
    // Without relationships or key; a module of the generator's own name; wide; many arguments.
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

/// Models called like the standard library and the runtime.
fn known_names(s: &mut Build) -> Vec<ModelId> {
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
    all
}

/// A composite key of odd columns, and a foreign key of other integers that points at it.
fn odd_columns(s: &mut Build, mood: Type, all: &[ModelId]) {
    let kinds = every_kind(mood);
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
}

/// Keywords, methods, other odd columns; every type.
fn every_kind(mood: Type) -> Vec<Column> {
    vec![
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
    ]
}

/// A uuid made in Rust, a self reference, a self many-to-many, a relationship named like its
/// target's module, two keys to one table, has_one.
fn relationships(s: &mut Build) {
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
}

/// Functions and arguments named like what their code uses.
fn functions(mood: &Type) -> Vec<Function> {
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
