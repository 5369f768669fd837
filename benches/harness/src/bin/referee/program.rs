//! A library's program, from the referee's side.

use std::io::{BufRead, BufReader, Error, ErrorKind, Result, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use bench_harness::{Engine, Workload};

/// A running program.
pub struct Program {
    child: Child,
    /// Closing it ends the program.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    contestants: Vec<Listed>,
}

struct Listed {
    library: String,
    engine: Engine,
    workloads: Vec<Workload>,
}

impl Program {
    /// Starts it and waits until it has made its tables.
    pub fn start(path: &str) -> Result<Program> {
        let mut child = Command::new(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::other("no pipe to it"));
        };
        let mut program = Program {
            child,
            questions: Some(questions),
            answers: BufReader::new(answers),
            contestants: vec![],
        };
        program.list()?;
        Ok(program)
    }

    fn list(&mut self) -> Result<()> {
        loop {
            let line = self.line()?;
            let words: Vec<&str> = line.split('\t').collect();
            match (&words[..], self.contestants.last_mut()) {
                (["ready"], _) => return Ok(()),
                (["contestant", library, engine], _) => self.contestants.push(Listed {
                    library: (*library).into(),
                    engine: Engine::named(engine).ok_or(ErrorKind::InvalidData)?,
                    workloads: vec![],
                }),
                (["workload", name], Some(listed)) => {
                    listed
                        .workloads
                        .push(Workload::named(name).ok_or(ErrorKind::InvalidData)?);
                }
                _ => return Err(Error::other(format!("not an answer: {line}"))),
            }
        }
    }

    /// Who takes part.
    pub fn libraries(&self, engine: Engine, workload: Workload) -> Vec<String> {
        self.contestants
            .iter()
            .filter(|c| c.engine == engine && c.workloads.contains(&workload))
            .map(|c| c.library.clone())
            .collect()
    }

    /// What a contestant's result says, sorted.
    pub fn check(&mut self, library: &str, engine: Engine, work: Workload) -> Result<Vec<String>> {
        self.ask(&format!(
            "check\t{library}\t{}\t{}",
            engine.name(),
            work.name()
        ))?;
        let mut lines = vec![];
        loop {
            let line = self.line()?;
            if line == "." {
                return Ok(lines);
            }
            lines.push(line);
        }
    }

    /// The fastest round of a turn.
    pub fn time(
        &mut self,
        library: &str,
        engine: Engine,
        work: Workload,
        turn: Duration,
    ) -> Result<Duration> {
        let (engine, work, turn) = (engine.name(), work.name(), turn.as_millis());
        self.ask(&format!("time\t{library}\t{engine}\t{work}\t{turn}"))?;
        let nanoseconds = self.line()?.parse().map_err(|_| ErrorKind::InvalidData)?;
        Ok(Duration::from_nanos(nanoseconds))
    }

    fn ask(&mut self, question: &str) -> Result<()> {
        let questions = self.questions.as_mut().ok_or(ErrorKind::BrokenPipe)?;
        writeln!(questions, "{question}")
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(Error::other("it ended"));
        }
        Ok(line.trim_end_matches('\n').into())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.child.wait();
    }
}
