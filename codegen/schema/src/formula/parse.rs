use std::ops::Range;

use super::Fault;
use super::token::{Token, tokens};
use crate::ir::Comparison;
use crate::ir::formula::Arithmetic;

/// A formula as it was written.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) at: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Of a column or of an argument.
    Name(String),
    Text(String),
    Number(String),
    Bool(bool),
    Null,
    Concat(Vec<Tree>),
    Arithmetic(Arithmetic, Box<(Tree, Tree)>),
    Negate(Box<Tree>),
    Compare(Comparison, Box<(Tree, Tree)>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    IsNull(Box<Tree>),
    IsNotNull(Box<Tree>),
    Call(String, Vec<Tree>),
    Case(Vec<(Tree, Tree)>, Option<Box<Tree>>),
}

impl Tree {
    /// Whether any name in it is one that is looked for.
    pub(super) fn any_name(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        let any = |trees: &[Tree]| trees.iter().any(|tree| tree.any_name(wanted));
        match &self.kind {
            Kind::Name(name) => wanted(name),
            Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) | Kind::Null => false,
            Kind::Concat(parts) | Kind::And(parts) | Kind::Or(parts) | Kind::Call(_, parts) => {
                any(parts)
            }
            Kind::Arithmetic(_, sides) | Kind::Compare(_, sides) => {
                sides.0.any_name(wanted) || sides.1.any_name(wanted)
            }
            Kind::Negate(inner)
            | Kind::Not(inner)
            | Kind::IsNull(inner)
            | Kind::IsNotNull(inner) => inner.any_name(wanted),
            Kind::Case(branches, otherwise) => {
                branches
                    .iter()
                    .any(|(when, then)| when.any_name(wanted) || then.any_name(wanted))
                    || otherwise
                        .as_deref()
                        .is_some_and(|tree| tree.any_name(wanted))
            }
        }
    }
}

/// How deep formulas may nest.
const DEEPEST: usize = 64;

/// How many words and signs they may have: a chain of operators nests as well.
const LONGEST: usize = 256;

/// The way out of both.
const SHORTER: &str = "make columns of its parts, or write the property in Rust";

const KEYWORDS: [&str; 9] = [
    "and", "or", "not", "is", "case", "when", "then", "else", "end",
];

pub(super) fn parse(text: &str) -> Result<Tree, Fault> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        end: text.len(),
    };
    if let Some((_, at)) = parser.tokens.get(LONGEST) {
        let message = format!("the expression has more than {LONGEST} words and signs");
        return Err(Fault::new(at, message, SHORTER));
    }
    let tree = parser.either()?;
    match parser.tokens.get(parser.next) {
        None => Ok(tree),
        Some((_, at)) => Err(Fault::new(
            at,
            "the expression has ended before this",
            "put an operator before it, or take it away",
        )),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    depth: usize,
    end: usize,
}

type Parsed = Result<Tree, Fault>;

impl Parser {
    /// `a or b`
    fn either(&mut self) -> Parsed {
        self.deeper()?;
        let tree = self.list("or", Self::both, Kind::Or);
        self.depth -= 1;
        tree
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("the expression nests deeper than {DEEPEST} levels");
            return Err(Fault::new(&self.here(), message, SHORTER));
        }
        Ok(())
    }

    /// `a and b`
    fn both(&mut self) -> Parsed {
        self.list("and", Self::negation, Kind::And)
    }

    fn list(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed,
        make: fn(Vec<Tree>) -> Kind,
    ) -> Parsed {
        let mut parts = vec![part(self)?];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Ok(many(parts, make))
    }

    fn negation(&mut self) -> Parsed {
        let start = self.here().start;
        let mut times = 0;
        while self.word("not") {
            self.deeper()?;
            times += 1;
        }
        let mut tree = self.comparison()?;
        self.depth -= times;
        for _ in 0..times {
            let at = start..tree.at.end;
            tree = Tree {
                kind: Kind::Not(Box::new(tree)),
                at,
            };
        }
        Ok(tree)
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.concatenation()?;
        if self.word("is") {
            let not = self.word("not");
            let at = left.at.start..self.here().end;
            if !self.word("null") {
                let help = "only `is null` and `is not null` are known";
                return Err(Fault::new(&self.here(), "`null` is missing here", help));
            }
            let kind = if not { Kind::IsNotNull } else { Kind::IsNull };
            return Ok(Tree {
                kind: kind(Box::new(left)),
                at,
            });
        }
        let mut signs = Comparison::SIGNS.into_iter();
        let Some((_, operator)) = signs.find(|(sign, _)| self.sign(sign)) else {
            return Ok(left);
        };
        let right = self.concatenation()?;
        let at = left.at.start..right.at.end;
        let kind = Kind::Compare(operator, Box::new((left, right)));
        Ok(Tree { kind, at })
    }

    /// `a || b`
    fn concatenation(&mut self) -> Parsed {
        let mut parts = vec![self.sum()?];
        while self.sign("||") {
            parts.push(self.sum()?);
        }
        Ok(many(parts, Kind::Concat))
    }

    fn sum(&mut self) -> Parsed {
        self.chain(
            Self::product,
            &[("+", Arithmetic::Add), ("-", Arithmetic::Subtract)],
        )
    }

    fn product(&mut self) -> Parsed {
        let tree = self.chain(Self::sign_of, &[("*", Arithmetic::Multiply)])?;
        let at = self.here();
        match self.sign("/") {
            false => Ok(tree),
            true => Err(Fault::new(
                &at,
                "there is no division in computed properties",
                "engines round quotients each in its own way; divide in Rust, and in a query with `/`",
            )),
        }
    }

    fn chain(
        &mut self,
        part: fn(&mut Self) -> Parsed,
        operators: &[(&'static str, Arithmetic)],
    ) -> Parsed {
        let mut left = part(self)?;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.sign(sign)) {
            let right = part(self)?;
            let at = left.at.start..right.at.end;
            let kind = Kind::Arithmetic(*operator, Box::new((left, right)));
            left = Tree { kind, at };
        }
        Ok(left)
    }

    fn sign_of(&mut self) -> Parsed {
        let start = self.here().start;
        let mut times = 0;
        while self.sign("-") {
            self.deeper()?;
            times += 1;
        }
        let mut tree = self.primary()?;
        self.depth -= times;
        for _ in 0..times {
            let at = start..tree.at.end;
            tree = Tree {
                kind: Kind::Negate(Box::new(tree)),
                at,
            };
        }
        Ok(tree)
    }

    fn primary(&mut self) -> Parsed {
        let at = self.here();
        if self.sign("(") {
            let inner = self.either()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.word("case") {
            return self.case(at.start);
        }
        let kind = match self.tokens.get(self.next) {
            Some((Token::Text(text), _)) => Kind::Text(text.clone()),
            Some((Token::Number(number), _)) => Kind::Number(number.clone()),
            Some((Token::Word(word), _)) => match word.to_ascii_lowercase().as_str() {
                "true" => Kind::Bool(true),
                "false" => Kind::Bool(false),
                "null" => Kind::Null,
                lower if KEYWORDS.contains(&lower) => return Err(self.missing()),
                lower => {
                    let (name, lower) = (word.clone(), lower.to_owned());
                    self.next += 1;
                    if !self.sign("(") {
                        let kind = Kind::Name(name);
                        return Ok(Tree { kind, at });
                    }
                    return self.call(lower, at.start);
                }
            },
            _ => return Err(self.missing()),
        };
        self.next += 1;
        Ok(Tree { kind, at })
    }

    fn call(&mut self, name: String, start: usize) -> Parsed {
        let mut arguments = vec![self.either()?];
        while self.sign(",") {
            arguments.push(self.either()?);
        }
        let at = start..self.here().end;
        self.expect(")")?;
        let kind = Kind::Call(name, arguments);
        Ok(Tree { kind, at })
    }

    fn case(&mut self, start: usize) -> Parsed {
        let mut branches = vec![];
        while self.word("when") {
            let condition = self.either()?;
            self.expect_word("then")?;
            branches.push((condition, self.either()?));
        }
        if branches.is_empty() {
            self.expect_word("when")?;
        }
        let otherwise = match self.word("else") {
            true => Some(Box::new(self.either()?)),
            false => None,
        };
        let at = start..self.here().end;
        self.expect_word("end")?;
        let kind = Kind::Case(branches, otherwise);
        Ok(Tree { kind, at })
    }

    /// The bytes of the next token.
    fn here(&self) -> Range<usize> {
        let next = self.tokens.get(self.next);
        next.map_or(self.end..self.end, |(_, at)| at.clone())
    }

    fn sign(&mut self, wanted: &str) -> bool {
        let found =
            matches!(self.tokens.get(self.next), Some((Token::Sign(sign), _)) if *sign == wanted);
        self.next += usize::from(found);
        found
    }

    fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.tokens.get(self.next), Some((Token::Word(word), _))
            if word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Fault> {
        match self.sign(sign) {
            true => Ok(()),
            false => Err(self.wanted(sign)),
        }
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Fault> {
        match self.word(word) {
            true => Ok(()),
            false => Err(self.wanted(word)),
        }
    }

    fn wanted(&self, what: &str) -> Fault {
        let message = format!("`{what}` is missing here");
        let place = match self.next < self.tokens.len() {
            true => "before it",
            false => "at the end",
        };
        Fault::new(&self.here(), message, format!("write `{what}` {place}"))
    }

    fn missing(&self) -> Fault {
        Fault::new(
            &self.here(),
            "a column, a value or a function is missing here",
            "texts stand in single quotes; functions are `coalesce`, `lower`, `upper` and `length`",
        )
    }
}

/// One part as it is, several under one roof.
fn many(mut parts: Vec<Tree>, make: fn(Vec<Tree>) -> Kind) -> Tree {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let end = parts.last().map_or(0, |last| last.at.end);
    let at = parts[0].at.start..end;
    let kind = make(parts);
    Tree { kind, at }
}
