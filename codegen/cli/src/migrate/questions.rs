//! What only a person can know: whether something has a new name.

use std::io::{IsTerminal, Write};

use ormolu_migrate::Question;

use crate::Failure;
use crate::arguments::migrate;

/// Answers each question by option, or by asking; where nobody can be asked, they are the failure.
pub(crate) fn answer(
    questions: Vec<Question>,
    given: Option<migrate::Answer>,
) -> Result<Vec<ormolu_migrate::Answer>, Failure> {
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    if given.is_none() && !std::io::stdin().is_terminal() {
        let listed: Vec<String> = questions
            .iter()
            .map(|question| format!("  {question}"))
            .collect();
        return Err(Failure::Found(format!(
            "error: only you can know:\n{}\nwrite `renamed_from: ..` into the schema where it is \
             a new name; `--renames yes` or `--renames no` answers all of them",
            listed.join("\n")
        )));
    }
    let mut answers = Vec::new();
    for question in questions {
        let renamed = match given {
            Some(answer) => answer == migrate::Answer::Yes,
            None => ask(&question)?,
        };
        answers.push(ormolu_migrate::Answer { question, renamed });
    }
    Ok(answers)
}

fn ask(question: &Question) -> Result<bool, Failure> {
    let undone = |error: std::io::Error| Failure::Undone(format!("error: {error}"));
    loop {
        eprint!("{question} [y/n] ");
        std::io::stderr().flush().map_err(undone)?;
        let mut line = String::new();
        if std::io::stdin().read_line(&mut line).map_err(undone)? == 0 {
            return Err(Failure::Undone("error: no answer".into()));
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            _ => {}
        }
    }
}
