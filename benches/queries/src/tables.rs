//! The tables of `schema.yaml` as the queries need to know them.

use std::fmt;

/// A table with its columns.
pub struct Table {
    pub model: &'static str,
    pub name: &'static str,
    pub columns: &'static [Column],
}

#[derive(Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub rust: &'static str,
}

/// A column of one of the tables of a query: `p.title` in both languages.
#[derive(Clone, Copy)]
pub struct Of(pub char, pub Column);

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1.name)
    }
}

impl Table {
    /// One of the columns that have a type; which, is up to the number.
    pub fn column(&self, rust: &str, nth: usize) -> Column {
        let fit: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.rust == rust)
            .collect();
        *fit[nth % fit.len()]
    }

    /// One of all columns.
    pub fn any(&self, nth: usize) -> Column {
        self.columns[nth % self.columns.len()]
    }
}

macro_rules! table {
    ($constant:ident $model:literal $name:literal { $($column:ident: $rust:literal,)* }) => {
        pub const $constant: Table = Table {
            model: $model,
            name: $name,
            columns: &[$(Column { name: stringify!($column), rust: $rust }),*],
        };
    };
}

table!(USER "User" "users" {
    id: "i64",
    email: "String",
    name: "String",
    city: "Option<String>",
    age: "Option<i32>",
    active: "bool",
    score: "f64",
    joined: "DateTime<Utc>",
});

table!(POST "Post" "posts" {
    id: "i64",
    author_id: "i64",
    title: "String",
    body: "Option<String>",
    views: "i32",
    stars: "Option<i32>",
    published: "bool",
    weight: "f64",
    written: "DateTime<Utc>",
});

table!(COMMENT "Comment" "comments" {
    id: "i64",
    post_id: "i64",
    author_id: "i64",
    text: "String",
    reply: "Option<String>",
    likes: "i32",
    depth: "Option<i32>",
    flagged: "bool",
    heat: "f64",
    sent: "DateTime<Utc>",
});

pub const ALL: [Table; 3] = [USER, POST, COMMENT];
