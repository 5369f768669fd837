use super::{Fill, ModelMeta};

/// The column by which a session notices that somebody else changed a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Its position.
    pub column: u16,
    /// Who changes it.
    pub by: VersionBy,
    /// Columns whose changes alone are no new version.
    pub unless: &'static [u16],
}

/// Who changes a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionBy {
    /// Each UPDATE of the runtime counts it up.
    Session,
    /// The database, by an `on_update` or a trigger.
    Database,
    /// The program writes it where it likes to.
    Program,
}

impl Version {
    /// Whether an UPDATE of these columns is a new version that the statement has to make.
    pub(crate) fn counts(&self, set: impl IntoIterator<Item = u16>) -> bool {
        let mut set = set.into_iter().peekable();
        if self.by != VersionBy::Session || set.peek().is_none() {
            return false;
        }
        let mut worth = false;
        for column in set {
            if column == self.column {
                return false; // the program gives one
            }
            worth |= !self.unless.contains(&column);
        }
        worth
    }
}

impl ModelMeta {
    /// The columns by which a row must still be what it was: the key, and the version if there
    /// is one.
    pub(crate) fn matched(&self) -> impl Iterator<Item = u16> + use<> {
        let version = self.version.map(|version| version.column);
        self.key.iter().copied().chain(version)
    }

    /// Whether only a trigger of the database can be what changes the version.
    pub(crate) fn version_by_trigger(&self) -> bool {
        self.version.is_some_and(|version| {
            let column = &self.columns[usize::from(version.column)];
            version.by == VersionBy::Database
                && column.on_update.is_none()
                && column.fill != Fill::Generated
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, VersionBy};

    #[test]
    fn a_version_counts_changes_of_worth() {
        let version = |by| Version {
            column: 4,
            by,
            unless: &[2],
        };
        let counted = version(VersionBy::Session);
        assert!(counted.counts([1]) && counted.counts([1, 2]));
        assert!(!counted.counts([2]) && !counted.counts([]) && !counted.counts([1, 4]));
        assert!(!version(VersionBy::Database).counts([1]));
    }
}
