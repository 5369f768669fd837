use super::{Call, Expr, Function, Inputs, Node, Nullness, Part};
use crate::dialect::Dialect;
use crate::value::Scalar;

/// A function of the database that the schema declares.
#[derive(Debug, PartialEq, Eq)]
pub struct FunctionMeta {
    /// What messages call it: `slug()`.
    pub name: &'static str,
    /// Whether it makes one value of many rows.
    pub aggregate: bool,
    sqlite: Option<SqlName>,
    postgres: Option<SqlName>,
    mysql: Option<SqlName>,
}

/// A function's name in SQL, with its database schema.
pub(crate) type SqlName = (Option<&'static str>, &'static str);

impl FunctionMeta {
    /// A function that no engine has yet.
    pub const fn new(name: &'static str) -> Self {
        FunctionMeta {
            name,
            aggregate: false,
            sqlite: None,
            postgres: None,
            mysql: None,
        }
    }

    /// It makes one value of many rows.
    pub const fn aggregate(mut self) -> Self {
        self.aggregate = true;
        self
    }

    /// What it is called on SQLite.
    pub const fn sqlite(mut self, schema: Option<&'static str>, name: &'static str) -> Self {
        self.sqlite = Some((schema, name));
        self
    }

    /// What it is called on PostgreSQL.
    pub const fn postgres(mut self, schema: Option<&'static str>, name: &'static str) -> Self {
        self.postgres = Some((schema, name));
        self
    }

    /// What it is called on MySQL and MariaDB.
    pub const fn mysql(mut self, schema: Option<&'static str>, name: &'static str) -> Self {
        self.mysql = Some((schema, name));
        self
    }

    pub(crate) fn sql(&self, dialect: Dialect) -> Option<SqlName> {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql | Dialect::Mariadb => self.mysql,
        }
    }
}

/// A call of a function with the arguments `A`.
pub type Called<T, A> = Expr<T, <A as Inputs>::Rows>;

/// A call of a function that makes NULL of any NULL.
pub type Strict<T, A> = Expr<<A as Inputs>::With<T>, <A as Inputs>::Rows>;

/// Calls a declared function; for generated code.
pub fn call<T: Nullness, A: Inputs>(function: &'static FunctionMeta, inputs: A) -> Called<T, A> {
    let node = call_node::<T>(function, inputs.inputs());
    Expr::new(A::Rows::computed(node))
}

/// Calls a declared function that makes NULL of any NULL; for generated code.
pub fn call_strict<T: Nullness, A: Inputs>(
    function: &'static FunctionMeta,
    inputs: A,
) -> Strict<T, A> {
    let node = call_node::<T>(function, inputs.inputs());
    Expr::new(A::Rows::computed(node))
}

/// Calls a declared aggregate function: one value of many rows. For generated code.
pub fn call_aggregate<T: Nullness, A: Inputs>(
    function: &'static FunctionMeta,
    inputs: A,
) -> Expr<T> {
    Expr::new(call_node::<T>(function, inputs.inputs()))
}

fn call_node<T: Nullness>(function: &'static FunctionMeta, inputs: Vec<Node>) -> Node {
    Call::node(Function::Declared(function), inputs, T::Base::KIND)
}
