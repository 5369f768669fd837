//! Conditions on one row: `deleted_at is null and status = 'published'`.
//!
//! A small part of SQL that means the same on every engine: columns, comparisons, IS NULL, IN,
//! AND, OR, NOT. Everything is checked against the columns' types.

mod fit;
mod word;

use self::fit::Against;
use self::word::Word;
use super::draft::ModelDraft;
use crate::ir::{ColumnId, Comparison, Condition, Enum, Literal, Term, Type};
use crate::suggest;

/// What is wrong, and the way out.
pub(super) type Fault = (String, String);

/// Reads a condition on rows of a model.
pub(super) fn read(text: &str, model: &ModelDraft<'_>, enums: &[Enum]) -> Result<Condition, Fault> {
    let mut reader = Reader {
        words: word::words(text)?,
        at: 0,
        depth: 0,
        model,
        enums,
    };
    let condition = reader.any()?;
    match reader.next() {
        None => Ok(condition),
        Some(word) => Err((
            format!("{word} is one too many"),
            "join conditions with `and` or `or`".into(),
        )),
    }
}

struct Reader<'r> {
    words: Vec<Word>,
    at: usize,
    depth: usize,
    model: &'r ModelDraft<'r>,
    enums: &'r [Enum],
}

impl Reader<'_> {
    /// `a or b`
    fn any(&mut self) -> Result<Condition, Fault> {
        let mut all = vec![self.all()?];
        while self.take("or") {
            all.push(self.all()?);
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => Condition::Any(all.into_iter().chain(last).collect()),
        })
    }

    /// `a and b`
    fn all(&mut self) -> Result<Condition, Fault> {
        let mut all = vec![self.one()?];
        while self.take("and") {
            all.push(self.one()?);
        }
        Ok(match all.pop() {
            Some(only) if all.is_empty() => only,
            last => Condition::All(all.into_iter().chain(last).collect()),
        })
    }

    fn one(&mut self) -> Result<Condition, Fault> {
        const DEEPEST: usize = 32;
        self.depth += 1;
        if self.depth > DEEPEST {
            let help = "a condition of so many parts may be a column that the database computes";
            return Err(("the condition nests too deep".into(), help.into()));
        }
        let condition = if self.take("not") {
            Condition::Not(Box::new(self.one()?))
        } else if self.take_sign("(") {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    /// A column and what is said of it.
    fn test(&mut self) -> Result<Condition, Fault> {
        let column = self.column()?;
        if self.take("is") {
            let not = self.take("not");
            if !self.take("null") {
                let help = "write `is null` or `is not null`; other values take `=`";
                return Err((self.unexpected("`null`"), help.into()));
            }
            return Ok(match not {
                true => Condition::NotNull(column),
                false => Condition::Null(column),
            });
        }
        let negated = self.take("not");
        if self.take("in") {
            let tests = self.list(column)?;
            let any = Condition::Any(tests);
            return Ok(match negated {
                true => Condition::Not(Box::new(any)),
                false => any,
            });
        }
        if negated {
            return Err((self.unexpected("`in`"), "write `not in (..)`".into()));
        }
        match self.comparison() {
            Some(comparison) => {
                let term = self.term(column, comparison)?;
                Ok(Condition::Compare(comparison, column, term))
            }
            None if self.model.ir.column(column).ty.base == Type::Bool => {
                Ok(Condition::Holds(column))
            }
            None => {
                let name = &self.model.ir.column(column).name;
                Err((
                    format!("`{name}` alone is no condition"),
                    format!("say what of it: `{name} is null`, `{name} = ..`"),
                ))
            }
        }
    }

    /// `(a, b)` behind IN.
    fn list(&mut self, column: ColumnId) -> Result<Vec<Condition>, Fault> {
        self.expect("(")?;
        let mut tests = vec![];
        loop {
            let term = self.term(column, Comparison::Eq)?;
            tests.push(Condition::Compare(Comparison::Eq, column, term));
            if !self.take_sign(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(tests)
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let mut signs = Comparison::SIGNS.into_iter();
        let found = signs.find(|(sign, _)| self.take_sign(sign));
        found.map(|(_, comparison)| comparison)
    }

    fn column(&mut self) -> Result<ColumnId, Fault> {
        match self.next() {
            Some(Word::Name(name)) => self.named(&name),
            word => Err((
                match word {
                    Some(word) => format!("{word} stands where a column is expected"),
                    None => "the condition ends where a column is expected".into(),
                },
                "a condition says something of a column: `deleted_at is null`".into(),
            )),
        }
    }

    fn named(&self, name: &str) -> Result<ColumnId, Fault> {
        self.model.column(name).ok_or_else(|| {
            let names = self.model.column_names();
            (
                format!("{} has no column `{name}`", self.model.ir.name),
                suggest::help(name, names, "its columns"),
            )
        })
    }

    /// What a column is compared with.
    fn term(&mut self, column: ColumnId, comparison: Comparison) -> Result<Term, Fault> {
        let term = match self.next() {
            Some(Word::Text(text)) => Term::Literal(Literal::Text(text)),
            Some(Word::Number(text)) => Term::Literal(match text.parse() {
                Ok(number) => Literal::Integer(number),
                Err(_) => Literal::Number(text),
            }),
            Some(Word::Parameter(name)) => Term::Parameter(name),
            Some(Word::Name(name)) => match name.to_ascii_lowercase().as_str() {
                "true" => Term::Literal(Literal::Bool(true)),
                "false" => Term::Literal(Literal::Bool(false)),
                "now" => {
                    if self.take_sign("(") {
                        self.expect(")")?;
                    }
                    Term::Now
                }
                "null" => {
                    let help = "nothing is equal to NULL; write `is null` or `is not null`";
                    return Err(("a comparison with NULL never holds".into(), help.into()));
                }
                _ => Term::Column(self.named(&name)?),
            },
            word => {
                let found = word.map_or("nothing".into(), |word| word.to_string());
                return Err((
                    format!("{found} stands where a value is expected"),
                    "a value is a literal, a column, `now` or a parameter such as `:tenant`".into(),
                ));
            }
        };
        let against = Against {
            model: self.model,
            enums: self.enums,
            column: self.model.ir.column(column),
            comparison,
        };
        against.check(&term)?;
        Ok(term)
    }

    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    /// Takes a word of the language, in any case.
    fn take(&mut self, wanted: &str) -> bool {
        let found = matches!(self.words.get(self.at),
            Some(Word::Name(name)) if name.eq_ignore_ascii_case(wanted));
        self.at += usize::from(found);
        found
    }

    fn take_sign(&mut self, wanted: &str) -> bool {
        let found = matches!(self.words.get(self.at), Some(Word::Sign(sign)) if *sign == wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fault> {
        match self.take_sign(sign) {
            true => Ok(()),
            false => Err((
                self.unexpected(&format!("`{sign}`")),
                "open and close parentheses in pairs".into(),
            )),
        }
    }

    fn unexpected(&self, expected: &str) -> String {
        match self.words.get(self.at) {
            Some(word) => format!("{word} stands where {expected} is expected"),
            None => format!("the condition ends where {expected} is expected"),
        }
    }
}
