use super::ColumnId;

/// What the program's values of a column are made, and have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRule {
    /// The column: of text, or of numbers. It is part of no key.
    pub column: ColumnId,
    /// What happens to a value before it is stored, in this order. Of text only.
    pub normalize: Vec<Normalize>,
    /// What must hold of it then.
    pub checks: Vec<ValueCheck>,
}

/// What is made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Normalize {
    /// Without the blanks around it.
    Trim,
    /// In lower case.
    Lower,
    /// In upper case.
    Upper,
    /// With one space for each run of blanks within it, and none around it.
    CollapseSpaces,
    /// What a Rust function makes of it, by its path.
    Rust(String),
}

/// What must hold of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueCheck {
    /// A text has more than blanks.
    NotBlank,
    /// A text has at least and at most so many characters.
    Length(Option<i64>, Option<i64>),
    /// A number is at least and at most so large.
    Range(Option<i64>, Option<i64>),
    /// A Rust function allows the text, by its path.
    Rust(String),
}
