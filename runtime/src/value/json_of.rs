use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{IntoNullable, StoredAs};

/// A value of the program that is stored as JSON: what `json<crate::Prefs>` of a schema makes.
///
/// It dereferences to the value. JSON that is not such a value is a decode error that names the
/// column. `Default` is what a new row shows before anything is given.
///
/// ```
/// use ormolu::JsonOf;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
/// struct Prefs { dark: bool }
///
/// let mut prefs = JsonOf::from(Prefs { dark: false });
/// prefs.dark = true;
/// assert_eq!(prefs.0, Prefs { dark: true });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonOf<T>(pub T);

impl<T> StoredAs for JsonOf<T>
where
    T: Serialize + DeserializeOwned + Clone + PartialEq + Default + Send + Sync + 'static,
{
    type Stored = serde_json::Value;
    type Error = serde_json::Error;

    fn to_stored(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::to_value(&self.0)
    }

    fn from_stored(stored: serde_json::Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(stored).map(JsonOf)
    }

    fn placeholder() -> Self {
        JsonOf::default()
    }
}

impl<T> From<T> for JsonOf<T> {
    fn from(value: T) -> Self {
        JsonOf(value)
    }
}

impl<T> IntoNullable<JsonOf<T>> for T {
    fn into_nullable(self) -> Option<JsonOf<T>> {
        Some(JsonOf(self))
    }
}

impl<T> Deref for JsonOf<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonOf<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
