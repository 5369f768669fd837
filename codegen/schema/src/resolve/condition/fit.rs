//! Whether a column can be compared with something.

use super::Fault;
use crate::ir::{Column, Comparison, Enum, Literal, Term, Type};
use crate::resolve::draft::ModelDraft;
use crate::resolve::words;
use crate::suggest;

pub(super) struct Against<'a> {
    pub(super) model: &'a ModelDraft<'a>,
    pub(super) enums: &'a [Enum],
    pub(super) column: &'a Column,
    pub(super) comparison: Comparison,
}

impl Against<'_> {
    pub(super) fn check(&self, term: &Term) -> Result<(), Fault> {
        let name = &self.column.name;
        let base = &self.column.ty.base;
        let ordered = self.comparison.is_ordered();
        if matches!(base, Type::Json | Type::Array(_) | Type::Native { .. }) {
            let help = "compare columns of numbers, text, times, UUIDs and enumerations";
            return Err((
                format!("`{name}` cannot be compared alike on all engines"),
                help.into(),
            ));
        }
        if ordered && matches!(base, Type::Bool | Type::Enum(_) | Type::Uuid) {
            let help = "compare it by `=`, `<>` or `in`";
            return Err((
                format!("the order of `{name}` depends on the engine"),
                help.into(),
            ));
        }
        match term {
            Term::Parameter(parameter) => self.parameter(parameter),
            Term::Column(other) => {
                let other = self.model.ir.column(*other);
                match other.ty.base == *base {
                    true => Ok(()),
                    false => Err((
                        format!("`{name}` and `{}` have different types", other.name),
                        "compare columns of one type".into(),
                    )),
                }
            }
            Term::Now if *base == Type::TimestampTz => Ok(()),
            Term::Now => Err((
                format!("`{name}` is no moment in time"),
                "compare `now` with a column of the type `timestamptz`".into(),
            )),
            Term::Literal(literal) => self.literal(literal),
        }
    }

    fn parameter(&self, name: &str) -> Result<(), Fault> {
        if words::is_identifier(name) && words::snake(name) == name {
            return Ok(());
        }
        Err((
            format!("`:{name}` is not written in snake case"),
            format!("write `:{}`", words::snake(name)),
        ))
    }

    fn literal(&self, literal: &Literal) -> Result<(), Fault> {
        use Type::{Bool, Char, F32, F64, Numeric, String, Text, U64};
        let name = &self.column.name;
        let fits = match (&self.column.ty.base, literal) {
            (Type::Enum(id), Literal::Text(text)) => {
                let variants = &self.enums[id.0].variants;
                if variants.iter().any(|variant| variant.value == *text) {
                    return Ok(());
                }
                let values = variants.iter().map(|variant| variant.value.as_str());
                return Err((
                    format!("`{text}` is no value of `{name}`"),
                    suggest::help(text, values, "its values"),
                ));
            }
            (String(_) | Char(_) | Text, Literal::Text(_)) | (Bool, Literal::Bool(_)) => true,
            (F32 | F64 | Numeric(_), Literal::Integer(_)) => true,
            (F32 | F64 | Numeric(_), Literal::Number(text)) => text.parse::<f64>().is_ok(),
            (U64, Literal::Integer(value)) => (0..=i128::from(i64::MAX)).contains(value),
            (base, Literal::Integer(value)) => {
                let range = base.range();
                range.is_some_and(|(low, high)| (low..=high).contains(value))
            }
            _ => false,
        };
        match fits {
            true => Ok(()),
            false => Err((
                format!("{} is no value of `{name}`", shown(literal)),
                "compare it with a value of its type, or with a parameter: `:name`".into(),
            )),
        }
    }
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => "NULL".into(),
        Literal::Bool(value) => format!("`{value}`"),
        Literal::Integer(value) => format!("`{value}`"),
        Literal::Number(text) => format!("`{text}`"),
        Literal::Text(text) => format!("'{text}'"),
    }
}
