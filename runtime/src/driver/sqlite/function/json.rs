use rusqlite::functions::Context;
use rusqlite::{Connection, Result};
use serde_json::Value;

use super::{refuse, strict, text_at};

/// What PostgreSQL does with `@>` and `&&`, for JSON and for arrays, which are JSON here.
pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, "ormolu_json_contains", 2, |context| {
        let (whole, part) = (json(context, 0)?, json(context, 1)?);
        // As an exception an array contains what is one of its elements.
        let element = match &whole {
            Value::Array(elements) => !is_container(&part) && any_equals(elements, &part),
            _ => false,
        };
        Ok(element || contains(&whole, &part))
    })?;
    strict(connection, "ormolu_json_overlaps", 2, |context| {
        Ok(match (json(context, 0)?, json(context, 1)?) {
            (Value::Array(left), Value::Array(right)) => {
                right.iter().any(|element| any_equals(&left, element))
            }
            _ => false,
        })
    })
}

fn json(context: &Context<'_>, at: usize) -> Result<Value> {
    serde_json::from_str(text_at(context, at)?).map_err(|_| refuse("an argument is not JSON"))
}

fn is_container(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn any_equals(elements: &[Value], value: &Value) -> bool {
    elements.iter().any(|element| equals(element, value))
}

/// 1 and 1.0 are the same number.
fn equals(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) if left != right => {
            left.as_f64() == right.as_f64() && (left.is_f64() || right.is_f64())
        }
        _ => left == right,
    }
}

fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(key, part)| {
            let whole = whole.get(key);
            whole.is_some_and(|whole| contains(whole, part))
        }),
        (Value::Array(whole), Value::Array(part)) => part
            .iter()
            .all(|part| whole.iter().any(|element| contains(element, part))),
        _ => !is_container(whole) && !is_container(part) && equals(whole, part),
    }
}
