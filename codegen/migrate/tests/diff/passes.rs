//! What passes make of a plan.

use ormolu_migrate::pass::{
    ConcurrentIndexes, Ignored, LockTimeout, NoDrop, SplitNotNull, ValidLater,
};
use ormolu_migrate::{Options, Plan, PlanPass, RenderError, diff_through};
use ormolu_schema::ir::Dialect;

use crate::{ENGINES, schema};

const BEFORE: &str = "models:
  User:
    columns: { id: { type: bigint, primary_key: true }, name: string(50)? }
";

const AFTER: &str = "models:
  User:
    columns: { id: { type: bigint, primary_key: true }, name: string(50), phone: text? }
  Badge:
    columns: { id: { type: bigint, primary_key: true }, user: { references: User, index: true } }
  Old:
    view: SELECT id FROM users WHERE id < 9
    columns: { id: bigint }
";

fn through(
    before: &str,
    after: &str,
    dialect: Dialect,
    passes: &[&dyn PlanPass],
) -> Result<Plan, RenderError> {
    let (before, after) = (schema(before), schema(after));
    diff_through(&before, &after, dialect, &Options::default(), passes)
}

fn titles(plan: &Plan) -> Vec<&str> {
    plan.up.iter().map(|step| step.title.as_str()).collect()
}

/// The ones that come along, one by one, are together what `online` is; twice is once.
#[test]
fn a20_the_passes_of_online() {
    let online = Options {
        online: true,
        ..Options::default()
    };
    let passes: [&dyn PlanPass; 4] = [&ValidLater, &ConcurrentIndexes, &SplitNotNull, &LockTimeout];
    for dialect in ENGINES {
        let (before, after) = (schema(BEFORE), schema(AFTER));
        let at_once = diff_through(&before, &after, dialect, &online, &[]).unwrap();
        let one_by_one = through(BEFORE, AFTER, dialect, &passes).unwrap();
        assert_eq!(at_once, one_by_one);
        let twice = diff_through(&before, &after, dialect, &online, &passes).unwrap();
        assert_eq!(at_once, twice);
        let empty = through(AFTER, AFTER, dialect, &passes).unwrap();
        assert!(empty.is_empty(), "{:?}", titles(&empty));
    }
}

#[test]
fn a20_one_pass_alone() {
    let plan = through(BEFORE, AFTER, Dialect::Postgres, &[&SplitNotNull]).unwrap();
    assert_eq!(
        titles(&plan),
        [
            "fill `name` of `users`, some rows at a time",
            "expect a value in `name` of `users` from new rows",
            "check `name` of all rows of `users`",
            "change table `users`",
            "take the help for `name` of `users` away",
            "create table `badges`",
            "create index `ix_badges_user_id`",
            "create view `olds`",
        ]
    );
}

/// The way up is refused; the way back of what adds something drops it, as ever.
#[test]
fn what_drops_rows_is_refused() {
    let less = &AFTER[..AFTER.find("  Badge").unwrap()];
    for dialect in ENGINES {
        let plan = through(BEFORE, AFTER, dialect, &[&NoDrop]).unwrap();
        assert!(!plan.down.is_empty() && plan.irreversible.is_none());
        let refused = through(AFTER, less, dialect, &[&NoDrop]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "table `badges`: `no_drop` is against a migration that would drop it; leave it in the \
             schema, or plan this migration without the pass"
        );
        let less = BEFORE.replace(", name: string(50)?", "");
        let refused = through(BEFORE, &less, dialect, &[&NoDrop]).unwrap_err();
        assert!(
            refused
                .to_string()
                .starts_with("column `name` of `users`: "),
            "{refused}"
        );
    }
}

/// Nothing is planned for a table of somebody else, and the foreign key that points at it stays.
#[test]
fn a7_tables_of_others() {
    let others = Ignored::new(["users"]);
    for dialect in ENGINES {
        let plan = through("models: {}\n", AFTER, dialect, &[&others]).unwrap();
        assert_eq!(
            titles(&plan),
            [
                "create table `badges`",
                "create index `ix_badges_user_id`",
                "create view `olds`"
            ]
        );
        let create = &plan.up[0].statements[0];
        assert!(
            create.contains("FOREIGN KEY") && create.contains("users"),
            "{create}"
        );

        let plan = through(BEFORE, AFTER, dialect, &[&others]).unwrap();
        assert_eq!(
            titles(&plan),
            [
                "create table `badges`",
                "create index `ix_badges_user_id`",
                "create view `olds`"
            ]
        );
        let plan = through(AFTER, "models: {}\n", dialect, &[&others]).unwrap();
        assert_eq!(titles(&plan), ["drop view `olds`", "drop table `badges`"]);
        let nothing = through(BEFORE, "models: {}\n", dialect, &[&others]).unwrap();
        assert!(nothing.is_empty(), "{:?}", titles(&nothing));
    }
}

/// A schema of PostgreSQL that has only tables of others is theirs, too.
#[test]
fn a7_schemas_of_others() {
    let text = "models:
  Place:
    namespace: gis
    columns: { id: { type: bigint, primary_key: true } }
  Route:
    namespace: shop
    columns: { id: { type: bigint, primary_key: true }, from: { references: Place } }
";
    let both = |text: &str| {
        let text = format!("ormolu: 1\ndialects: [postgres]\n{text}");
        let input = ormolu_schema::Input::text("schema.yaml", text);
        let outcome = ormolu_schema::compile(&input);
        match &outcome.result {
            Ok((schema, _)) => schema.clone(),
            Err(_) => panic!("{}", outcome.render(false)),
        }
    };
    let (before, after) = (both("models: {}\n"), both(text));
    let ignored = Ignored::new(["gis.*"]);
    let options = Options::default();
    let plan = diff_through(&before, &after, Dialect::Postgres, &options, &[&ignored]).unwrap();
    assert_eq!(
        titles(&plan),
        [
            "create schema `shop`",
            "create table `routes`",
            "create index `ix_routes_from_id`",
        ]
    );
}
