use std::ops::Range;

use super::checked::{Checked, alike, all_alike, made, named, nullable, number_of};
use super::integers::Size;
use super::parse::{Kind, Tree};
use super::{Fault, Names};
use crate::ir::Comparison;
use crate::ir::formula::{FormulaType, Term};
use crate::ir::{ColumnId, Formula, Type};
use crate::suggest;

type Result<T> = std::result::Result<T, Fault>;

pub(super) fn condition(tree: &Tree, names: &Names<'_>) -> Result<Formula> {
    let formula = Checker { names }.condition(tree)?;
    names_column(tree, names)?;
    Ok(formula)
}

pub(super) fn property(tree: &Tree, names: &Names<'_>) -> Result<Formula> {
    let formula = Checker { names }.value(tree)?.formula;
    if let Term::Column(_) = formula.term {
        let help =
            "compute something of it, or rename the field: `column:` keeps the column's name";
        return Err(Fault::new(&tree.at, "this is a column as it is", help));
    }
    names_column(tree, names)?;
    let unused = |name: &&str| !tree.any_name(&|used| used == *name);
    if let Some(name) = names.arguments.iter().map(|a| a.name.as_str()).find(unused) {
        let message = format!("the argument `{name}` is not used");
        return Err(Fault::new(&tree.at, message, "use it, or take it away"));
    }
    Ok(formula)
}

fn names_column(tree: &Tree, names: &Names<'_>) -> Result<()> {
    if tree.any_name(&|name| names.argument(name).is_none()) {
        return Ok(());
    }
    let help = "name a column in it";
    Err(Fault::new(&tree.at, "this is the same for every row", help))
}

struct Checker<'c> {
    names: &'c Names<'c>,
}

impl Checker<'_> {
    fn value(&self, tree: &Tree) -> Result<Checked> {
        let at = &tree.at;
        match &tree.kind {
            Kind::Name(name) => self.name(name, at),
            Kind::Text(text) => Ok(made(Term::Text(text.clone()), FormulaType::Text, false, at)),
            Kind::Number(number) => number_of(number, at),
            Kind::Bool(value) => Ok(made(Term::Bool(*value), FormulaType::Bool, false, at)),
            Kind::Null => Err(Fault::new(
                at,
                "`null` has no type here",
                "a `case` without `else` is NULL where no condition holds; ask for NULL by `is null`",
            )),
            Kind::Concat(parts) => self.concat(parts, at),
            Kind::Arithmetic(operator, sides) => {
                let sides = self.numbers(&sides.0, &sides.1)?;
                let size = sides.0.size.calculate(*operator, sides.1.size, at)?;
                let (ty, nullable) = (sides.0.formula.ty, nullable(&[&sides.0, &sides.1]));
                let both = Box::new((sides.0.formula, sides.1.formula));
                let made = made(Term::Arithmetic(*operator, both), ty, nullable, at);
                Ok(Checked { size, ..made })
            }
            Kind::Negate(inner) => {
                let inner = self.number(inner)?;
                let size = inner.size.negate(at)?;
                let (ty, nullable) = (inner.formula.ty, inner.formula.nullable);
                let term = match inner.formula.term {
                    Term::Integer(value) => Term::Integer(-value),
                    Term::Decimal { units, scale } => Term::Decimal {
                        units: -units,
                        scale,
                    },
                    _ => Term::Negate(Box::new(inner.formula)),
                };
                let made = made(term, ty, nullable, at);
                Ok(Checked { size, ..made })
            }
            Kind::Compare(operator, sides) => self.compare(*operator, &sides.0, &sides.1, at),
            Kind::And(parts) => self.connect(parts, Term::And, at),
            Kind::Or(parts) => self.connect(parts, Term::Or, at),
            Kind::Not(inner) => {
                let inner = self.condition(inner)?;
                let nullable = inner.nullable;
                Ok(made(
                    Term::Not(Box::new(inner)),
                    FormulaType::Bool,
                    nullable,
                    at,
                ))
            }
            Kind::IsNull(inner) => self.null_test(inner, Term::IsNull, at),
            Kind::IsNotNull(inner) => self.null_test(inner, Term::IsNotNull, at),
            Kind::Call(name, arguments) => self.call(name, arguments, at),
            Kind::Case(branches, otherwise) => self.case(branches, otherwise.as_deref(), at),
        }
    }

    fn name(&self, name: &str, at: &Range<usize>) -> Result<Checked> {
        match self.names.argument(name) {
            Some(place) => self.argument(place, at),
            None => self.column(name, at),
        }
    }

    fn argument(&self, place: usize, at: &Range<usize>) -> Result<Checked> {
        let argument = &self.names.arguments[place];
        let base = &argument.ty.ty.base;
        let ty = match plain(base) {
            FormulaType::Opaque => {
                let message = format!("nothing can be computed of the type of `{}`", argument.name);
                let help = "an argument is a `bool`, a whole number up to `bigint`, a `numeric` or a `text`";
                return Err(Fault::new(at, message, help));
            }
            ty => ty,
        };
        let size = match ty {
            // What is given may have more digits than its type says.
            FormulaType::Decimal => Size::Unknown,
            _ => Size::of(base).unwrap_or(Size::Unknown),
        };
        let made = made(Term::Argument(place), ty, false, at);
        Ok(Checked { size, ..made })
    }

    fn column(&self, name: &str, at: &Range<usize>) -> Result<Checked> {
        let Some(ColumnId(place)) = (self.names.find)(name) else {
            let fields = self.names.columns.iter().map(|c| c.field.as_str());
            let arguments = self.names.arguments.iter().map(|a| a.name.as_str());
            let what = match self.names.arguments {
                [] => "the columns",
                _ => "the columns and arguments",
            };
            let help = suggest::help(name, fields.chain(arguments), what);
            return Err(Fault::new(at, format!("unknown column `{name}`"), help));
        };
        let column = &self.names.columns[place];
        if column.deferred {
            let help = "rows are read without it: leave `deferred` out, or the column";
            return Err(Fault::new(at, format!("`{name}` is deferred"), help));
        }
        let own = column.rust_type.is_some() || column.id_of.is_some();
        let native = !column.ty.native.is_empty();
        let ty = match plain(&column.ty.base) {
            _ if own => FormulaType::Opaque,
            FormulaType::Text if native => FormulaType::Opaque,
            ty => ty,
        };
        let size = Size::of(&column.ty.base).unwrap_or(Size::Unknown);
        let made = made(Term::Column(ColumnId(place)), ty, column.nullable, at);
        Ok(Checked { size, ..made })
    }

    fn concat(&self, parts: &[Tree], at: &Range<usize>) -> Result<Checked> {
        let parts = parts.iter().map(|part| self.text(part));
        let parts = parts.collect::<Result<Vec<Formula>>>()?;
        let nullable = parts.iter().any(|part| part.nullable);
        let inner = |part: Formula| match part.term {
            Term::Concat(inner) => inner,
            _ => vec![part],
        };
        let parts = parts.into_iter().flat_map(inner).collect();
        Ok(made(Term::Concat(parts), FormulaType::Text, nullable, at))
    }

    fn compare(
        &self,
        operator: Comparison,
        left: &Tree,
        right: &Tree,
        at: &Range<usize>,
    ) -> Result<Checked> {
        for side in [left, right] {
            if let Kind::Bool(value) = side.kind {
                let help = if value {
                    "write the condition itself"
                } else {
                    "write `not` before the condition"
                };
                return Err(Fault::new(
                    &side.at,
                    "a condition needs no comparison",
                    help,
                ));
            }
        }
        let (left, right) = alike(self.value(left)?, self.value(right)?)?;
        let ordered = operator.is_ordered();
        let help = match left.formula.ty {
            FormulaType::Opaque if self.is_moment(&left.formula, &right.formula) => None,
            FormulaType::Opaque => {
                Some("only numbers, texts, truth values, dates and timestamps are compared")
            }
            FormulaType::Text if ordered => Some(
                "each engine orders texts by its collations; only `=` and `<>` are the same everywhere",
            ),
            FormulaType::Bool if ordered => {
                Some("truth values have no order; use `and`, `or` and `not`")
            }
            _ => None,
        };
        if let Some(help) = help {
            return Err(Fault::new(
                at,
                "these cannot be compared in the same way everywhere",
                help,
            ));
        }
        let nullable = nullable(&[&left, &right]);
        let both = Box::new((left.formula, right.formula));
        Ok(made(
            Term::Compare(operator, both),
            FormulaType::Bool,
            nullable,
            at,
        ))
    }

    /// Whether both are columns of one type that is a moment.
    fn is_moment(&self, left: &Formula, right: &Formula) -> bool {
        let (Term::Column(left), Term::Column(right)) = (&left.term, &right.term) else {
            return false;
        };
        let (left, right) = (&self.names.columns[left.0], &self.names.columns[right.0]);
        left.ty.base == right.ty.base
            && left.rust_type.is_none()
            && right.rust_type.is_none()
            && matches!(
                left.ty.base,
                Type::Date | Type::Timestamp | Type::TimestampTz
            )
    }

    fn connect(
        &self,
        parts: &[Tree],
        make: fn(Vec<Formula>) -> Term,
        at: &Range<usize>,
    ) -> Result<Checked> {
        let parts = parts.iter().map(|part| self.condition(part));
        let parts = parts.collect::<Result<Vec<Formula>>>()?;
        let nullable = parts.iter().any(|part| part.nullable);
        Ok(made(make(parts), FormulaType::Bool, nullable, at))
    }

    fn null_test(
        &self,
        inner: &Tree,
        make: fn(Box<Formula>) -> Term,
        at: &Range<usize>,
    ) -> Result<Checked> {
        let inner = self.value(inner)?;
        if !inner.formula.nullable {
            let help = "leave the test out, or let the column be NULL with `?` behind its type";
            return Err(Fault::new(&inner.at, "this is never NULL", help));
        }
        Ok(made(
            make(Box::new(inner.formula)),
            FormulaType::Bool,
            false,
            at,
        ))
    }

    fn call(&self, name: &str, arguments: &[Tree], at: &Range<usize>) -> Result<Checked> {
        const NAMES: [&str; 4] = ["coalesce", "lower", "upper", "length"];
        if name == "coalesce" {
            return self.coalesce(arguments, at);
        }
        if !NAMES.contains(&name) {
            let help = suggest::help(name, NAMES, "the functions");
            return Err(Fault::new(at, format!("unknown function `{name}`"), help));
        }
        let [argument] = arguments else {
            let help = format!("write `{name}(a_text)`");
            return Err(Fault::new(at, format!("`{name}` takes one text"), help));
        };
        let text = self.text(argument)?;
        let nullable = text.nullable;
        let text = Box::new(text);
        let (term, ty) = match name {
            "lower" => (Term::Lower(text), FormulaType::Text),
            "upper" => (Term::Upper(text), FormulaType::Text),
            _ => (Term::Length(text), FormulaType::Integer),
        };
        // No text has more characters than that.
        let size = Size::Whole(0, u32::MAX.into());
        Ok(Checked {
            size,
            ..made(term, ty, nullable, at)
        })
    }

    fn coalesce(&self, arguments: &[Tree], at: &Range<usize>) -> Result<Checked> {
        if arguments.len() < 2 {
            let help = "write `coalesce(a, b)`: the first of them that is not NULL";
            return Err(Fault::new(at, "`coalesce` takes two values or more", help));
        }
        let values = arguments.iter().map(|argument| self.value(argument));
        let values = all_alike(values.collect::<Result<Vec<Checked>>>()?)?;
        let last = values.len() - 1;
        if let Some(never) = values[..last].iter().find(|value| !value.formula.nullable) {
            let help = "leave out what stands behind it";
            return Err(Fault::new(
                &never.at,
                "this is never NULL, so nothing behind it counts",
                help,
            ));
        }
        self.refuse_opaque(&values[0])?;
        let size = values
            .iter()
            .skip(1)
            .fold(values[0].size, |size, value| size.join(value.size));
        let (ty, nullable) = (values[0].formula.ty, values[last].formula.nullable);
        let values = values.into_iter().map(|value| value.formula).collect();
        Ok(Checked {
            size,
            ..made(Term::Coalesce(values), ty, nullable, at)
        })
    }

    fn case(
        &self,
        branches: &[(Tree, Tree)],
        otherwise: Option<&Tree>,
        at: &Range<usize>,
    ) -> Result<Checked> {
        let conditions = branches.iter().map(|(when, _)| self.condition(when));
        let conditions = conditions.collect::<Result<Vec<Formula>>>()?;
        let otherwise = otherwise.filter(|tree| !matches!(tree.kind, Kind::Null));
        let values = branches.iter().map(|(_, then)| then).chain(otherwise);
        let values = values.map(|value| self.value(value));
        let mut values = all_alike(values.collect::<Result<Vec<Checked>>>()?)?;
        self.refuse_opaque(&values[0])?;
        let size = values
            .iter()
            .skip(1)
            .fold(values[0].size, |size, value| size.join(value.size));
        let ty = values[0].formula.ty;
        let nullable = otherwise.is_none() || values.iter().any(|value| value.formula.nullable);
        let otherwise = otherwise
            .and_then(|_| values.pop())
            .map(|value| Box::new(value.formula));
        let values = values.into_iter().map(|value| value.formula);
        let branches = conditions.into_iter().zip(values).collect();
        let term = Term::Case(branches, otherwise);
        Ok(Checked {
            size,
            ..made(term, ty, nullable, at)
        })
    }

    fn refuse_opaque(&self, value: &Checked) -> Result<()> {
        match value.formula.ty {
            FormulaType::Opaque => Err(Fault::new(
                &value.at,
                "nothing can be computed of this type",
                "numbers, texts and truth values of no Rust type of their own can be computed with",
            )),
            _ => Ok(()),
        }
    }

    fn text(&self, tree: &Tree) -> Result<Formula> {
        self.typed(tree, FormulaType::Text, "a text")
            .map(|checked| checked.formula)
    }

    fn condition(&self, tree: &Tree) -> Result<Formula> {
        self.typed(tree, FormulaType::Bool, "a condition")
            .map(|checked| checked.formula)
    }

    fn typed(&self, tree: &Tree, ty: FormulaType, what: &str) -> Result<Checked> {
        let value = self.value(tree)?;
        if value.formula.ty == ty {
            return Ok(value);
        }
        let found = named(value.formula.ty);
        let help = format!("{what} is wanted here, and this is {found}");
        Err(Fault::new(&value.at, format!("this is not {what}"), help))
    }

    fn number(&self, tree: &Tree) -> Result<Checked> {
        let value = self.value(tree)?;
        match value.formula.ty {
            FormulaType::Integer | FormulaType::Decimal => Ok(value),
            other => Err(Fault::new(
                &value.at,
                "this cannot be calculated with",
                format!(
                    "whole numbers (up to `bigint`) and `numeric(p, s)` can, and this is {}",
                    named(other)
                ),
            )),
        }
    }

    fn numbers(&self, left: &Tree, right: &Tree) -> Result<(Checked, Checked)> {
        alike(self.number(left)?, self.number(right)?)
    }
}

/// What is computed with values of a type.
fn plain(ty: &Type) -> FormulaType {
    match ty {
        Type::Bool => FormulaType::Bool,
        Type::Numeric(_) => FormulaType::Decimal,
        Type::String(_) | Type::Text => FormulaType::Text,
        Type::U64 => FormulaType::Opaque,
        ty if Size::of(ty).is_some() => FormulaType::Integer,
        _ => FormulaType::Opaque,
    }
}
