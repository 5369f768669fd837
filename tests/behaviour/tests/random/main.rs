//! Long random sequences of a session's work, compared with a simple model in memory and with the
//! database: after each flush, savepoint's end, commit and rollback. What fails is made shorter
//! until nothing can be left out of it. The sequences are the same at each run, and others with a
//! number in `ORMOLU_RANDOM_SEED`.

#![allow(clippy::expect_used, clippy::panic)]

mod bug;
mod player;
mod steps;
mod stored;
mod world;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use behaviour::random::{Country, Label, Person, Task, Team, schema};
use bug::Bug;
use ormolu::{Database, Result};
use player::Player;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use steps::{Step, step};
use testkit::{Engine, TestDatabase};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

/// The longest sequence.
const LONGEST: usize = 200;

/// Takes random sequences until so many steps are taken. The shortest sequence that fails, if one
/// does.
fn search(db: &Database, steps: usize, bug: Option<Bug>) -> Option<(Vec<Step>, String)> {
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..Config::default()
    };
    let seed: u64 =
        std::env::var("ORMOLU_RANDOM_SEED").map_or(0, |seed| seed.parse().expect("a number"));
    let seed = [seed.to_le_bytes(); 4].concat();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let sequences = proptest::collection::vec(step(), 1..=LONGEST);
    let taken = Cell::new(0);
    while taken.get() < steps {
        let tree = sequences
            .new_tree(&mut runner)
            .expect("a strategy without filters");
        taken.set(taken.get() + tree.current().len());
        let outcome = runner.run_one(tree, |steps| play(db, &steps, bug));
        if let Err(TestError::Fail(reason, steps)) = outcome {
            return Some(shortest(db, steps, bug, reason.to_string()));
        }
    }
    None
}

/// Leaves out each step that is not needed for the failure: what a number chooses changes with the
/// steps before it, so after the shrinking of numbers more can go than before.
fn shortest(
    db: &Database,
    mut steps: Vec<Step>,
    bug: Option<Bug>,
    mut reason: String,
) -> (Vec<Step>, String) {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        match play(db, &fewer, bug) {
            Err(failure) => (steps, reason, at) = (fewer, failure.to_string(), 0),
            Ok(()) => at += 1,
        }
    }
    (steps, reason)
}

fn play(db: &Database, steps: &[Step], bug: Option<Bug>) -> Result<(), TestCaseError> {
    let played = catch_unwind(AssertUnwindSafe(|| {
        block_in_place(|| {
            Handle::current().block_on(async {
                clean(db).await?;
                Player::new(db, bug).play(steps).await
            })
        })
    }));
    match played {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(TestCaseError::fail(error.to_string())),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            Err(TestCaseError::fail(
                text.unwrap_or_else(|| "a panic".into()),
            ))
        }
    }
}

/// Deletes all rows.
async fn clean(db: &Database) -> Result<()> {
    Task::delete().all_rows().run(db).await?;
    Team::delete().all_rows().run(db).await?;
    Person::delete().all_rows().run(db).await?;
    Country::delete().all_rows().run(db).await?;
    Label::delete().all_rows().run(db).await?;
    Ok(())
}

fn on(engine: Engine, body: impl AsyncFn(Database)) {
    testkit::run(engine, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await?;
        schema::create_all(&db).await?;
        body(db).await;
        Ok::<(), ormolu::Error>(())
    });
}

fn nothing_goes_wrong(engine: Engine, steps: usize) {
    on(engine, async |db: Database| {
        if let Some((sequence, reason)) = search(&db, steps, None) {
            panic!("{reason}\nafter {sequence:?}");
        }
    });
}

#[test]
fn a_hundred_thousand_steps_on_sqlite() {
    nothing_goes_wrong(Engine::Sqlite, 100_000);
}

#[test]
fn five_thousand_steps_on_postgres() {
    nothing_goes_wrong(Engine::Postgres, 5_000);
}

#[test]
fn five_thousand_steps_on_mariadb() {
    nothing_goes_wrong(Engine::Mariadb, 5_000);
}

/// Each bug is found, and shown by a handful of steps.
#[test]
fn bugs_are_found() {
    on(Engine::Sqlite, async |db: Database| {
        for bug in Bug::ALL {
            let (sequence, _) = search(&db, 20_000, Some(bug)).expect("a bug that is not found");
            assert!(sequence.len() <= 6, "{bug:?} is shown by {sequence:?}");
        }
    });
}
