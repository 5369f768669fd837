//! The side of a library's program: it does what the referee asks for.
//!
//! The program first prints `contestant LIBRARY ENGINE` and a line `workload NAME` for each
//! workload of each contestant, then `ready`. It answers a line `check LIBRARY ENGINE WORKLOAD`
//! with what the result says and `.`, and `time LIBRARY ENGINE WORKLOAD MS` with the nanoseconds
//! of the fastest of the rounds that fit into that time. All words are parted by tabs.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::{Contestant, Engine, Outcome, Seen, Work, Workload, new_rows};

/// The contestants of a program.
#[derive(Default)]
pub struct Stage {
    entered: Vec<Entered>,
}

struct Entered {
    library: &'static str,
    engine: Engine,
    contestant: Box<dyn Contestant>,
}

impl Stage {
    /// Enters a contestant.
    pub fn enter(
        &mut self,
        library: &'static str,
        engine: Engine,
        contestant: impl Contestant + 'static,
    ) {
        let contestant = Box::new(contestant);
        self.entered.push(Entered {
            library,
            engine,
            contestant,
        });
    }

    /// Serves the referee until it closes the input.
    pub fn serve(mut self) -> Outcome {
        let mut out = std::io::stdout().lock();
        for entered in &self.entered {
            writeln!(
                out,
                "contestant\t{}\t{}",
                entered.library,
                entered.engine.name()
            )?;
            for workload in entered.contestant.workloads() {
                writeln!(out, "workload\t{}", workload.name())?;
            }
        }
        writeln!(out, "ready")?;
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            let words: Vec<&str> = line.split('\t').collect();
            match words[..] {
                ["check", library, engine, workload] => {
                    let (entered, workload) = self.find(library, engine, workload)?;
                    for line in entered.check(workload)? {
                        writeln!(out, "{line}")?;
                    }
                    writeln!(out, ".")?;
                }
                ["time", library, engine, workload, ms] => {
                    let (entered, workload) = self.find(library, engine, workload)?;
                    let time = Duration::from_millis(ms.parse()?);
                    writeln!(out, "{}", entered.time(workload, time)?.as_nanos())?;
                }
                _ => return Err(format!("not a question: {line}").into()),
            }
        }
        Ok(())
    }

    fn find(
        &mut self,
        library: &str,
        engine: &str,
        workload: &str,
    ) -> Outcome<(&mut Entered, Workload)> {
        let found = self
            .entered
            .iter_mut()
            .find(|entered| entered.library == library && entered.engine.name() == engine);
        let found = found.ok_or_else(|| format!("no contestant {library} on {engine}"))?;
        let workload = Workload::named(workload).ok_or_else(|| format!("no {workload}"))?;
        Ok((found, workload))
    }
}

impl Entered {
    /// What a round's result says; of a write also what is stored then.
    fn check(&mut self, workload: Workload) -> Outcome<Vec<String>> {
        let mut seen = Seen::writing();
        self.contestant.execute(self.engine.first_names())?;
        let work = self.prepare(workload, 0)?;
        self.contestant.work(work, &mut seen)?;
        match workload {
            Workload::Insert => self.contestant.work(Work::Inserted, &mut seen)?,
            Workload::Family => {
                self.contestant.work(Work::Inserted, &mut seen)?;
                self.contestant.work(Work::Belongings, &mut seen)?;
            }
            Workload::Update => self.contestant.work(Work::Fetch, &mut seen)?,
            Workload::Fetch | Workload::Lookup | Workload::Graph => {}
        }
        Ok(seen.into_lines())
    }

    /// The fastest of at least two rounds: in the first, the caches are still another's.
    fn time(&mut self, workload: Workload, time: Duration) -> Outcome<Duration> {
        let mut fastest = Duration::MAX;
        let start = Instant::now();
        for n in 1.. {
            // Also another library, which may work on the same table, wrote something else.
            let stamp = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
            let work = self.prepare(workload, stamp)?;
            let clock = Instant::now();
            self.contestant.work(work, &mut Seen::default())?;
            fastest = fastest.min(clock.elapsed());
            if n >= 2 && start.elapsed() >= time {
                break;
            }
        }
        Ok(fastest)
    }

    fn empty_inserted(&mut self) -> Outcome {
        let mut statements = self.engine.empty_inserted().iter();
        statements.try_for_each(|statement| self.contestant.execute(statement))
    }

    /// What is made before the clock starts.
    fn prepare(&mut self, workload: Workload, stamp: u128) -> Outcome<Work> {
        Ok(match workload {
            Workload::Fetch => Work::Fetch,
            Workload::Lookup => Work::Lookup(self.engine.lookups().into()),
            Workload::Graph => Work::Graph,
            Workload::Insert => {
                self.empty_inserted()?;
                Work::Insert(new_rows())
            }
            Workload::Family => {
                self.empty_inserted()?;
                Work::Family(new_rows())
            }
            Workload::Update => Work::Update(stamp),
        })
    }
}

/// The path of a database file of a library's own, in memory-backed storage where there is some.
pub fn sqlite_path(library: &str) -> String {
    let memory = std::path::Path::new("/dev/shm");
    let dir = if memory.is_dir() {
        memory.into()
    } else {
        std::env::temp_dir()
    };
    let path = dir.join(format!("ormolu-bench-{library}-{}.db", std::process::id()));
    path.display().to_string()
}

/// The URL of the PostgreSQL server, if the run has one.
pub fn postgres_url() -> Option<String> {
    url("ORMOLU_BENCH_POSTGRES")
}

/// The URL of the MariaDB server, if the run has one.
pub fn mariadb_url() -> Option<String> {
    url("ORMOLU_BENCH_MARIADB")
}

fn url(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|url| !url.is_empty())
}
