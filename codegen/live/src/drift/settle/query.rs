//! Queries of MySQL's and MariaDB's views, which print every name in full and every join in brackets.

use ormolu_schema::ddl::normal;
use ormolu_schema::ir::Dialect;

/// Whether two queries are the same but for what the engine adds: the paths of columns, names of
/// columns that have no other, and brackets.
pub(super) fn same(a: &str, b: &str, dialect: Dialect) -> bool {
    words(a, dialect) == words(b, dialect)
}

fn words(sql: &str, dialect: Dialect) -> Vec<String> {
    let normal = normal(sql, dialect);
    let all: Vec<&str> = normal.split(' ').collect();
    let mut words: Vec<String> = vec![];
    let mut at = 0;
    while let Some(word) = all.get(at) {
        match *word {
            "(" | ")" | "inner" | "outer" | "asc" => {}
            // `path.name`: the last part counts.
            "." => drop(words.pop()),
            "as" => {
                let name = all.get(at + 1).copied().unwrap_or_default();
                if words.last().is_none_or(|last| last != name) {
                    words.push(name.to_owned());
                }
                at += 1;
            }
            // The engine's name of it.
            "upper" => words.push("ucase".to_owned()),
            "lower" => words.push("lcase".to_owned()),
            "_utf8" => words.push("_utf8mb3".to_owned()),
            "*" if words.last().is_some_and(|last| last == "count") => words.push("0".to_owned()),
            other => words.push(other.to_owned()),
        }
        at += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::same;
    use ormolu_schema::ir::Dialect::Mariadb;

    #[test]
    fn what_the_engine_adds_is_not_a_difference() {
        let written =
            "SELECT u.id, upper(u.name) who FROM users u INNER JOIN posts p ON p.user_id = u.id";
        let printed = "select `u`.`id` AS `id`,ucase(`u`.`name`) AS `who` from \
            (`users` `u` join `posts` `p` on(`p`.`user_id` = `u`.`id`))";
        assert!(same(written, printed, Mariadb));
        assert!(!same(written, &printed.replace("`who`", "`name`"), Mariadb));
        assert!(!same("select 'A'", "select 'a'", Mariadb));
    }
}
