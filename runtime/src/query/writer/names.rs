use std::rc::Rc;

use crate::expr::Alias;

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
    pub(super) base: &'static str,
    pub(super) number: u32,
    /// The names of a derived source's columns, and at which of them the alias begins.
    pub(super) columns: Option<(Rc<[String]>, u16)>,
}

impl Names {
    pub(super) fn declare(&mut self, alias: Alias, base: &'static str) {
        let mut number = 1;
        while self.taken(base, number) {
            number += 1;
        }
        self.known.push(Name {
            alias,
            base,
            number,
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
            if name.base == base {
                name.number == number
            } else {
                name.same_text(base, number)
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
    fn same_text(&self, base: &str, number: u32) -> bool {
        let longer = self.base.len().max(base.len());
        let shorter = self.base.len().min(base.len());
        // Equal text needs one of the bases to end in the other's `_<number>`.
        longer > shorter + 1 && self.text() == text(base, number)
    }

    pub(super) fn text(&self) -> String {
        text(self.base, self.number)
    }
}

pub(super) fn text(base: &str, number: u32) -> String {
    match number {
        1 => base.to_owned(),
        _ => format!("{base}_{number}"),
    }
}
