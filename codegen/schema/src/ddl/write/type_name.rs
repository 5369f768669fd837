//! The names of types.

use super::{Writer, note};
use crate::ddl::types::Mapped;
use crate::ir::{ColumnType, Type};
use crate::source::Span;
use crate::written::TypeName;

impl Writer<'_> {
    /// The type's name, and its portable type if it is neither a list nor an enumeration.
    pub(super) fn type_name(&mut self, mapped: Mapped, place: Span) -> (TypeName, Option<Type>) {
        match mapped {
            Mapped::Plain(base) => (base.clone().into(), Some(base)),
            Mapped::Spelled(base, sql) => {
                let native = [(self.dialect(), sql)].into();
                let ty = ColumnType {
                    native,
                    ..base.clone().into()
                };
                (TypeName::Known(ty), Some(base))
            }
            Mapped::Native(sql) => {
                self.opaque(&sql, place);
                let ty = Type::Native {
                    dialect: self.dialect(),
                    sql,
                };
                (ty.clone().into(), Some(ty))
            }
            Mapped::Enum(at) => {
                let of = &self.catalog.enums[at];
                let (namespace, name) = (of.namespace.clone(), of.name.text.clone());
                (TypeName::Enum { namespace, name }, None)
            }
            Mapped::Domain(at) => self.domain_name(at),
            // It has its name from its column.
            Mapped::InlineEnum(_) => (Type::Text.into(), None),
            Mapped::Array(element) => {
                let (element, _) = self.type_name(*element, place);
                let list = TypeName::Array {
                    element: Box::new(element),
                    fallback_json: false,
                };
                // A list's default has no literal: any type that is none of those will do.
                (list, Some(Type::Json))
            }
        }
    }

    fn opaque(&mut self, sql: &str, place: Span) {
        if self.opaque.insert(sql.to_lowercase()) {
            let message = if sql.is_empty() {
                "column without a type: it is read as text".to_owned()
            } else {
                format!("type `{sql}` has no portable form: it is read as text")
            };
            self.notes.push(note("native-type", place, &message));
        }
    }
}
