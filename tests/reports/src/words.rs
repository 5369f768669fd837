//! Plain SQL in the words of each engine.

use testkit::Engine;

/// The words in which the engines differ, for plain SQL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words(pub(crate) Engine);

impl Words {
    /// The year of a date.
    pub(crate) fn year(self, date: &str) -> String {
        self.part("year", "%Y", date)
    }

    /// The month of a date.
    pub(crate) fn month(self, date: &str) -> String {
        self.part("month", "%m", date)
    }

    fn part(self, name: &str, format: &str, date: &str) -> String {
        match self.0 {
            Engine::Sqlite => format!("cast(strftime('{format}', {date}) as integer)"),
            Engine::Postgres => format!("cast(extract({name} from {date}) as integer)"),
            Engine::Mariadb => format!("{name}({date})"),
        }
    }

    /// How many days one date is later than another.
    pub(crate) fn days(self, later: &str, earlier: &str) -> String {
        match self.0 {
            Engine::Sqlite => {
                format!("cast(julianday(date({later})) - julianday(date({earlier})) as integer)")
            }
            Engine::Postgres => format!("(cast({later} as date) - cast({earlier} as date))"),
            Engine::Mariadb => format!("datediff({later}, {earlier})"),
        }
    }

    /// A sum of whole numbers as one.
    pub(crate) fn whole(self, sum: &str) -> String {
        match self.0 {
            Engine::Mariadb => format!("cast({sum} as signed)"),
            _ => format!("cast({sum} as bigint)"),
        }
    }

    /// Names written as Chinook has them on SQLite and MariaDB, `InvoiceLine`, in the spelling
    /// of its file for the engine: `invoice_line` on PostgreSQL.
    pub(crate) fn names(self, sql: &str) -> String {
        if self.0 != Engine::Postgres {
            return sql.to_owned();
        }
        let mut out = String::new();
        let (mut quoted, mut before) = (false, ' ');
        for letter in sql.chars() {
            quoted ^= letter == '\'';
            let capital = letter.is_ascii_uppercase() && !quoted;
            if capital && before.is_ascii_alphanumeric() {
                out.push('_');
            }
            out.push(if capital {
                letter.to_ascii_lowercase()
            } else {
                letter
            });
            before = letter;
        }
        out
    }
}

impl Words {
    /// A division of whole numbers without fraction.
    pub(crate) fn quotient(self, number: &str, divisor: &str) -> String {
        match self.0 {
            Engine::Mariadb => format!("{number} div {divisor}"),
            _ => format!("{number} / {divisor}"),
        }
    }

    /// Text with room for more.
    pub(crate) fn long_text(self, text: &str) -> String {
        match self.0 {
            Engine::Mariadb => format!("cast({text} as char(1000))"),
            _ => format!("cast({text} as text)"),
        }
    }
}
