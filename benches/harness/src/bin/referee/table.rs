//! The table of ratios.

use bench_harness::{Engine, Workload};

use crate::contest::Figure;

/// The code by hand, that others are divided by.
const BY_HAND: [&str; 3] = ["rusqlite", "sqlx", "tokio-postgres"];
/// The columns.
const LIBRARIES: [&str; 3] = ["ormolu", "diesel", "sea-orm"];

/// A row for each workload and code by hand.
pub fn table(figures: &[Figure]) -> String {
    let mut table = format!(
        "{:<10}{:<18}{:<16}{:>12} ",
        "engine", "workload", "by hand", "µs"
    );
    for library in LIBRARIES {
        table += &format!("{library:>9} ");
    }
    table = table.trim_end().to_owned() + "\n";
    for engine in Engine::ALL {
        for workload in Workload::ALL {
            for hand in BY_HAND {
                table += &row(figures, engine, workload, hand).unwrap_or_default();
            }
        }
    }
    if figures.iter().any(|figure| !figure.settled) {
        table += "~ has not settled: the three fastest turns differ by more than 2 %\n";
    }
    table
}

fn row(figures: &[Figure], engine: Engine, workload: Workload, hand: &str) -> Option<String> {
    let figure = |library: &str| {
        figures.iter().find(|figure| {
            figure.engine == engine && figure.workload == workload && figure.library == library
        })
    };
    let mark = |figure: &Figure| if figure.settled { ' ' } else { '~' };
    let base = figure(hand)?;
    let us = base.time.as_secs_f64() * 1e6;
    let mut row = format!(
        "{:<10}{:<18}{hand:<16}{us:>12.1}{}",
        engine.name(),
        workload.name(),
        mark(base)
    );
    for library in LIBRARIES {
        row += &match figure(library) {
            Some(own) => {
                let ratio = own.time.as_secs_f64() / base.time.as_secs_f64();
                format!("{ratio:>9.2}{}", mark(own))
            }
            None => format!("{:>9} ", "-"),
        };
    }
    Some(row.trim_end().to_owned() + "\n")
}
