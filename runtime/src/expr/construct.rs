use super::places::{check, has_columns};
use super::{Call, Called, Expr, Function, Input, Inputs, Nullness, Part};
use crate::dialect::Dialect;
use crate::value::{Scalar, SqlType};

/// Functions of one's own: SQL of the program with typed arguments, in the words of each engine.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// ormolu::sql_function! {
///     /// How many characters are left of a line of 80.
///     pub fn room(text: String) -> i64 {
///         sqlite: "80 - length({text})",
///         postgres: "80 - length({text})::bigint",
///         mysql: "80 - char_length({text})",
///     }
///
///     /// The first of two texts that is not empty.
///     fn filled(text: Option<String>, other: String) -> String {
///         "coalesce(nullif({text}, ''), {other})"
///     }
/// }
///
/// # fn main() {
/// let query = User::select()
///     .filter(|u| room(u.name).gt(70))
///     .order_by(|u| room(u.name))
///     .select(|u| filled(u.name, "nobody"));
/// # let sql = r#"SELECT coalesce(nullif("users"."name", ''), $1) FROM "users" WHERE (80 - length("users"."name")::bigint) > $2 ORDER BY 80 - length("users"."name")::bigint"#;
/// # assert_eq!(postgres(&query), sql);
/// # }
/// ```
///
/// The texts are literals with a `{place}` for each argument; a name that is no argument, and an
/// argument without a place, do not compile. `{{` and `}}` are braces. One text goes for all
/// engines, or there is one for each of `sqlite`, `postgres`, `mysql` (which MariaDB takes too) and
/// `mariadb`; on an engine without one the query is an error when it is built. An argument of type
/// `Option<T>` takes what may be NULL. That the result is of the type that is said, and whether it
/// may be NULL, is your word.
///
/// ```compile_fail,E0080
/// ormolu::sql_function! {
///     fn alike(one: String, other: String) -> bool { "{one} = {two}" }
/// }
/// ```
///
/// What a function is about follows from its arguments: in a grouped query it is computed from
/// single rows if one of them is.
#[macro_export]
macro_rules! sql_function {
    ($(
        $(#[$meta:meta])*
        $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty
        { $($texts:tt)* }
    )+) => {$(
        $(#[$meta])*
        #[allow(non_camel_case_types, trivial_bounds)] // a type for each argument, named after it
        $visible fn $name<$($argument: $crate::expr::Fits<$type>),*>(
            $($argument: $argument),*
        ) -> $crate::expr::Called<$result, ($($argument,)*)>
        where
            ($($argument,)*): $crate::expr::Inputs,
        {
            static CONSTRUCT: $crate::expr::Construct = $crate::sql_function!(
                @texts
                $crate::expr::Construct::new(
                    concat!(stringify!($name), "()"),
                    &[$(stringify!($argument)),*],
                ),
                $($texts)*
            );
            $crate::expr::construct::<$result, _>(&CONSTRUCT, ($($argument,)*))
        }
    )+};
    (@texts $construct:expr, $text:literal) => {
        $construct.everywhere($text)
    };
    (@texts $construct:expr, $($engine:ident: $text:literal),+ $(,)?) => {
        $construct$(.$engine($text))+
    };
}

/// SQL of the program with places for arguments; made by [`sql_function!`](crate::sql_function).
#[derive(Debug, PartialEq, Eq)]
pub struct Construct {
    /// What messages call it.
    pub(crate) name: &'static str,
    /// The names of its arguments, in their order.
    pub(crate) arguments: &'static [&'static str],
    sqlite: Option<&'static str>,
    postgres: Option<&'static str>,
    mysql: Option<&'static str>,
    mariadb: Option<&'static str>,
}

#[doc(hidden)]
impl Construct {
    pub const fn new(name: &'static str, arguments: &'static [&'static str]) -> Self {
        Construct {
            name,
            arguments,
            sqlite: None,
            postgres: None,
            mysql: None,
            mariadb: None,
        }
    }

    pub const fn everywhere(self, text: &'static str) -> Self {
        self.sqlite(text).postgres(text).mysql(text)
    }

    pub const fn sqlite(mut self, text: &'static str) -> Self {
        self.sqlite = Some(self.checked(text));
        self
    }

    pub const fn postgres(mut self, text: &'static str) -> Self {
        self.postgres = Some(self.checked(text));
        self
    }

    pub const fn mysql(mut self, text: &'static str) -> Self {
        self.mysql = Some(self.checked(text));
        self
    }

    pub const fn mariadb(mut self, text: &'static str) -> Self {
        self.mariadb = Some(self.checked(text));
        self
    }

    const fn checked(&self, text: &'static str) -> &'static str {
        check(text, self.arguments);
        assert!(!has_columns(text), "`{{*}}` has no place in a function");
        text
    }
}

impl Construct {
    /// Its text, if the engine has one.
    pub(crate) fn text(&self, dialect: Dialect) -> Option<&'static str> {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql => self.mysql,
            Dialect::Mariadb => self.mariadb.or(self.mysql),
        }
    }
}

/// Calls a function of the program; for [`sql_function!`](crate::sql_function).
#[doc(hidden)]
pub fn construct<T: Nullness, A: Inputs>(of: &'static Construct, inputs: A) -> Called<T, A> {
    let node = Call::node(Function::Own(of), inputs.inputs(), T::Base::KIND);
    Expr::new(<A::Rows as Part>::computed(node))
}

/// An argument of type `T`: a value, or an expression that is NULL only where `T` is an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of type `{T}`",
    label = "expected a value or an expression of type `{T}`",
    note = "what may be NULL becomes a value by `.or_value(..)`"
)]
pub trait Fits<T>: Input {}

#[diagnostic::do_not_recommend]
impl<T: Scalar, I: Input<Type = T>> Fits<T> for I {}

#[diagnostic::do_not_recommend]
impl<T: Scalar, I: Input<Type: SqlType<Base = T>>> Fits<Option<T>> for I {}
