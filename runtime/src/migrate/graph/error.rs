/// What is wrong with a history, or with what was said about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// An id of other letters.
    #[error("`{0}` cannot name a migration: letters, digits and `_` can, 120 of them at most")]
    BadName(String),
    /// Two migrations of one id.
    #[error("two migrations are called `{0}`")]
    SameId(String),
    /// A parent that is not there.
    #[error("migration `{id}` comes after `{parent}` or depends on it, and that is not there")]
    MissingParent {
        /// Whose.
        id: String,
        /// What is missing.
        parent: String,
    },
    /// Migrations that each come after the other.
    #[error("migrations come after each other in a circle: {}", .0.join(", "))]
    Circle(Vec<String>),
    /// A label that means something else.
    #[error("migration `{id}`: `{label}` cannot be a label; it means something else already")]
    BadLabel {
        /// The label.
        label: String,
        /// Whose.
        id: String,
    },
    /// A label of two branches.
    #[error("the label `{label}` stands at two migrations: {}", .ids.join(", "))]
    SameLabel {
        /// The label.
        label: String,
        /// Where.
        ids: [String; 2],
    },
    /// No migration is called so.
    #[error("there is no migration `{0}`")]
    Unknown(String),
    /// Several migrations are meant.
    #[error("`{target}` means several migrations: {}; say more of the id", .candidates.join(", "))]
    Ambiguous {
        /// What was said.
        target: String,
        /// What it may mean.
        candidates: Vec<String>,
    },
    /// There are several heads where one is meant.
    #[error(
        "`{target}` means one head, and there are {}: {}; join them by `ormolu migrate merge` or \
         `ormolu migrate rebase`, or say `heads` or which one",
        .heads.len(), .heads.join(", ")
    )]
    SeveralHeads {
        /// What was said.
        target: String,
        /// The heads.
        heads: Vec<String>,
    },
    /// Steps lead to several migrations.
    #[error(
        "`{target}` comes to where the history forks: {}; say the branch (`{}@{target}`) or an id",
        .candidates.join(", "), .candidates.first().map_or("label", String::as_str)
    )]
    Fork {
        /// What was said.
        target: String,
        /// The ways.
        candidates: Vec<String>,
    },
    /// Steps lead out of the history.
    #[error("`{target}` goes further than the history does: {short} of {steps} steps are missing")]
    TooFar {
        /// What was said.
        target: String,
        /// How many steps.
        steps: usize,
        /// How many too many.
        short: usize,
    },
    /// What to go back to is not applied.
    #[error("cannot go down to `{0}`: the database does not have it")]
    NotApplied(String),
    /// A target that leads the other way, or nowhere.
    #[error("`{target}` is not a target for `{way}`; {}", help(way))]
    WrongWay {
        /// What was said.
        target: String,
        /// The command's word.
        way: &'static str,
    },
    /// Two ends without a way between them.
    #[error("`{from}..{to}`: neither comes after the other")]
    NoWay {
        /// One end.
        from: String,
        /// The other.
        to: String,
    },
}

fn help(way: &str) -> &'static str {
    match way {
        "up" => "say an id, `head`, `heads`, `+1` or `label@head`",
        "down" => "say an id, `base`, `-1` or `label@base`",
        _ => "say an id, `head`, `heads` or `base`",
    }
}
