//! `migration.yaml`: what a migration is, beside its SQL.

use std::fmt::Write;

use ormolu::serde_json::{Value, json};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Meta {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) parents: Vec<String>,
    #[serde(default)]
    pub(crate) depends_on: Vec<String>,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    /// Those whose place it took.
    #[serde(default)]
    pub(crate) replaces: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) dialects: Vec<String>,
    /// The hash of the schema after it.
    pub(crate) schema: Option<String>,
    /// The hashes of other schemas whose programs run on it.
    #[serde(default)]
    pub(crate) fits: Vec<String>,
    pub(crate) irreversible: Option<String>,
    /// The data that it loses.
    #[serde(default)]
    pub(crate) loses: Vec<String>,
    /// The data that the way back loses.
    #[serde(default)]
    pub(crate) down_loses: Vec<String>,
    #[serde(default)]
    pub(crate) notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// It follows from the schema.
    #[default]
    Schema,
    /// It was written by hand, in SQL.
    Data,
    /// It was written by hand, in Rust.
    Rust,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Schema => "schema",
            Kind::Data => "data",
            Kind::Rust => "rust",
        }
    }
}

impl Meta {
    /// As a file. What is not there is not written.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "id: {}", self.id);
        list(&mut out, "parents", &self.parents);
        list(&mut out, "depends_on", &self.depends_on);
        list(&mut out, "labels", &self.labels);
        list(&mut out, "replaces", &self.replaces);
        let _ = writeln!(out, "kind: {}", self.kind.word());
        list(&mut out, "dialects", &self.dialects);
        if let Some(hash) = &self.schema {
            let _ = writeln!(out, "schema: {}", quoted(hash));
        }
        if !self.fits.is_empty() {
            let fits: Vec<String> = self.fits.iter().map(|hash| quoted(hash)).collect();
            list(&mut out, "fits", &fits);
        }
        if let Some(reason) = &self.irreversible {
            let _ = writeln!(out, "irreversible: {}", quoted(reason));
        }
        texts(&mut out, "loses", &self.loses);
        texts(&mut out, "down_loses", &self.down_loses);
        texts(&mut out, "notes", &self.notes);
        out
    }
}

fn list(out: &mut String, name: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = writeln!(out, "{name}: [{}]", items.join(", "));
    }
}

fn texts(out: &mut String, name: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = writeln!(out, "{name}:");
        for item in items {
            let _ = writeln!(out, "  - {}", quoted(item));
        }
    }
}

impl Meta {
    /// The hashes of all schemas whose programs run on it, that after it first.
    pub(crate) fn hashes(&self) -> Option<String> {
        let own = self.schema.iter();
        let all: Vec<&str> = own.chain(&self.fits).map(String::as_str).collect();
        self.schema.is_some().then(|| all.join(" "))
    }
}

impl Meta {
    /// For programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "parents": self.parents,
            "depends_on": self.depends_on,
            "labels": self.labels,
            "kind": self.kind.word(),
            "dialects": self.dialects,
            "irreversible": self.irreversible,
            "replaces": self.replaces,
            "loses": self.loses,
            "down_loses": self.down_loses,
            "notes": self.notes,
        })
    }
}

/// JSON's quotes are YAML's.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
