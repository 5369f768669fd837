//! Lets the contestants take turns and prints one table of ratios.
//!
//! `referee [--workload NAME] PROGRAM...`
//!
//! Every program is a library's, see `bench_harness::Stage`. For each workload the contestants'
//! results are compared first; then they take turns of some milliseconds each. A contestant's
//! figure is its fastest round, since a disturbance only makes rounds slower; the turns go on
//! until the figures have settled or the patience ends.

mod contest;
mod program;
mod table;

use std::process::ExitCode;

use bench_harness::{Engine, Workload};
use contest::contest;
use program::Program;

fn main() -> ExitCode {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let mut only = String::new();
    if paths.len() > 1 && paths[0] == "--workload" {
        only = paths.remove(1);
        paths.remove(0);
    }
    let mut programs: Vec<Program> = vec![];
    for path in &paths {
        match Program::start(path) {
            Ok(program) => programs.push(program),
            Err(error) => eprintln!("left out: {path}: {error}"),
        }
    }
    let mut figures = vec![];
    for engine in Engine::ALL {
        for workload in Workload::ALL
            .into_iter()
            .filter(|w| w.name().starts_with(&only))
        {
            figures.extend(contest(&mut programs, engine, workload));
        }
    }
    if figures.is_empty() {
        eprintln!("no figures");
        return ExitCode::FAILURE;
    }
    print!("{}", table::table(&figures));
    ExitCode::SUCCESS
}
