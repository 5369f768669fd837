use super::Scalar;

/// A value for a nullable column: a value, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of a nullable `{T}` column",
    label = "expected `{T}` or `Option<{T}>`"
)]
pub trait IntoNullable<T> {
    /// The value; `None` is NULL.
    fn into_nullable(self) -> Option<T>;
}

impl<T: Scalar> IntoNullable<T> for T {
    fn into_nullable(self) -> Option<T> {
        Some(self)
    }
}

impl<T: Scalar> IntoNullable<T> for Option<T> {
    fn into_nullable(self) -> Option<T> {
        self
    }
}

impl IntoNullable<String> for &str {
    fn into_nullable(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoNullable<String> for Option<&str> {
    fn into_nullable(self) -> Option<String> {
        self.map(str::to_owned)
    }
}

impl IntoNullable<Vec<u8>> for &[u8] {
    fn into_nullable(self) -> Option<Vec<u8>> {
        Some(self.to_owned())
    }
}
