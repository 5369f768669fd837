//! Random pairs of schemas: what is planned leads from one to the other on a real engine, keeps
//! the rows, and leads back.
//!
//! `ORMOLU_RANDOM_CASES` and `ORMOLU_RANDOM_SEED` say how many, and which.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

mod kept;
mod pair;
mod random;
mod toy;
mod yaml;

use std::collections::BTreeMap;

use kept::{Kept, Side};
use migrations::{Failure, apply, create, dialect, pulled, schema, seed, touch, versions_hold};
use ormolu::Database;
use ormolu_migrate::{
    ExpandContract, ExpandError, Options, Plan, Step, diff, diff_answered, diff_with,
    expand_contract, script,
};
use ormolu_schema::ir::{Dialect, Schema};
use pair::{Pair, Way};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use testkit::Engine;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

#[test]
fn sqlite() {
    walk(Engine::Sqlite, 300);
}

#[test]
fn postgres() {
    walk(Engine::Postgres, 100);
}

#[test]
fn mariadb() {
    walk(Engine::Mariadb, 100);
}

fn walk(engine: Engine, cases: u32) {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|n| n.parse().expect("a number"))
    };
    let config = Config {
        cases: number("ORMOLU_RANDOM_CASES").map_or(cases, |n: u64| n as u32),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let seed = number("ORMOLU_RANDOM_SEED").unwrap_or(0).to_le_bytes();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 4].concat());
    testkit::run(engine, |_| async move {
        let mut runner = TestRunner::new_with_rng(config, rng);
        let there_and_back = |pair: Pair| {
            let way = there_and_back(engine, &pair);
            let way = block_in_place(|| Handle::current().block_on(way));
            way.map_err(|failure| TestCaseError::fail(failure.0))
        };
        if let Err(error) = runner.run(&pair::pair(), there_and_back) {
            let error = match error {
                proptest::test_runner::TestError::Fail(why, pair) => {
                    let (before, after) = pair.yaml(dialect(engine));
                    format!("{why}\n\n{before}\n{after}")
                }
                other => other.to_string(),
            };
            panic!("{error}");
        }
    });
}

async fn there_and_back(engine: Engine, pair: &Pair) -> Result<(), Failure> {
    let dialect = dialect(engine);
    let (before, after) = pair.yaml(dialect);
    let (before, after) = (schema(&before), schema(&after));
    let (answers, online) = (pair.answers(dialect), pair.way != Way::Alone);
    let options = Options { answers, online };
    let plans = match pair.way {
        Way::Expand => match expand_contract(&before, &after, dialect, &options, &[]) {
            Ok(ExpandContract {
                between,
                expand,
                contract,
            }) => Some(vec![(expand, between), (contract, after.clone())]),
            Err(ExpandError::Refused { .. }) => None,
            Err(error) => return Err(said(error)),
        },
        _ => None,
    };
    let plans = match plans {
        Some(plans) => plans,
        None => {
            let plan = diff_with(&before, &after, dialect, &options).map_err(said)?;
            vec![(plan, after.clone())]
        }
    };
    let mut told = String::new();
    for (plan, _) in &plans {
        if let Some(why) = &plan.irreversible {
            return Err(Failure(format!("no way back: {why}")));
        }
        let sql = |steps: &[Step]| {
            let all: Vec<&String> = steps.iter().flat_map(|step| &step.statements).collect();
            script(&all)
        };
        told += &format!("-- up\n{}\n-- down\n{}\n", sql(&plan.up), sql(&plan.down));
    }
    let way = along(engine, pair, (&before, &after), &plans);
    way.await
        .map_err(|Failure(why)| Failure(format!("{why}\n\n{told}")))
}

async fn along(
    engine: Engine,
    pair: &Pair,
    (before, after): (&Schema, &Schema),
    plans: &[(Plan, Schema)],
) -> Result<(), Failure> {
    let dialect = dialect(engine);
    let database = engine.database().await;
    let db = Database::connect(database.url()).await.map_err(said)?;
    create(&db, before, dialect).await?;
    seed(&db, before, dialect).await?;
    versions_hold(&db, before, dialect).await?;
    let mut places = vec![pulled(database.url()).await?];
    let kept = Kept::of(before, after, &pair.renamed(dialect));
    let old = kept.values(&db, Side::Before, dialect).await?;

    for (plan, to) in plans {
        apply(&db, &plan.up, dialect).await?;
        let other = engine.database().await;
        let wanted = Database::connect(other.url()).await.map_err(said)?;
        create(&wanted, to, dialect).await?;
        let found = pulled(database.url()).await?;
        same("up", &pulled(other.url()).await?, &found, dialect)?;
        places.push(found);
        history_goes_on("up", &db, to, dialect).await?;
    }
    let new = kept.values(&db, Side::After, dialect).await?;
    let up: Vec<&Step> = plans.iter().flat_map(|(plan, _)| &plan.up).collect();
    kept.gone_was_said(&up)?;
    kept.holds("up", (&old, &new), &up, Side::After)?;

    let schemas = std::iter::once(before).chain(plans.iter().map(|(_, to)| to));
    let schemas: Vec<&Schema> = schemas.collect();
    for (at, (plan, _)) in plans.iter().enumerate().rev() {
        apply(&db, &plan.down, dialect).await?;
        same("down", &places[at], &pulled(database.url()).await?, dialect)?;
        history_goes_on("down", &db, schemas[at], dialect).await?;
    }
    let back = kept.values(&db, Side::Before, dialect).await?;
    let down = plans.iter().flat_map(|(plan, _)| &plan.down);
    let said: Vec<&Step> = up.into_iter().chain(down).collect();
    kept.holds("down", (&old, &back), &said, Side::Before)
}

/// The versions that hold are the rows, and still are once the rows were written again.
async fn history_goes_on(
    way: &str,
    db: &Database,
    schema: &Schema,
    dialect: Dialect,
) -> Result<(), Failure> {
    let when = |when: &str| {
        let when = format!("{way}, {when}: ");
        move |Failure(why)| Failure(when.clone() + &why)
    };
    versions_hold(db, schema, dialect)
        .await
        .map_err(when("at once"))?;
    touch(db, schema, dialect).await.map_err(when("written"))?;
    versions_hold(db, schema, dialect)
        .await
        .map_err(when("written"))
}

/// What one database has and the other has not, as what leads from one to the other.
fn same(way: &str, wanted: &Schema, found: &Schema, dialect: Dialect) -> Result<(), Failure> {
    let plan = diff(found, wanted, dialect).map_err(said)?;
    if plan.is_empty() {
        return Ok(());
    }
    let sql: Vec<&String> = plan.up.iter().flat_map(|step| &step.statements).collect();
    Err(Failure(format!(
        "{way} left a difference:\n{}",
        script(&sql)
    )))
}

fn said(error: impl std::fmt::Display) -> Failure {
    Failure(error.to_string())
}

/// So that the walk is known to see much: each kind of step comes in it.
#[test]
fn the_walk_meets_every_kind_of_step() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
    );
    let mut seen = BTreeMap::<String, u32>::new();
    for _ in 0..300 {
        use proptest::strategy::{Strategy, ValueTree};
        let pair = pair::pair()
            .new_tree(&mut runner)
            .expect("a pair")
            .current();
        let (before, after) = pair.yaml(Dialect::Postgres);
        let (before, after) = (schema(&before), schema(&after));
        let plan = diff_answered(
            &before,
            &after,
            Dialect::Postgres,
            &pair.answers(Dialect::Postgres),
        );
        for step in plan.expect("a plan").up {
            let title = step
                .title
                .split('`')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            *seen.entry(title).or_default() += 1;
        }
    }
    for title in [
        "create table",
        "drop table",
        "rename table",
        "change table",
        "rename column",
        "create index",
        "drop index",
        "add foreign key",
        "drop foreign key",
        "create view",
        "drop view",
        "add value",
        "rebuild type",
        "create domain",
        "change domain",
        "domain",
        "rebuild domain",
        "rename domain",
        "drop domain",
        "create sequence",
        "change sequence",
        "rename sequence",
        "drop sequence",
        "keep the history of",
        "stop the history of",
    ] {
        let times = seen.get(title).copied().unwrap_or_default();
        assert!(times > 3, "{title}: {times} in {seen:?}");
    }
}
