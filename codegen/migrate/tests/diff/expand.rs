use std::collections::BTreeSet;

use ormolu_migrate::{Options, Step, expand_contract};
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile, print};

use crate::{ENGINES, schema, shown};

const BEFORE: &str = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      town: { type: string(50), unique: true }
      area: { type: int, index: true }
      motto: text
";

const AFTER: &str = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: { type: string(50), unique: true, renamed_from: town }
      area: { type: 'numeric(12, 2)', index: true }
";

#[test]
fn a_new_name_and_a_new_type_come_in_two_migrations() {
    for dialect in ENGINES {
        let (before, after) = (schema(BEFORE), schema(AFTER));
        let plans = expand_contract(&before, &after, dialect, &Options::default(), &[]).unwrap();
        let text = print::canonical(&plans.between);
        let outcome = compile(&Input::text("schema.yaml", text.clone()));
        let (again, _) = outcome.result.as_ref().expect("a schema");
        assert_eq!(*again, plans.between, "a snapshot of it is read as it is");
        let shown = format!(
            "==== expand\n{}\n==== between\n{text}\n==== contract\n{}",
            shown(&plans.expand),
            shown(&plans.contract)
        );
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("expand-{dialect}"), shown);
        });
    }
}

#[test]
fn names_that_begin_alike_have_triggers_of_their_own() {
    let before = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      line_1: text
      line_2: text
";
    let renamed = |text: String, line: &str| {
        let new = format!("shipping_address_{line}: {{ type: text, renamed_from: {line} }}");
        text.replace(&format!("{line}: text"), &new)
    };
    let after = ["line_1", "line_2"]
        .into_iter()
        .fold(before.to_owned(), renamed);
    for dialect in ENGINES {
        let (before, after) = (schema(before), schema(&after));
        let plans = expand_contract(&before, &after, dialect, &Options::default(), &[]).unwrap();
        let of = |steps: &[Step], verb: &str| -> Vec<String> {
            let statements = steps.iter().flat_map(|step| &step.statements);
            let names = statements.filter_map(|sql| sql.strip_prefix(verb)?.split(' ').next());
            names.map(str::to_owned).collect()
        };
        let made = of(&plans.expand.up, "CREATE TRIGGER ");
        let names: BTreeSet<&String> = made.iter().collect();
        assert!(made.len() >= 2 && names.len() == made.len(), "{made:?}");
        assert_eq!(of(&plans.contract.up, "DROP TRIGGER "), made);
        assert_eq!(of(&plans.contract.down, "CREATE TRIGGER "), made);
        assert_eq!(of(&plans.expand.down, "DROP TRIGGER "), made);
    }
}

#[test]
fn what_cannot_be_there_in_two_forms_says_so() {
    let base = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      town: string(50)
      opened: date
";
    let mut said = String::new();
    let wrong = [
        ("  id:", "  no:", "bigint, ", "bigint, renamed_from: id, "),
        ("opened: date", "opened: uuid", "", ""),
        (
            "town: string(50)",
            "city: { type: string(50)?, default: Rome, renamed_from: town }",
            "",
            "",
        ),
        (
            "  Shop:",
            "  Shop:\n    table: places\n    renamed_from: shops",
            "",
            "",
        ),
        ("  Shop:", "  Place:", "", ""),
        (
            "    columns:",
            "    history: true\n    columns:",
            "town: string(50)",
            "city: { type: string(50), renamed_from: town }",
        ),
    ];
    for (from, to, and_from, and_to) in wrong {
        let after = base.replacen(from, to, 1).replacen(and_from, and_to, 1);
        let plan = expand_contract(
            &schema(base),
            &schema(&after),
            Dialect::Sqlite,
            &Options::default(),
            &[],
        );
        said += &match plan {
            Ok(_) => format!("{to}: planned\n"),
            Err(error) => format!("{error}\n"),
        };
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("expand-refused", said);
    });
}

#[test]
fn a_new_form_that_asks_for_values_says_which_nulls_are_lost() {
    let of = |column: &str| {
        schema(&format!(
            "models:\n  Shop:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      {column}\n"
        ))
    };
    let (free, asked) = (
        of("town: { type: string(50), nullable: true }"),
        of("city: { type: string(50), renamed_from: town }"),
    );
    for dialect in ENGINES {
        let plans = expand_contract(&free, &asked, dialect, &Options::default(), &[]).unwrap();
        let lost = |steps: &[Step]| -> Vec<String> {
            steps.iter().flat_map(|step| step.lossy.clone()).collect()
        };
        let [lost_nulls] = &lost(&plans.contract.up)[..] else {
            panic!("{:?}", plans.contract.up);
        };
        assert!(
            lost_nulls.starts_with("which rows had NULL in `shops.town`: they get"),
            "{lost_nulls}"
        );
        assert!(lost(&plans.expand.down).is_empty());
    }
}

/// MariaDB lets a trigger take no number of a sequence that the statement takes one of.
#[test]
fn a_form_that_counts_with_a_sequence_is_refused_where_triggers_cannot() {
    let of = |dialect: Dialect, column: &str| {
        let head = format!(
            "ormolu: 1\ndialects: [{}]\nsequences: {{ tickets: {{}} }}",
            dialect.family()
        );
        let key = "id: { type: bigint, primary_key: true }";
        let text = format!("{head}\nmodels:\n  Shop:\n    columns:\n      {key}\n      {column}\n");
        let outcome = compile(&Input::text("schema.yaml", text));
        outcome.result.as_ref().expect("a schema").0.clone()
    };
    let planned = |dialect: Dialect| {
        let before = of(dialect, "number: smallint");
        let after = of(dialect, "number: { type: int, default: { seq: tickets } }");
        let plans = expand_contract(&before, &after, dialect, &Options::default(), &[]);
        plans.map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(planned(Dialect::Postgres), Ok(()));
    let refused = planned(Dialect::Mariadb).unwrap_err();
    assert!(
        refused.contains("no trigger counts with a sequence for `number`"),
        "{refused}"
    );
}

#[test]
fn a_form_whose_domain_fills_it_is_refused_both_ways() {
    let of = |column: &str| {
        let domains =
            "domains: { label: { type: text, not_null: true }, five: { type: int, default: 5 } }";
        let key = "id: { type: bigint, primary_key: true }";
        let text = format!(
            "ormolu: 1\ndialects: [postgres]\n{domains}\nmodels:\n  Shop:\n    columns:\n      {key}\n      {column}\n"
        );
        let outcome = compile(&Input::text("schema.yaml", text));
        outcome.result.as_ref().expect("a schema").0.clone()
    };
    let refused = |before: &str, after: &str| {
        let (before, after) = (of(before), of(after));
        expand_contract(&before, &after, Dialect::Postgres, &Options::default(), &[])
            .unwrap_err()
            .to_string()
    };
    let (label, text) = (
        "town: domain(label)",
        "city: { type: text, renamed_from: town }",
    );
    let (five, int) = (
        "no: domain(five)",
        "number: { type: int, renamed_from: no }",
    );
    for (old, new) in [(label, text), (five, int)] {
        let why = refused(old, new);
        assert!(why.contains("the old form comes back empty"), "{why}");
    }
    let city = "city: { type: domain(label), renamed_from: town }";
    let why = refused("town: text", city);
    assert!(why.contains("the new form begins empty"), "{why}");
}

#[test]
fn a_column_that_stays_meanwhile_knows_its_domain_and_sequence_by_their_new_names() {
    let of = |text: &str| {
        let head = "ormolu: 1\ndialects: [postgres]\n";
        let outcome = compile(&Input::text("schema.yaml", format!("{head}{text}")));
        outcome.result.as_ref().expect("a schema").0.clone()
    };
    let key = "models:\n  Shop:\n    columns:\n      id: { type: bigint, primary_key: true }\n";
    let before = of(&format!(
        "domains: {{ label: text }}\nsequences: {{ tail: {{}} }}\n{key}      no: {{ type: int, default: {{ seq: tail }} }}\n      town: domain(label)\n"
    ));
    let after = of(&format!(
        "domains: {{ name: {{ type: text, renamed_from: label }} }}\nsequences: {{ end: {{ renamed_from: tail }} }}\n{key}"
    ));
    let plans =
        expand_contract(&before, &after, Dialect::Postgres, &Options::default(), &[]).unwrap();
    let model = &plans.between.models[0];
    let text = format!("{:?}", model.columns);
    assert!(!text.contains("tail") && !text.contains("label"), "{text}");
    let steps = plans.expand.up.iter().flat_map(|step| &step.statements);
    let set = steps.filter(|sql| sql.contains("SET DEFAULT"));
    assert_eq!(set.count(), 0);
}
