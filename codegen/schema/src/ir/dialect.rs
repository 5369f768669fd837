use std::fmt;

/// A family of engines with one SQL dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// SQLite 3.35 and later.
    Sqlite,
    /// PostgreSQL 14 and later.
    Postgres,
    /// MySQL 8.0 and later.
    Mysql,
    /// MariaDB 10.6 and later. In a schema file `mysql` stands for MySQL and MariaDB; only
    /// where DDL is printed are the two told apart.
    Mariadb,
}

impl Dialect {
    /// Every dialect, in the order they are printed.
    pub const ALL: [Dialect; 4] = [
        Dialect::Sqlite,
        Dialect::Postgres,
        Dialect::Mysql,
        Dialect::Mariadb,
    ];

    /// The dialects a schema file tells apart.
    pub const FAMILIES: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

    /// The name used in schema files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
            Dialect::Mysql => "mysql",
            Dialect::Mariadb => "mariadb",
        }
    }

    /// The dialect a schema file means: MariaDB is written `mysql` there.
    pub fn family(self) -> Dialect {
        match self {
            Dialect::Mariadb => Dialect::Mysql,
            other => other,
        }
    }

    /// A name in quotes.
    ///
    /// ```
    /// use ormolu_schema::ir::Dialect;
    ///
    /// assert_eq!(Dialect::Postgres.quoted("a \"b\""), r#""a ""b""""#);
    /// assert_eq!(Dialect::Mariadb.quoted("a `b`"), "`a ``b```");
    /// ```
    pub fn quoted(self, name: &str) -> String {
        match self.family() {
            Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
}

/// A name that has more than a dialect takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// How much it has.
    pub length: usize,
    /// How much there may be.
    pub limit: usize,
    /// What is counted.
    pub unit: &'static str,
}

impl Dialect {
    /// Whether a name is longer than the dialect takes: MySQL refuses it, and PostgreSQL cuts it,
    /// so that two that begin alike become one.
    ///
    /// ```
    /// use ormolu_schema::ir::Dialect;
    ///
    /// let name = "\u{e9}".repeat(40);
    /// assert_eq!(Dialect::Postgres.too_long(&name).unwrap().length, 80);
    /// assert!(Dialect::Mysql.too_long(&name).is_none());
    /// ```
    pub fn too_long(self, name: &str) -> Option<TooLong> {
        let (length, unit, limit) = match self.family() {
            Dialect::Sqlite => return None,
            Dialect::Postgres => (name.len(), "bytes", 63),
            _ => (name.chars().count(), "characters", 64),
        };
        (length > limit).then_some(TooLong {
            length,
            limit,
            unit,
        })
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
