use ormolu_migrate::{Answer, Question, diff};
use ormolu_schema::ir::{Dialect, TableName};

use crate::{ENGINES, assert_answered, assert_plans, schema, shown, sql};

const NOTHING: &str = "models:
  Setting: { columns: { id: bigint, text: text }, primary_key: [id] }
";

const FAMILY: &str = "models:
  Setting: { columns: { id: bigint, text: text }, primary_key: [id] }
  Child:
    columns: { id: { type: bigint, primary_key: true }, parent: { references: Parent } }
  Parent:
    columns: { id: { type: bigint, primary_key: true }, name: { type: string(50), index: true } }
";

#[test]
fn a2_parents_come_before_children_and_go_after_them() {
    assert_plans("family", NOTHING, FAMILY);
}

#[test]
fn tables_that_point_at_each_other() {
    assert_plans(
        "circle",
        NOTHING,
        "models:
  Setting: { columns: { id: bigint, text: text }, primary_key: [id] }
  Hen:
    columns: { id: { type: bigint, primary_key: true }, egg: { references: Egg, nullable: true } }
  Egg:
    columns: { id: { type: bigint, primary_key: true }, hen: { references: Hen, nullable: true } }
",
    );
}

#[test]
fn options_and_comments_of_tables() {
    assert_plans(
        "options",
        "models:
  Entry:
    options: { mysql: { row_format: dynamic }, postgres: { fillfactor: 70 } }
    columns: { id: { type: bigint, primary_key: true }, text: { type: text, comment: Prose. } }
",
        "models:
  Entry:
    comment: What was said.
    options: { sqlite: { strict: false }, postgres: { unlogged: true } }
    columns: { id: { type: bigint, primary_key: true }, text: { type: text, comment: Words. } }
",
    );
}

/// Texts are of the character set of their table; columns that say one of their own stay.
#[test]
fn texts_follow_the_character_set_of_their_table() {
    let of = |options: &str| {
        schema(&format!(
            "models:
  Word:
    options: {{ mysql: {{ {options} }} }}
    columns:
      text: {{ type: string(50), primary_key: true }}
      code: {{ type: string(10), collate: {{ mysql: ascii_bin }} }}
      length: int
  Use:
    options: {{ mysql: {{ {options} }} }}
    columns:
      id: {{ type: bigint, primary_key: true }}
      word: {{ references: Word, type: string(50) }}
"
        ))
    };
    let (before, after) = (of("charset: latin1"), of("collate: utf8mb4_unicode_ci"));
    let plan = diff(&before, &after, Dialect::Mariadb).unwrap();
    assert_eq!(
        sql(&plan.up),
        "ALTER TABLE `uses` DROP FOREIGN KEY `fk_uses_word`;

ALTER TABLE `words`
    MODIFY COLUMN `text` VARCHAR(50) NOT NULL,
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE `uses`
    MODIFY COLUMN `word` VARCHAR(50) NOT NULL,
    DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE `uses`
    ADD CONSTRAINT `fk_uses_word` FOREIGN KEY (`word`) REFERENCES `words` (`text`);
"
    );
    assert!(diff(&before, &after, Dialect::Postgres).unwrap().is_empty());
}

#[test]
fn an_option_that_cannot_be_taken_away_is_refused() {
    let of = |options: &str| {
        schema(&format!(
            "models:\n  Word:\n    options: {{ mysql: {{ {options} }} }}\n    \
             columns: {{ id: {{ type: bigint, primary_key: true }} }}\n"
        ))
    };
    let (before, after) = (of("insert_method: last"), of("engine: InnoDB"));
    let refused = diff(&before, &after, Dialect::Mariadb).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "table `words`: mariadb has no value for the option INSERT_METHOD that is as if it was not \
         said; say the value it shall have instead of leaving it out"
    );
}

const PEOPLE: &str = "models:
  Person:
    columns:
      id: { type: bigint, primary_key: true }
      name: { type: string(50), unique: true }
      boss: { references: Person, nullable: true }
";

const STAFF: &str = "models:
  Employee:
    table: staff
    columns:
      id: { type: bigint, primary_key: true }
      full_name: { type: string(50), unique: true }
      boss: { references: Employee, nullable: true }
";

fn named(name: &str) -> TableName {
    TableName {
        namespace: None,
        name: name.to_owned(),
    }
}

#[test]
fn a_likely_new_name_is_asked_about() {
    for dialect in ENGINES {
        let plan = diff(&schema(PEOPLE), &schema(STAFF), dialect).unwrap();
        let [question] = plan.questions.as_slice() else {
            panic!("{}", shown(&plan));
        };
        assert_eq!(
            question.to_string(),
            "Is table `staff` the new name of `people`?"
        );
    }
}

#[test]
fn new_names_keep_the_rows() {
    let is = |question| Answer {
        question,
        renamed: true,
    };
    let table = is(Question::Table {
        from: named("people"),
        to: named("staff"),
    });
    let column = is(Question::Column {
        table: named("staff"),
        from: "name".to_owned(),
        to: "full_name".to_owned(),
    });
    assert_answered("renamed", PEOPLE, STAFF, &[table, column]);
}
