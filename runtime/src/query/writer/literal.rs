use std::fmt::Write;

use super::Writer;
use crate::expr::Node;
use crate::value::Value;

/// Longer texts are cut in the text for people.
const LONGEST: usize = 200;

/// What the text for people has to hide.
pub(super) struct Debug {
    /// In how many expressions about sensitive columns it is.
    depth: i32,
    /// A sensitive column is used somewhere, and may have come through a subquery.
    hidden: bool,
}

impl Writer {
    /// Makes the text one for people, with the values in it.
    pub(super) fn for_people(&mut self, hidden: bool) {
        self.debug = Some(Debug { depth: 0, hidden });
    }

    /// Whether an expression's values must not show.
    pub(super) fn hides(&self, node: &Node) -> bool {
        self.debug
            .as_ref()
            .is_some_and(|debug| node.is_secret(debug.hidden))
    }

    /// Begins (1) or ends (-1) such an expression.
    pub(super) fn redact(&mut self, change: i32) {
        if let Some(debug) = &mut self.debug {
            debug.depth += change;
        }
    }

    /// A value as people read it.
    pub(super) fn literal(&mut self, value: &Value) {
        match &self.debug {
            Some(debug) if debug.depth > 0 => self.raw("'***'"),
            _ => self.raw(&text(value)),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null(_) => "NULL".into(),
        Value::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
        Value::I16(value) => value.to_string(),
        Value::I32(value) => value.to_string(),
        Value::I64(value) => value.to_string(),
        Value::U64(value) => value.to_string(),
        Value::F32(value) => value.to_string(),
        Value::F64(value) => value.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Text(value) | Value::Named(value, _) => quoted(value),
        Value::Bytes(value) => bytes(value),
        Value::Uuid(value) => quoted(&value.to_string()),
        Value::Date(value) => quoted(&value.to_string()),
        Value::Time(value) => quoted(&value.to_string()),
        Value::DateTime(value) => quoted(&value.to_string()),
        Value::DateTimeTz(value) => quoted(&value.to_rfc3339()),
        Value::Interval(value) => quoted(&format!(
            "{} months {} days {} microseconds",
            value.months, value.days, value.microseconds
        )),
        Value::Json(value) => quoted(&value.to_string()),
        Value::Array(_, values) => {
            let parts: Vec<String> = values.iter().map(text).collect();
            format!("ARRAY[{}]", parts.join(", "))
        }
        Value::Texts(texts) => {
            let parts = texts.iter().map(|part| part.map_or("NULL".into(), quoted));
            format!("ARRAY[{}]", parts.collect::<Vec<_>>().join(", "))
        }
        Value::Wrapped(value, _) => text(value),
        Value::Invalid(..) => "'?'".into(),
        Value::Parameter(name, ..) => format!(":{name}"),
    }
}

fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(LONGEST).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    format!("'{}{more}'", shown.replace('\'', "''"))
}

fn bytes(value: &[u8]) -> String {
    let mut out = String::from("x'");
    for byte in value.iter().take(LONGEST / 2) {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.push_str(if value.len() > LONGEST / 2 {
        "…'"
    } else {
        "'"
    });
    out
}
