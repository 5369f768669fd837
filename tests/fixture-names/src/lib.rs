//! Models named like the standard library and the runtime, columns named like methods and
//! keywords, every column type, a table of 261 columns: they must compile without a warning.
#![deny(warnings)]
#![forbid(unsafe_code)]

/// The models of `codegen/emit/tests/support`.
pub mod models {
    ormolu::include_models!();
}

/// A column type of the user's own.
#[derive(Clone, Copy, Debug, PartialEq, ormolu::serde::Serialize, ormolu::serde::Deserialize)]
#[serde(crate = "ormolu::serde")]
pub struct Money(pub i64);

impl ormolu::Scalar for Money {
    const KIND: ormolu::Kind = ormolu::Kind::I64;

    fn into_value(self) -> ormolu::Value {
        ormolu::Value::I64(self.0)
    }

    fn decode<D: ormolu::Decoder + ?Sized>(
        row: &D,
        at: usize,
    ) -> Result<Option<Self>, ormolu::DecodeError> {
        Ok(row.i64(at)?.map(Money))
    }

    fn placeholder() -> Self {
        Money(0)
    }
}

#[cfg(test)]
mod tests {
    use super::models::TypePatch;
    use ormolu::{Patch, serde_json};

    /// Where a field cannot be called like its column, JSON is.
    #[test]
    fn json_has_the_names_of_the_schema() -> Result<(), serde_json::Error> {
        let patch: TypePatch =
            serde_json::from_str(r#"{"self": 2, "alias": 3, "json_null": null}"#)?;
        assert_eq!(patch.alias, Patch::Set(3));
        assert_eq!(patch.self_, Patch::Set(2));
        assert_eq!(patch.json_null, Patch::Set(None));
        assert!(!patch.money.is_set());
        Ok(())
    }
}
