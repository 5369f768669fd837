//! The contest in one workload on one engine.

use std::time::{Duration, Instant};

use bench_harness::{Engine, Workload};

use crate::program::Program;

/// A contestant's result.
pub struct Figure {
    /// Whose.
    pub library: String,
    /// Where.
    pub engine: Engine,
    /// In what.
    pub workload: Workload,
    /// The fastest round, divided by what a round does.
    pub time: Duration,
    /// Whether other turns came close to the fastest, so that it is no accident.
    pub settled: bool,
}

/// A turn ends after this time and two rounds.
const TURN: Duration = Duration::from_millis(25);
/// Each has at least as many turns.
const TURNS: usize = 12;
/// The third fastest turn must come as close to the fastest.
const CLOSE: f64 = 1.02;
/// Who has not settled by then, has not settled.
const PATIENCE: Duration = Duration::from_secs(60);

struct Runner {
    program: usize,
    library: String,
    /// The fastest round of each turn.
    turns: Vec<Duration>,
}

impl Runner {
    fn settled(&self) -> bool {
        let mut turns = self.turns.clone();
        turns.sort();
        turns.len() >= TURNS && turns[2].as_secs_f64() <= turns[0].as_secs_f64() * CLOSE
    }
}

/// Compares the results and then the times. The first contestant is the code by hand.
pub fn contest(programs: &mut [Program], engine: Engine, workload: Workload) -> Vec<Figure> {
    let mut runners = equal(programs, engine, workload);
    let start = Instant::now();
    while !runners.iter().all(Runner::settled) && start.elapsed() < PATIENCE {
        runners.retain_mut(|runner| {
            let program = &mut programs[runner.program];
            match program.time(&runner.library, engine, workload, TURN) {
                Ok(time) => runner.turns.push(time),
                Err(error) => leave_out(runner, engine, workload, &error.to_string()),
            }
            !runner.turns.is_empty()
        });
    }
    let figure = |runner: Runner| {
        let fastest = runner.turns.iter().min().copied().unwrap_or_default();
        Figure {
            settled: runner.settled(),
            library: runner.library,
            engine,
            workload,
            time: fastest / workload.per_round(engine),
        }
    };
    runners.into_iter().map(figure).collect()
}

/// The contestants whose results are those of the code by hand.
fn equal(programs: &mut [Program], engine: Engine, workload: Workload) -> Vec<Runner> {
    let mut runners: Vec<Runner> = vec![];
    let mut expected: Option<Vec<String>> = None;
    for (n, program) in programs.iter_mut().enumerate() {
        for library in program.libraries(engine, workload) {
            let mut runner = Runner {
                program: n,
                library,
                turns: vec![],
            };
            match (program.check(&runner.library, engine, workload), &expected) {
                (Ok(result), None) => expected = Some(result),
                (Ok(result), Some(expected)) if result == *expected => {}
                (Ok(result), Some(expected)) => {
                    leave_out(
                        &mut runner,
                        engine,
                        workload,
                        &difference(&result, expected),
                    );
                    continue;
                }
                (Err(error), _) => {
                    leave_out(&mut runner, engine, workload, &error.to_string());
                    continue;
                }
            }
            runners.push(runner);
        }
    }
    runners
}

fn difference(result: &[String], expected: &[String]) -> String {
    let n = result
        .iter()
        .zip(expected)
        .take_while(|(a, b)| a == b)
        .count();
    let at = |lines: &[String]| {
        lines
            .get(n)
            .map_or("nothing".into(), |line| format!("`{line}`"))
    };
    format!(
        "its result says {} where by hand it says {}",
        at(result),
        at(expected)
    )
}

fn leave_out(runner: &mut Runner, engine: Engine, workload: Workload, why: &str) {
    let (library, engine, workload) = (&runner.library, engine.name(), workload.name());
    eprintln!("left out: {library} on {engine}, {workload}: {why}");
    runner.turns.clear();
}
