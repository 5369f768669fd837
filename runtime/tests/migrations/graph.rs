//! The history without a database. The scenarios by their numbers: A10, A11 (merges, several
//! bases, dependencies across branches, stamps).

use ormolu::Dialect;
use ormolu::migrate::{Direction, Graph, GraphError, Migration};

/// `c: a b > d` is a migration `c` after `a` and `b` that depends on `d`.
fn graph(text: &str) -> Graph {
    try_graph(text).unwrap()
}

fn try_graph(text: &str) -> Result<Graph, GraphError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Graph::new(lines.map(line).collect())
}

fn line(text: &str) -> Migration {
    let (id, rest) = text.split_once(':').unwrap_or((text, ""));
    let (id, label) = id.split_once('#').unwrap_or((id, ""));
    let (parents, needs) = rest.split_once('>').unwrap_or((rest, ""));
    let mut migration = Migration::new(id.to_owned());
    for parent in parents.split_whitespace() {
        migration = migration.after(parent.to_owned());
    }
    for other in needs.split_whitespace() {
        migration = migration.depends_on(other.to_owned());
    }
    match label {
        "" => migration,
        label => migration.label(label.to_owned()),
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn up(graph: &Graph, applied: &str, target: &str) -> String {
    match graph.up(words(applied), target) {
        Ok(walk) => names(walk.migrations),
        Err(error) => format!("! {error}"),
    }
}

fn down(graph: &Graph, applied: &str, target: &str) -> String {
    match graph.down(words(applied), target) {
        Ok(walk) => names(walk.migrations),
        Err(error) => format!("! {error}"),
    }
}

fn stamp(graph: &Graph, applied: &str, targets: &str) -> String {
    match graph.stamp(words(applied), &words(targets)) {
        Ok(migrations) => names(migrations),
        Err(error) => format!("! {error}"),
    }
}

fn heads(graph: &Graph, applied: &str) -> String {
    names(graph.heads_of(words(applied)))
}

fn names(migrations: Vec<&Migration>) -> String {
    let ids: Vec<_> = migrations.into_iter().map(Migration::id).collect();
    ids.join(" ")
}

#[test]
fn one_line_of_history() {
    let graph = graph("a\nb: a\nc: b\nd: c");
    assert_eq!(up(&graph, "", "head"), "a b c d");
    assert_eq!(up(&graph, "a b", "head"), "c d");
    assert_eq!(up(&graph, "a", "+2"), "b c");
    assert_eq!(up(&graph, "a", "b+1"), "b c");
    assert_eq!(up(&graph, "", "base+1"), "a");
    assert_eq!(up(&graph, "a b c d", "head"), "");
    assert_eq!(down(&graph, "a b c d", "-1"), "d");
    assert_eq!(down(&graph, "a b c", "-2"), "c b");
    assert_eq!(down(&graph, "a b c", "base"), "c b a");
    assert_eq!(down(&graph, "a b c d", "b"), "d c");
    assert_eq!(down(&graph, "a b c d", "head-3"), "d c b");
    assert_eq!(
        up(&graph, "a b c", "+3"),
        "! `+3` goes further than the history does: 2 of 3 steps are missing"
    );
    assert_eq!(
        down(&graph, "a", "-2"),
        "! `-2` goes further than the history does: 1 of 2 steps are missing"
    );
    assert_eq!(
        down(&graph, "a b", "d"),
        "! cannot go down to `d`: the database does not have it"
    );
    assert_eq!(
        up(&graph, "a", "-1"),
        "! `-1` is not a target for `up`; say an id, `head`, `heads`, `+1` or `label@head`"
    );
}

#[test]
fn parts_of_ids() {
    let graph = graph(
        "20260101T120000_notes
         20260101T130000_tags: 20260101T120000_notes
         20260201T120000_color: 20260101T130000_tags",
    );
    assert_eq!(graph.one("202602").unwrap().id(), "20260201T120000_color");
    assert_eq!(graph.one("tags").unwrap().id(), "20260101T130000_tags");
    assert_eq!(
        graph.one("20260101").unwrap_err().to_string(),
        "`20260101` means several migrations: 20260101T120000_notes, 20260101T130000_tags; say \
         more of the id"
    );
    assert_eq!(
        graph.one("nothing").unwrap_err().to_string(),
        "there is no migration `nothing`"
    );
}

#[test]
fn a10_two_branches_and_their_merge() {
    let graph = graph("a\nb1: a\nb2: a\nc1: b1\nm: c1 b2\nn: m");
    assert_eq!(up(&graph, "", "head"), "a b1 b2 c1 m n");
    assert_eq!(up(&graph, "a b1", "m"), "b2 c1 m");
    assert_eq!(heads(&graph, "a b1 b2"), "b1 b2");
    assert_eq!(heads(&graph, "a b1 c1 b2"), "b2 c1");
    assert_eq!(heads(&graph, "a b1 c1 b2 m"), "m");
    // Back over the merge, the other branch stays as it was.
    assert_eq!(down(&graph, "a b1 b2 c1 m n", "-2"), "n m");
    assert_eq!(down(&graph, "a b1 b2 c1 m", "b2"), "m");
    assert_eq!(down(&graph, "a b1 b2 c1 m", "b1"), "m c1");
    assert_eq!(down(&graph, "a b1 b2 c1 m", "a"), "m c1 b2 b1");
    assert_eq!(
        down(&graph, "a b1 b2 c1 m", "-2"),
        "! `-2` comes to where the history forks: b2, c1; say the branch (`b2@-2`) or an id"
    );
}

#[test]
fn a10_several_heads_must_be_named() {
    let graph = graph("a\nb#left: a\nc#right: a\nd: c");
    assert_eq!(
        up(&graph, "", "head"),
        "! `head` means one head, and there are 2: b, d; join them by `ormolu migrate merge` or \
         `ormolu migrate rebase`, or say `heads` or which one"
    );
    assert_eq!(up(&graph, "", "heads"), "a b c d");
    assert_eq!(up(&graph, "", "right@head"), "a c d");
    assert_eq!(up(&graph, "a", "left@+1"), "b");
    assert_eq!(
        up(&graph, "a", "+1"),
        "! `+1` comes to where the history forks: b, c; say the branch (`b@+1`) or an id"
    );
    assert_eq!(down(&graph, "a b c d", "right@-1"), "d");
    assert_eq!(down(&graph, "a b c d", "right@base"), "d c");
    assert_eq!(down(&graph, "a b c d", "right@a"), "d c");
    assert_eq!(names(graph.heads()), "b d");
}

#[test]
fn a10_several_bases() {
    let graph = graph("a#users\nb: a\nx#billing\ny: x");
    assert_eq!(names(graph.bases()), "a x");
    assert_eq!(up(&graph, "", "heads"), "a b x y");
    assert_eq!(up(&graph, "", "billing@head"), "x y");
    assert_eq!(up(&graph, "a b", "billing@+1"), "x");
    assert_eq!(down(&graph, "a b x y", "billing@base"), "y x");
    assert_eq!(down(&graph, "a b x y", "base"), "y x b a");
    assert_eq!(heads(&graph, "a b x"), "b x");
}

#[test]
fn a10_dependencies_cross_branches() {
    let graph = graph("a\nb: a\nx\ny: x > b\nz: y");
    assert_eq!(up(&graph, "", "y"), "a b x y");
    assert_eq!(
        up(&graph, "a b", "z"),
        "x y z",
        "what is there is not run again"
    );
    assert_eq!(
        heads(&graph, "a b x y"),
        "y",
        "what is depended on is no head of its own"
    );
    assert_eq!(
        down(&graph, "a b x y z", "a"),
        "z y b",
        "nothing stays without what it needs"
    );
    assert_eq!(names(graph.heads()), "b z");
    // Both ways at once: no circle, and no crash.
    let crossed = self::graph("a\nb: a\nx\ny: x > a\nc: b > y\nz: y > b");
    assert_eq!(up(&crossed, "", "heads"), "a b x y c z");
    assert_eq!(down(&crossed, "a b x y c z", "x"), "z c y");
}

#[test]
fn a11_stamps() {
    let graph = graph("a\nb1#one: a\nb2#two: a\nc2: b2");
    // Down across the branches to where they part.
    assert_eq!(stamp(&graph, "a b1 b2 c2", "a"), "a");
    // One branch alone.
    assert_eq!(stamp(&graph, "a b1 b2 c2", "two@base"), "a b1");
    assert_eq!(stamp(&graph, "a b1 b2 c2", "b2"), "a b1 b2");
    assert_eq!(stamp(&graph, "a b1", "two@head"), "a b1 b2 c2");
    // It is there already.
    assert_eq!(stamp(&graph, "a b1", "b1"), "a b1");
    assert_eq!(stamp(&graph, "", "heads"), "a b1 b2 c2");
    assert_eq!(stamp(&graph, "a b1", "base"), "");
    assert_eq!(stamp(&graph, "", "b1 b2"), "a b1 b2");
}

#[test]
fn ranges() {
    let graph = graph("a\nb: a\nc: b\nx");
    let range = |text| match graph.range(text) {
        Ok(walk) => format!("{} {}", walk.direction, names(walk.migrations)),
        Err(error) => format!("! {error}"),
    };
    assert_eq!(range("a"), "up a");
    assert_eq!(range("..b"), "up a b");
    assert_eq!(range("a..c"), "up b c");
    assert_eq!(range("c..a"), "down c b");
    assert_eq!(range("c..base"), "down c b a");
    assert_eq!(range("c-1..c"), "up c");
    assert_eq!(range("a..x"), "! `a..x`: neither comes after the other");
    assert_eq!(range("a..nix"), "! there is no migration `nix`");
}

#[test]
fn broken_histories() {
    let error = |text| try_graph(text).unwrap_err().to_string();
    assert_eq!(error("a\na"), "two migrations are called `a`");
    assert_eq!(
        error("b: a"),
        "migration `b` comes after `a` or depends on it, and that is not there"
    );
    assert_eq!(
        error("a: c\nb: a\nc: b\nd"),
        "migrations come after each other in a circle: a, b, c"
    );
    assert_eq!(
        error("a-b"),
        "`a-b` cannot name a migration: letters, digits and `_` can, 120 of them at most"
    );
    assert_eq!(
        error("a#x\nb#x: a"),
        "the label `x` stands at two migrations: a, b"
    );
    assert_eq!(
        error("a#head"),
        "migration `a`: `head` cannot be a label; it means something else already"
    );
}

/// The client of MySQL would end a body at its first semicolon.
#[test]
fn a14_bodies_in_a_script_for_mysql() {
    let body = "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW\nBEGIN\n  SET @n = 1;\nEND";
    let sql = format!("SELECT 1;\n{body};\n");
    let both = Migration::new("a")
        .up(Dialect::Mysql, sql.clone())
        .up(Dialect::Sqlite, sql);
    let graph = Graph::new(vec![both]).unwrap();
    let walk = graph.range("..a").unwrap();
    let script = walk.sql(Dialect::Mysql).unwrap();
    let marked = format!("SELECT 1;\nDELIMITER //\n{body}//\nDELIMITER ;\n");
    assert!(script.contains(&marked), "{script}");
    assert!(!walk.sql(Dialect::Sqlite).unwrap().contains("DELIMITER"));
    // What ends a body stands nowhere in it.
    for (texts, mark) in [
        ("'//'", "$$"),
        ("'//$$'", "$$/"),
        ("'//$$/', '$$//'", "$$///"),
    ] {
        let body = body.replace("@n = 1", &format!("@n = concat({texts})"));
        let graph = Graph::new(vec![Migration::new("a").up(Dialect::Mysql, body.clone())]).unwrap();
        let script = graph.range("..a").unwrap().sql(Dialect::Mysql).unwrap();
        let marked = format!("DELIMITER {mark}\n{body}{mark}\nDELIMITER ;\n");
        assert!(script.contains(&marked), "{script}");
    }
}

#[test]
fn a_comment_behind_a_statement_leaves_its_end() {
    for (dialect, up) in [
        (Dialect::Sqlite, "SELECT 1 -- a few\n;"),
        (
            Dialect::Mariadb,
            "-- ormolu:step repeat\nDELETE FROM a LIMIT 1 # a few\n;",
        ),
    ] {
        let one = Migration::new("m1").up(dialect, up);
        let (_, sql) = one.plain_sql(Direction::Up, dialect).unwrap();
        assert!(sql.contains(" a few\n;"), "{sql}");
    }
}
