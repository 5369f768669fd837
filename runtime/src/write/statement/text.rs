use crate::dialect::Dialect;
use crate::model::{ColumnMeta, ModelMeta, TableMeta};
use crate::value::{Kind, NamedType};

/// SQL text under construction, with numbered placeholders where the dialect wants them.
pub(crate) struct Text {
    pub(crate) sql: String,
    pub(crate) dialect: Dialect,
    binds: usize,
}

impl Text {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Text {
            sql: String::with_capacity(256),
            dialect,
            binds: 0,
        }
    }

    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// A quoted name.
    pub(crate) fn name(&mut self, name: &str) -> &mut Self {
        let quote = match self.dialect {
            Dialect::Mysql | Dialect::Mariadb => '`',
            Dialect::Sqlite | Dialect::Postgres => '"',
        };
        self.sql.push(quote);
        for c in name.chars() {
            if c == quote {
                self.sql.push(quote);
            }
            self.sql.push(c);
        }
        self.sql.push(quote);
        self
    }

    pub(crate) fn table(&mut self, table: &TableMeta) -> &mut Self {
        if let Some(namespace) = table.namespace {
            self.name(namespace).push(".");
        }
        self.name(table.name)
    }

    /// A column as an expression to read.
    pub(crate) fn read(&mut self, column: &ColumnMeta) -> &mut Self {
        self.read_as(column.kind, |text| text.name(column.name))
    }

    /// A column of a table as an expression to read.
    pub(crate) fn read_of(&mut self, table: &TableMeta, column: &ColumnMeta) -> &mut Self {
        self.read_as(column.kind, |text| {
            text.table(table).push(".").name(column.name)
        })
    }

    fn read_as(&mut self, kind: Kind, column: impl FnOnce(&mut Self) -> &mut Self) -> &mut Self {
        if let Kind::Wrapped(of) = kind {
            let (before, behind) = of.read(self.dialect);
            self.push(before);
            column(self).push(behind);
        } else {
            column(self);
        }
        match (self.dialect, kind.bare()) {
            (Dialect::Postgres, Kind::Named(_)) => self.push("::text"),
            (Dialect::Postgres, Kind::Array(Kind::Named(_))) => self.push("::text[]"),
            _ => self,
        }
    }

    /// A placeholder for a value of a kind.
    pub(crate) fn bind(&mut self, kind: Kind) -> &mut Self {
        if let Kind::Wrapped(of) = kind {
            let (before, behind) = of.write(self.dialect);
            return self.push(before).bind(of.kind).push(behind);
        }
        self.binds += 1;
        if self.dialect != Dialect::Postgres {
            return self.push("?");
        }
        let number = self.binds;
        self.push(&format!("${number}"));
        self.cast(kind)
    }

    /// The cast that PostgreSQL needs to take text for a named type.
    pub(crate) fn cast(&mut self, kind: Kind) -> &mut Self {
        match kind {
            Kind::Named(named) => self.push("::").named(named),
            Kind::Array(Kind::Named(named)) => self.push("::").named(named).push("[]"),
            _ => self,
        }
    }

    fn named(&mut self, named: &NamedType) -> &mut Self {
        if let Some(namespace) = named.namespace {
            self.name(namespace).push(".");
        }
        self.name(named.name)
    }

    /// The items with commas in between.
    pub(crate) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            each(self, item);
        }
        self
    }

    pub(crate) fn returning(&mut self, model: &ModelMeta, columns: &[u16]) -> &mut Self {
        if columns.is_empty() {
            return self;
        }
        self.push(" RETURNING ").list(columns, |text, column| {
            text.read(&model.columns[usize::from(*column)]);
        })
    }

    /// `UNNEST($1::bigint[], $2::text[]) WITH ORDINALITY AS v(k1, k2, .., nth)`: one array for
    /// each column, whatever the number of rows. PostgreSQL only.
    pub(crate) fn unnest<'m>(&mut self, columns: impl IntoIterator<Item = &'m ColumnMeta>) {
        let mut count = 0;
        self.push("UNNEST(").list(columns, |text, column| {
            text.binds += 1;
            count += 1;
            text.push(&format!(
                "${}::{}[]",
                text.binds,
                array_type(column.kind.bare())
            ));
        });
        self.push(") WITH ORDINALITY AS v(");
        for at in 1..=count {
            self.push(&format!("k{at}, "));
        }
        self.push("nth)");
    }

    /// The nth column of [`Text::unnest`].
    pub(crate) fn unnested(&mut self, nth: usize, kind: Kind) {
        let (before, behind) = match kind {
            Kind::Wrapped(of) => of.write(self.dialect),
            _ => ("", ""),
        };
        self.push(before).push(&format!("v.k{nth}"));
        self.cast(kind.bare()).push(behind);
    }
}

/// PostgreSQL's name for the elements of an array of such values.
fn array_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::I16 => "int2",
        Kind::I32 => "int4",
        Kind::I64 | Kind::U64 => "int8",
        Kind::F32 => "float4",
        Kind::F64 => "float8",
        Kind::Text | Kind::Named(_) | Kind::Array(_) | Kind::Wrapped(_) => "text",
        Kind::Bytes => "bytea",
        Kind::Decimal => "numeric",
        Kind::Uuid => "uuid",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::DateTime => "timestamp",
        Kind::DateTimeTz => "timestamptz",
        Kind::Interval => "interval",
        Kind::Json => "jsonb",
    }
}
