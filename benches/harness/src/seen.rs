//! What a round's result says, to compare the libraries by.

use std::hint::black_box;

/// Looks at results: when the clock runs only to the effect that none is optimized away, when
/// results are compared by writing down what they say.
#[derive(Default)]
pub struct Seen {
    facts: Option<Facts>,
}

impl Seen {
    pub(crate) fn writing() -> Self {
        Seen {
            facts: Some(Facts::default()),
        }
    }

    /// What was seen, sorted: neither SQL nor a library promises an order where none is asked for.
    pub(crate) fn into_lines(self) -> Vec<String> {
        let mut lines = self.facts.unwrap_or_default().lines;
        lines.sort();
        lines
    }

    /// Looks at a result; `tell` says what it says.
    #[inline]
    pub fn look<T: ?Sized>(&mut self, result: &T, tell: impl FnOnce(&T, &mut Facts)) {
        let result = black_box(result);
        if let Some(facts) = &mut self.facts {
            tell(result, facts);
        }
    }
}

/// Statements about a result, one in each line.
#[derive(Default)]
pub struct Facts {
    lines: Vec<String>,
}

impl Facts {
    /// There is this user.
    pub fn user(&mut self, id: i64, name: &str, email: &str, active: bool) {
        self.lines
            .push(format!("user {id}: {name}, {email}, {active}"));
    }

    /// Below that user is this post.
    pub fn post(&mut self, user: i64, id: i64, title: &str, body: Option<&str>) {
        self.lines
            .push(format!("user {user}, post {id}: {title}, {body:?}"));
    }

    /// Below that post of that user is this comment.
    pub fn comment(&mut self, user: i64, post: i64, id: i64, text: &str) {
        self.lines
            .push(format!("user {user}, post {post}, comment {id}: {text}"));
    }

    /// Of that row of `inserted` is this belonging.
    pub fn belonging(&mut self, owner: i64, id: i64, label: &str) {
        self.lines
            .push(format!("belonging {id} of {owner}: {label}"));
    }

    /// The keys that came back are these, in the order of the rows.
    pub fn keys(&mut self, keys: impl IntoIterator<Item = i64>) {
        for (n, key) in keys.into_iter().enumerate() {
            self.lines.push(format!("key of row {n}: {key}"));
        }
    }
}
