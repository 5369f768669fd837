use ormolu_schema::ir::{ForeignKeyId, ModelId, ModelKind, Schema};

/// Tables with the targets of their foreign keys first, as near to the declared order as that
/// allows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// Every table once.
    pub(crate) tables: Vec<ModelId>,
    /// The keys that point at a later table: each closes a cycle.
    pub(crate) cut: Vec<(ModelId, ForeignKeyId)>,
}

impl Order {
    /// A depth-first walk along the foreign keys, with its own stack: a chain of keys may be as
    /// long as the schema.
    pub(crate) fn of(schema: &Schema) -> Order {
        let mut tables = Vec::with_capacity(schema.models.len());
        let mut entered = vec![false; schema.models.len()];
        let roots = schema.models().filter(|(_, m)| m.kind != ModelKind::Rows);
        for (root, _) in roots {
            let mut stack = vec![(root, 0)];
            if std::mem::replace(&mut entered[root.0], true) {
                continue;
            }
            while let Some((id, next)) = stack.last_mut() {
                let Some(key) = schema.model(*id).foreign_keys.get(*next) else {
                    tables.push(*id);
                    stack.pop();
                    continue;
                };
                *next += 1;
                let target = schema.table_of(key.target);
                if !std::mem::replace(&mut entered[target.0], true) {
                    stack.push((target, 0));
                }
            }
        }
        let cut = forward_keys(schema, &tables);
        Order { tables, cut }
    }
}

/// The keys that point at a table later in the order, but not at their own.
fn forward_keys(schema: &Schema, tables: &[ModelId]) -> Vec<(ModelId, ForeignKeyId)> {
    let mut position = vec![0; schema.models.len()];
    for (at, id) in tables.iter().enumerate() {
        position[id.0] = at;
    }
    let mut keys = Vec::new();
    for id in tables {
        for (key, foreign_key) in schema.model(*id).foreign_keys.iter().enumerate() {
            if position[schema.table_of(foreign_key.target).0] > position[id.0] {
                keys.push((*id, ForeignKeyId(key)));
            }
        }
    }
    keys
}
