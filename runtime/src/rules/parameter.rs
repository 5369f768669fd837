use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::model::ModelMeta;
use crate::statement::Statement;
use crate::value::{SqlType, Value};

/// A value that scopes and columns of the schema ask for, such as who is at work:
/// `db.with(parameters::TENANT, 7)`. Generated code has a constant for each.
pub struct Parameter<T> {
    name: &'static str,
    value: PhantomData<fn(T)>,
}

impl<T> Parameter<T> {
    /// A parameter of a name, for generated code.
    pub const fn new(name: &'static str) -> Self {
        Parameter {
            name,
            value: PhantomData,
        }
    }

    /// Its name in the schema.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T> Clone for Parameter<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Parameter<T> {}

impl<T> fmt::Debug for Parameter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}", self.name)
    }
}

/// The parameters that a handle of a database was given. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Parameters(Option<Arc<Vec<(&'static str, Value)>>>);

impl Parameters {
    /// The same with one more, or with another value of it.
    pub(crate) fn with<T: SqlType>(&self, parameter: Parameter<T>, value: T) -> Self {
        let mut all = self.0.as_deref().cloned().unwrap_or_default();
        all.retain(|(name, _)| *name != parameter.name);
        all.push((parameter.name, value.into_value()));
        Parameters(Some(Arc::new(all)))
    }

    pub(crate) fn get(&self, name: &'static str) -> Result<&Value> {
        let mut all = self.0.iter().flat_map(|all| all.iter());
        let found = all.find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value)
            .ok_or(Error::NoParameter { name })
    }

    /// The value of a parameter for a column: NULL, where it may be, without one.
    pub(crate) fn value(
        &self,
        name: &'static str,
        model: &ModelMeta,
        column: u16,
    ) -> Result<Value> {
        let column = &model.columns[usize::from(column)];
        match self.get(name) {
            Err(_) if column.nullable => Ok(Value::Null(column.kind)),
            found => found.cloned(),
        }
    }

    /// The statement with the values of the parameters that it asks for.
    pub(crate) fn fill<'s>(&self, statement: &'s Statement) -> Result<Cow<'s, Statement>> {
        let asks = |value: &Value| matches!(value, Value::Parameter(..));
        if !statement.params.iter().any(asks) {
            return Ok(Cow::Borrowed(statement));
        }
        let mut filled = statement.clone();
        for value in &mut filled.params {
            if let Value::Parameter(name, kind, or_null) = value {
                *value = match self.get(name) {
                    Err(_) if *or_null => Value::Null(*kind).into_bare(),
                    // The SQL around it is written already.
                    found => found?.clone().into_bare(),
                };
            }
        }
        Ok(Cow::Owned(filled))
    }
}
