use crate::expr::Alias;

/// What the tables of a statement are called: by their own names where those are free,
/// otherwise `name_2`, `name_3`, ...
///
/// A subquery sees the names around it, so it takes none of them; what it takes is free again
/// after it.
#[derive(Default)]
pub(super) struct Names(Vec<Name>);

#[derive(Clone, Copy)]
pub(super) struct Name {
    alias: Alias,
    pub(super) base: &'static str,
    pub(super) number: u32,
}

impl Names {
    pub(super) fn declare(&mut self, alias: Alias, base: &'static str) -> Name {
        let mut number = 1;
        while self.taken(base, number) {
            number += 1;
        }
        let name = Name {
            alias,
            base,
            number,
        };
        self.0.push(name);
        name
    }

    /// A later number may also be the own name of another table: `posts_2` may exist.
    fn taken(&self, base: &str, number: u32) -> bool {
        self.0.iter().any(|name| {
            if name.base == base {
                name.number == number
            } else {
                name.same_text(base, number)
            }
        })
    }

    pub(super) fn find(&self, alias: Alias) -> Option<Name> {
        self.0
            .iter()
            .rev()
            .find(|name| name.alias == alias)
            .copied()
    }

    /// Where to return to at the end of a subquery.
    pub(super) fn mark(&self) -> usize {
        self.0.len()
    }

    pub(super) fn release(&mut self, mark: usize) {
        self.0.truncate(mark);
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

fn text(base: &str, number: u32) -> String {
    match number {
        1 => base.to_owned(),
        _ => format!("{base}_{number}"),
    }
}
