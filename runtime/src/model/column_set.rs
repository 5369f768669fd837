/// A set of a model's columns. Equal sets make equal statements.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ColumnSet {
    /// Columns 0 to 63: no allocation for a table of usual width.
    first: u64,
    rest: Vec<u64>,
}

impl ColumnSet {
    pub(crate) fn insert(&mut self, column: u16) {
        let (word, bit) = (usize::from(column / 64), 1 << (column % 64));
        if word == 0 {
            self.first |= bit;
            return;
        }
        if self.rest.len() < word {
            self.rest.resize(word, 0);
        }
        self.rest[word - 1] |= bit;
    }

    pub(crate) fn remove(&mut self, column: u16) {
        let (word, bit) = (usize::from(column / 64), 1 << (column % 64));
        if word == 0 {
            self.first &= !bit;
            return;
        }
        if let Some(word) = self.rest.get_mut(word - 1) {
            *word &= !bit;
        }
        while self.rest.last() == Some(&0) {
            self.rest.pop(); // equal sets are equal values
        }
    }

    pub(crate) fn contains(&self, column: u16) -> bool {
        let (word, bit) = (usize::from(column / 64), 1 << (column % 64));
        let word = match word {
            0 => self.first,
            n => self.rest.get(n - 1).copied().unwrap_or(0),
        };
        word & bit != 0
    }
}

impl FromIterator<u16> for ColumnSet {
    fn from_iter<I: IntoIterator<Item = u16>>(columns: I) -> Self {
        let mut set = ColumnSet::default();
        for column in columns {
            set.insert(column);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnSet;

    #[test]
    fn wide_tables_have_sets_too() {
        let set: ColumnSet = [3, 64, 200].into_iter().collect();
        assert!(set.contains(3) && set.contains(64) && set.contains(200));
        assert!(!set.contains(4) && !set.contains(65) && !set.contains(1000));
        assert_eq!(set, [200, 64, 3].into_iter().collect());
    }

    #[test]
    fn a_set_forgets_what_is_removed() {
        let mut set: ColumnSet = [3, 70, 200].into_iter().collect();
        set.remove(200);
        set.remove(199);
        set.remove(3);
        assert_eq!(set, [70].into_iter().collect());
    }
}
