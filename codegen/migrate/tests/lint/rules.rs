//! The list of rules, and its documentation.

use ormolu_migrate::lint::{rule, rules};
use ormolu_schema::ir::Dialect;

#[test]
fn each_rule_has_a_name_of_its_own_and_says_why_and_what_instead() {
    let mut ids: Vec<&str> = rules().map(|rule| rule.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(count >= 40, "{count}");
    for one in rules() {
        assert_eq!(rule(one.id), Some(one));
        for text in [one.finds, one.why, one.instead] {
            assert!(
                !text.is_empty() && !text.ends_with('.'),
                "{}: {text}",
                one.id
            );
        }
    }
}

#[test]
fn the_documentation_lists_them_all() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/migrations.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, section) = text.split_once("\n## Lint\n").unwrap();
    let section = section.split("\n## ").next().unwrap_or_default();
    let listed: Vec<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let rules: Vec<String> = rules()
        .map(|rule| {
            let engines = match rule.engines.len() == Dialect::ALL.len() {
                true => "all".to_owned(),
                false => rule
                    .engines
                    .iter()
                    .map(|e| e.name())
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            format!(
                "| `{}` | {} | {engines} | {} |",
                rule.id, rule.severity, rule.finds
            )
        })
        .collect();
    assert_eq!(listed, rules);
}
