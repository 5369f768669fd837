use std::rc::Rc;

use crate::expr::Alias;
use crate::model::is_plain;

/// What the tables of a statement are called: by their own names where those are free,
/// otherwise `name_2`, `name_3`, ...
///
/// A subquery sees the names around it, so it takes none of them; what it takes is free again
/// after it. A subquery in FROM does not see the tables beside it.
#[derive(Default)]
pub(super) struct Names {
    known: Vec<Name>,
    hidden: Vec<Name>,
}

#[derive(Clone)]
pub(super) struct Name {
    alias: Alias,
    pub(super) title: Title,
    /// The names of a derived source's columns, and at which of them the alias begins.
    pub(super) columns: Option<(Rc<[String]>, u16)>,
}

/// What a table is called: by its own name, with `_<number>` at its end from 2 on.
#[derive(Clone, Copy)]
pub(super) struct Title {
    pub(super) base: &'static str,
    pub(super) number: u32,
    /// Whether the name is [plain](is_plain).
    pub(super) plain: bool,
}

impl Names {
    pub(super) fn declare(&mut self, alias: Alias, base: &'static str) {
        let mut number = 1;
        while self.taken(base, number) {
            number += 1;
        }
        self.known.push(Name {
            alias,
            title: Title {
                base,
                number,
                plain: is_plain(base),
            },
            columns: None,
        });
    }

    /// A source without a model, and the tables among its columns.
    pub(super) fn declare_derived(
        &mut self,
        alias: Alias,
        base: &'static str,
        columns: Rc<[String]>,
        parts: &[(Alias, u16)],
    ) {
        self.declare(alias, base);
        let Some(own) = self.known.last_mut() else {
            return;
        };
        own.columns = Some((columns.clone(), 0));
        let own = own.clone();
        self.known.extend(parts.iter().map(|&(alias, at)| Name {
            alias,
            columns: Some((columns.clone(), at)),
            ..own.clone()
        }));
    }

    /// A later number may also be the own name of another table: `posts_2` may exist.
    fn taken(&self, base: &str, number: u32) -> bool {
        self.known.iter().any(|name| {
            if name.title.base == base {
                name.title.number == number
            } else {
                name.title.is_text(base, number)
            }
        })
    }

    pub(super) fn find(&self, alias: Alias) -> Option<&Name> {
        self.known.iter().rev().find(|name| name.alias == alias)
    }

    /// Whether it stands beside the subquery being written.
    pub(super) fn is_beside(&self, alias: Alias) -> bool {
        self.hidden.iter().any(|name| name.alias == alias)
    }

    /// Where to return to at the end of a subquery.
    pub(super) fn mark(&self) -> usize {
        self.known.len()
    }

    pub(super) fn release(&mut self, mark: usize) {
        self.known.truncate(mark);
    }

    /// Takes the names from an alias on out of sight. Returns how many there were before.
    pub(super) fn hide_from(&mut self, first: Alias) -> usize {
        let at = self.known.iter().position(|name| name.alias == first);
        let before = self.hidden.len();
        if let Some(at) = at {
            self.hidden.extend(self.known.drain(at..));
        }
        before
    }

    /// Brings back what [`hide_from`](Self::hide_from) took.
    pub(super) fn show(&mut self, before: usize) {
        self.known.extend(self.hidden.drain(before..));
    }
}

impl Name {
    pub(super) fn text(&self) -> String {
        text(self.title.base, self.title.number)
    }
}

impl Title {
    /// Whether it has the same text as another base: one of them has a number then, and the other
    /// ends in it.
    fn is_text(self, base: &str, number: u32) -> bool {
        match (self.number, number) {
            (1, 2..) => is_numbered(self.base, base, number),
            (2.., 1) => is_numbered(base, self.base, self.number),
            _ => false,
        }
    }
}

/// Whether a text is the base with the number behind it.
fn is_numbered(text: &str, base: &str, number: u32) -> bool {
    let digits = text
        .strip_prefix(base)
        .and_then(|rest| rest.strip_prefix('_'));
    digits.is_some_and(|digits| digits.parse() == Ok(number))
}

pub(super) fn text(base: &str, number: u32) -> String {
    match number {
        1 => base.to_owned(),
        _ => format!("{base}_{number}"),
    }
}
