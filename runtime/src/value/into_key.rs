use super::Key;

/// A key as it is given: a value of the key's own type, or `&str` where that is text.
///
/// A number is no typed id, so that ids of different models cannot be mixed up by way of numbers;
/// `UserId::from(7)` makes one of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of type `{K}`",
    label = "expected a `{K}`",
    note = "a typed id is made of its value by `From`: `UserId::from(7)`"
)]
pub trait IntoKey<K> {
    /// The key.
    fn into_key(self) -> K;
}

impl<K: Key> IntoKey<K> for K {
    fn into_key(self) -> K {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoKey<String> for &str {
    fn into_key(self) -> String {
        self.to_owned()
    }
}
