use super::{Kind, Value};
use crate::dialect::Dialect;

/// SQL around the values of a type: what a column holds is not what the program reads and writes,
/// and the engine turns the one into the other.
///
/// `{}` is the place of the value, once in each text: of the stored one in the text that reads, of
/// the bound one in the text that writes. A text is a call of a function, or stands in parentheses;
/// `{}` alone changes nothing. NULL goes through the texts as well, and has to come out as NULL,
/// which not every function does: `hex` of SQLite makes an empty text of it. The texts are part of
/// the program, and are checked when that is compiled:
///
/// ```compile_fail
/// # use ormolu::Wrapping;
/// const WITHOUT_A_PLACE: Wrapping = Wrapping::new("hex()", "unhex({})");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wrapping {
    sqlite: Texts,
    postgres: Texts,
    mysql: Texts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Texts {
    read: &'static str,
    write: &'static str,
}

impl Wrapping {
    /// How values are read and how they are written, the same on every engine in use.
    pub const fn new(read: &'static str, write: &'static str) -> Self {
        Wrapping::by_engine((read, write), (read, write), (read, write))
    }

    /// How values are read and how they are written on SQLite, on PostgreSQL, and on MySQL and
    /// MariaDB.
    pub const fn by_engine(
        sqlite: (&'static str, &'static str),
        postgres: (&'static str, &'static str),
        mysql: (&'static str, &'static str),
    ) -> Self {
        Wrapping {
            sqlite: Texts::new(sqlite),
            postgres: Texts::new(postgres),
            mysql: Texts::new(mysql),
        }
    }

    fn of(&self, dialect: Dialect) -> Texts {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql | Dialect::Mariadb => self.mysql,
        }
    }
}

impl Texts {
    const fn new((read, write): (&'static str, &'static str)) -> Self {
        assert!(
            is_sound(read) && is_sound(write),
            "the SQL around a value is a call of a function, or stands in parentheses, and has \
             one `{{}}` in it"
        );
        Texts { read, write }
    }
}

/// Whether a text can stand where a value can.
const fn is_sound(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut depth, mut places, mut quoted, mut at) = (0_usize, 0, false, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'(' => depth += 1,
            b')' if depth == 0 || (depth == 1 && at + 1 < bytes.len()) => return false,
            b')' => depth -= 1,
            b';' => return false,
            b'{' if at + 1 < bytes.len() && bytes[at + 1] == b'}' => {
                places += 1;
                at += 1;
                if depth == 0 && bytes.len() > 2 {
                    return false;
                }
            }
            other if depth == 0 && !is_name(other) => return false,
            _ => {}
        }
        at += 1;
    }
    let closed = bytes.len() == 2 || (at > 0 && bytes[at - 1] == b')');
    places == 1 && depth == 0 && !quoted && closed
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'"' | b'`')
}

/// A kind of values with SQL around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wrapped {
    /// The kind in which they are read and bound.
    pub kind: Kind,
    /// The SQL.
    pub sql: &'static Wrapping,
}

impl Wrapped {
    /// What stands before and behind what is stored, where it is read.
    pub(crate) fn read(&self, dialect: Dialect) -> (&'static str, &'static str) {
        around(self.sql.of(dialect).read)
    }

    /// What stands before and behind a value that is bound.
    pub(crate) fn write(&self, dialect: Dialect) -> (&'static str, &'static str) {
        around(self.sql.of(dialect).write)
    }
}

fn around(text: &'static str) -> (&'static str, &'static str) {
    text.split_once("{}").unwrap_or(("", ""))
}

impl Kind {
    /// The kind in which values travel.
    pub(crate) fn bare(self) -> Kind {
        match self {
            Kind::Wrapped(of) => of.kind,
            kind => kind,
        }
    }
}

impl Value {
    /// The value without the SQL around it.
    pub(crate) fn into_bare(self) -> Value {
        match self {
            Value::Wrapped(inner, _) => *inner,
            Value::Null(kind) => Value::Null(kind.bare()),
            Value::Invalid(kind, reason) => Value::Invalid(kind.bare(), reason),
            Value::Parameter(name, kind, or_null) => Value::Parameter(name, kind.bare(), or_null),
            value => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn texts_that_can_stand_where_a_value_can() {
        for text in [
            "{}",
            "hex({})",
            "(x'00' || {})",
            "pg_catalog.decode({}, ')')",
            "CAST({} AS text)",
        ] {
            assert!(is_sound(text), "{text}");
        }
    }

    #[test]
    fn texts_that_cannot() {
        for text in [
            "",
            "hex()",
            "f({}, {})",
            "{}::text",
            "f({}) || g(1)",
            "f({}",
            "f({}))",
            "f('{}')",
            "f({}); g()",
            "{} ",
        ] {
            assert!(!is_sound(text), "{text}");
        }
    }
}
