//! The order of views.

use super::quoted;

/// The names of views, each after those that its query names, else in their own order.
///
/// The engine prints every table of a query with its database. It does not let views go in a
/// circle, but a text that looks like a name might: such a view comes where it stands.
pub(super) fn ordered(views: Vec<(String, String)>, database: &str) -> Vec<String> {
    let mut left = views;
    let mut names = vec![];
    while !left.is_empty() {
        let reads =
            |query: &str, name: &str| query.contains(&format!("{database}.{}", quoted(name)));
        let is_ready = |(name, query): &(String, String)| {
            let mut others = left.iter().filter(|(other, _)| other != name);
            !others.any(|(other, _)| reads(query, other))
        };
        let at = left.iter().position(is_ready).unwrap_or(0);
        names.push(left.remove(at).0);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::ordered;

    #[test]
    fn a_view_follows_those_it_reads() {
        let view = |name: &str, query: &str| (name.to_owned(), query.to_owned());
        let views = vec![
            view("a", "select 1 from `shop`.`c`"),
            view("b", "select 1 from `shop`.`orders`"),
            view("c", "select 1 from `shop`.`b`"),
        ];
        assert_eq!(ordered(views, "`shop`"), ["b", "c", "a"]);
    }

    #[test]
    fn views_in_a_circle_come_all_the_same() {
        let view = |name: &str, query: &str| (name.to_owned(), query.to_owned());
        let views = vec![view("a", "`d`.`b`"), view("b", "`d`.`a`")];
        assert_eq!(ordered(views, "`d`"), ["a", "b"]);
    }
}
