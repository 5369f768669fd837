//! Findings as SARIF 2.1.0, which code scanning reads.

use ormolu::serde_json::{Value, json};
use ormolu_migrate::lint::{Severity, rules};

use super::Found;

/// The log of one run.
pub(super) fn log(all: &[Found]) -> Value {
    let rules = rules().map(|rule| {
        json!({
            "id": rule.id,
            "shortDescription": { "text": rule.finds },
            "fullDescription": { "text": rule.why },
            "help": { "text": rule.instead },
            "defaultConfiguration": { "level": level(rule.severity) },
        })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ormolu",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "results": all.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(found: &Found) -> Value {
    let finding = &found.finding;
    json!({
        "ruleId": finding.rule.id,
        "level": level(finding.rule.severity),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": found.path },
            "region": { "startLine": finding.line, "startColumn": finding.column },
        }}],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
