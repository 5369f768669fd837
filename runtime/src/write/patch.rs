mod read;

#[doc(hidden)]
pub use read::{ReadPatch, read_patch};
use serde::{Deserialize, Deserializer};

use crate::model::Model;
use crate::value::{SqlType, Value};

/// A column of a generated patch: left alone, or set.
///
/// Read by serde, a missing field is left alone; `null` sets a nullable column to NULL and is
/// an error for another.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use models::user::UserPatch;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// let patch = UserPatch { name: "Anna".into(), ..UserPatch::default() };
/// User::update().key(1).patch(patch).run(&db).await?;
/// // UPDATE "users" SET "name" = ? WHERE "users"."id" = ?
/// # assert_eq!(record.statements()[0].sql, r#"UPDATE "users" SET "name" = ? WHERE "users"."id" = ?"#);
/// # let ann = User::get(1).one(&db).await?;
/// # assert_eq!((ann.name.as_str(), ann.active), ("Anna", true));
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Left alone.
    #[default]
    Unset,
    /// Set to a value.
    Set(T),
}

impl<T> Patch<T> {
    /// The value, if set.
    pub fn into_option(self) -> Option<T> {
        match self {
            Patch::Unset => None,
            Patch::Set(value) => Some(value),
        }
    }

    /// Whether it is set.
    pub fn is_set(&self) -> bool {
        matches!(self, Patch::Set(_))
    }

    /// Writes the value, if set, into a field.
    pub fn apply<F: From<T>>(self, field: &mut F) {
        if let Patch::Set(value) = self {
            *field = value.into();
        }
    }
}

impl<T: SqlType> Patch<T> {
    /// Adds the value of a column, if set, to the values of an UPDATE.
    pub fn assign(self, column: u16, out: &mut Vec<(u16, Value)>) {
        if let Patch::Set(value) = self {
            out.push((column, value.into_value()));
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Patch::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Patch::Set(value.to_owned())
    }
}

impl From<&str> for Patch<Option<String>> {
    fn from(value: &str) -> Self {
        Patch::Set(Some(value.to_owned()))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Patch::Set)
    }
}

/// Changes of some columns of a row of `M`: the generated `UserPatch`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a patch of `{M}`",
    note = "the generated patch type is called like the model with `Patch` at its end"
)]
pub trait Changes<M: Model>: Sized {
    /// Writes them into a row.
    fn apply(self, row: &mut M);
    /// The columns that are set, with their values.
    fn assignments(self) -> Vec<(u16, Value)>;
}

#[cfg(test)]
mod tests {
    use serde::de::MapAccess;

    use super::{Patch, ReadPatch, read_patch};

    #[derive(Default, Debug, PartialEq)]
    struct UserPatch {
        name: Patch<String>,
        bio: Patch<Option<String>>,
    }

    impl ReadPatch for UserPatch {
        const NAME: &'static str = "UserPatch";
        const FIELDS: &'static [&'static str] = &["name", "bio"];

        fn read<'de, A: MapAccess<'de>>(
            &mut self,
            field: &'static str,
            map: &mut A,
        ) -> Result<(), A::Error> {
            match field {
                "name" => self.name.read(field, map),
                _ => self.bio.read(field, map),
            }
        }
    }

    fn read(text: &str) -> serde_json::Result<UserPatch> {
        read_patch(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn other_fields_are_passed_over_and_none_is_given_twice() {
        let read_name = read(r#"{"age": {"years": [1]}, "name": "Ann"}"#)
            .unwrap()
            .name;
        assert_eq!(read_name, "Ann".into());
        let twice = read(r#"{"name": "Ann", "name": "Bo"}"#).unwrap_err();
        assert!(
            twice.to_string().contains("duplicate field `name`"),
            "{twice}"
        );
        let none = read("[]").unwrap_err();
        assert!(
            none.to_string().contains("expected struct UserPatch"),
            "{none}"
        );
    }

    #[test]
    fn missing_null_and_value_are_three_things() {
        assert_eq!(read("{}").unwrap(), UserPatch::default());
        assert_eq!(
            read(r#"{"bio": null}"#).unwrap().bio,
            Patch::Set(None::<String>)
        );
        assert_eq!(
            read(r#"{"name": "Ann", "bio": "x"}"#).unwrap(),
            UserPatch {
                name: "Ann".into(),
                bio: "x".into()
            }
        );
        let null = read(r#"{"name": null}"#).unwrap_err();
        assert!(null.to_string().contains("expected a string"), "{null}");
    }
}
