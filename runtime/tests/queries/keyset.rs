use std::cmp::Ordering;

use insta::assert_snapshot;
use ormolu::expr::{Order, row_number, window};
use ormolu::query::Scope;
use ormolu::{Cursor, CursorError, Database, Dialect, Error, Keyset, Result};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::models::{Post, User, UserTable};
use crate::running::on_engines;

/// The statement of a page in the three dialects, with its parameters.
fn sql<S: Scope, O>(pages: &Keyset<S, O>, cursor: impl Fn(Dialect) -> Option<Cursor>) -> String
where
    Keyset<S, O>: Clone,
{
    let mut out = String::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let page = pages.clone().after(cursor(dialect));
        match page.to_sql(10, dialect) {
            Ok(statement) => {
                out += &format!("{dialect:?}: {}\n", statement.sql.as_str());
                for (i, param) in statement.params.iter().enumerate() {
                    out += &format!("    {}: {param:?}\n", i + 1);
                }
            }
            Err(error) => out += &format!("{dialect:?}: {error}\n"),
        }
    }
    out
}

#[test]
fn the_first_page() {
    let pages = User::select()
        .filter(|u| u.active)
        .select(|u| u.name)
        .keyset(|u| (u.bio.desc(), u.age));
    assert_snapshot!(sql(&pages, |_| None));
}

/// A term of a random order.
#[derive(Clone, Copy, Debug)]
struct Term {
    column: u8,
    descending: bool,
    nulls_first: Option<bool>,
}

/// A random row; its id is its place.
#[derive(Clone, Debug)]
struct Row {
    name: &'static str,
    bio: Option<&'static str>,
    age: i32,
    active: bool,
    boss: Option<i64>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = prop_oneof![Just("a"), Just("b"), Just("c")];
    let row = (
        text.clone(),
        proptest::option::of(text),
        0..4_i32,
        any::<bool>(),
        proptest::option::of(0..3_i64),
    );
    vec(row, 0..40).prop_map(|rows| {
        let row = |(name, bio, age, active, boss)| Row {
            name,
            bio,
            age,
            active,
            boss,
        };
        rows.into_iter().map(row).collect()
    })
}

fn order() -> impl Strategy<Value = Vec<Term>> {
    let term = (0..7_u8, any::<bool>(), proptest::option::of(any::<bool>()));
    let term = term.prop_map(|(column, descending, nulls_first)| Term {
        column,
        descending,
        nulls_first,
    });
    vec(term, 0..4)
}

impl Term {
    fn of(self, u: UserTable) -> Order {
        let order = match (self.column, self.descending) {
            (0, false) => u.name.asc(),
            (0, true) => u.name.desc(),
            (1, false) => u.bio.asc(),
            (1, true) => u.bio.desc(),
            (2, false) => u.age.asc(),
            (2, true) => u.age.desc(),
            (3, false) => u.active.asc(),
            (3, true) => u.active.desc(),
            (4, false) => u.boss_id.asc(),
            (4, true) => u.boss_id.desc(),
            (5, false) => u.bio.upper().asc(),
            (5, true) => u.bio.upper().desc(),
            (_, false) => u.id.asc(),
            (_, true) => u.id.desc(),
        };
        match self.nulls_first {
            Some(true) => order.nulls_first(),
            Some(false) => order.nulls_last(),
            None => order,
        }
    }

    fn compare(self, (a_id, a): (i64, &Row), (b_id, b): (i64, &Row)) -> Ordering {
        match self.column {
            0 => self.values(Some(a.name), Some(b.name)),
            1 | 5 => self.values(a.bio, b.bio),
            2 => self.values(Some(a.age), Some(b.age)),
            3 => self.values(Some(a.active), Some(b.active)),
            4 => self.values(a.boss, b.boss),
            _ => self.values(Some(a_id), Some(b_id)),
        }
    }

    fn values<T: Ord>(self, a: Option<T>, b: Option<T>) -> Ordering {
        let nulls_first = self.nulls_first.unwrap_or(self.descending);
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (None, None) => Ordering::Equal,
            (a, _) if a.is_none() == nulls_first => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

async fn store(db: &Database, rows: &[Row]) -> Result<()> {
    let quoted = |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("'{text}'"));
    let values = rows.iter().enumerate().map(|(id, row)| {
        let boss = row.boss.map_or("null".to_owned(), |boss| boss.to_string());
        let (bio, age, active) = (quoted(row.bio), row.age, row.active);
        format!("({id}, '{}', {bio}, {age}, {active}, {boss})", row.name)
    });
    let values: Vec<String> = values.collect();
    let insert = format!("insert into users values {}", values.join(", "));
    let script = ["delete from users", &insert];
    let statements = if rows.is_empty() { 1 } else { 2 };
    let mut transaction = db.begin().await?;
    let connection = transaction.connection();
    connection.execute_script(&script[..statements]).await?;
    transaction.commit().await
}

/// The order worked out in Rust, since SQL is what is on trial.
fn expected(rows: &[Row], order: &[Term]) -> Vec<i64> {
    let mut ids: Vec<i64> = (0..rows.len() as i64).collect();
    let row = |id: i64| (id, &rows[id as usize]);
    ids.sort_by(|a, b| {
        let terms = order.iter().map(|term| term.compare(row(*a), row(*b)));
        terms.fold(Ordering::Equal, Ordering::then).then(a.cmp(b))
    });
    ids
}

/// Pages of any size, forwards and backwards, hold exactly the rows of the whole query, in its
/// order, with ties and NULLs.
#[test]
fn pages_are_the_whole() {
    on_engines(|db| async move {
        let mut runner = TestRunner::deterministic();
        for _ in 0..10 {
            let rows = rows().new_tree(&mut runner).unwrap().current();
            store(&db, &rows).await?;
            for _ in 0..12 {
                let case = (order(), 1..9_usize).new_tree(&mut runner).unwrap();
                let (order, size) = case.current();
                walk(&db, &rows, &order, size).await?;
            }
        }
        Ok(())
    });
}

async fn walk(db: &Database, rows: &[Row], order: &[Term], size: usize) -> Result<()> {
    let expected = expected(rows, order);
    let terms = |u: UserTable| order.iter().map(|term| term.of(u)).collect::<Vec<_>>();
    let mut forwards = vec![];
    let mut page = User::select().keyset(terms).page(size, db).await?;
    assert_eq!(page.previous, None);
    loop {
        assert!(page.items.len() == size || page.next.is_none());
        forwards.extend(page.items.rows().iter().map(|u| u.id));
        let Some(next) = page.next else { break };
        page = User::select()
            .keyset(terms)
            .after(next)
            .page(size, db)
            .await?;
    }
    assert_eq!(
        forwards,
        expected,
        "{order:?} by {size} on {:?}",
        db.dialect()
    );

    let ids = || User::select().select(|u| u.id).keyset(terms);
    let mut backwards = vec![];
    let mut page = ids().from_end().page(size, db).await?;
    assert_eq!(page.next, None);
    loop {
        backwards.splice(0..0, page.items);
        let Some(previous) = page.previous else { break };
        page = ids().before(previous).page(size, db).await?;
    }
    assert_eq!(
        backwards,
        expected,
        "{order:?} back by {size} on {:?}",
        db.dialect()
    );
    Ok(())
}

/// Decimals, floats, UUIDs and computed values, in tables that may be missing from a row.
#[test]
fn keys_of_joined_tables_and_expressions() {
    on_engines(|db| async move {
        let pages = || {
            User::select()
                .left_join(|u| u.posts())
                .select(|(u, p)| (u.id, p.id))
                .keyset(|(u, p)| (p.score.desc(), p.price.asc(), u.posts().count(), p.token))
        };
        let all = pages().page(10, &db).await?.items;
        let expected = [(1, Some(2)), (3, None), (2, Some(3)), (1, Some(1))];
        assert_eq!(all, expected);
        let mut seen = vec![];
        let mut cursor = None;
        loop {
            let page = pages().after(cursor).page(1, &db).await?;
            seen.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected);
        Ok(())
    });
}

#[test]
fn the_sql_behind_a_cursor() {
    on_engines(|db| async move {
        let dialect = match db.dialect() {
            Dialect::Mariadb => Dialect::Mysql,
            other => other,
        };
        let name = format!("behind_a_cursor_{dialect:?}");
        let only = |cursor: Cursor| move |wanted| (wanted == dialect).then(|| cursor.clone());
        let mut out = String::new();
        let mut note = |title: &str, sql: String| {
            let start = format!("{dialect:?}: ");
            let lines = sql.lines().skip_while(|line| !line.starts_with(&start));
            let own = lines
                .enumerate()
                .take_while(|(n, line)| *n == 0 || line.starts_with(' '));
            out += &format!("{title}\n");
            own.for_each(|(_, line)| out += &format!("{line}\n"));
        };
        let uniform = Post::select()
            .select(|p| p.title)
            .keyset(|p| (p.title, p.price));
        let page = uniform.clone().page(1, &db).await?;
        note(
            "one direction, no NULL",
            sql(&uniform, only(page.next.unwrap())),
        );
        let mixed = Post::select()
            .select(|p| p.title)
            .keyset(|p| (p.title.desc(), p.price));
        let page = mixed.clone().page(1, &db).await?;
        note("two directions", sql(&mixed, only(page.next.unwrap())));
        let nullable = || {
            Post::select()
                .select(|p| p.id)
                .keyset(|p| p.score.asc().nulls_first())
        };
        let first = nullable().page(1, &db).await?.next.unwrap();
        let second = nullable()
            .after(first.clone())
            .page(1, &db)
            .await?
            .next
            .unwrap();
        note("NULLS FIRST, at NULL", sql(&nullable(), only(first)));
        note("NULLS FIRST, at a value", sql(&nullable(), only(second)));
        let nullable = || Post::select().select(|p| p.id).keyset(|p| p.score.asc());
        let first = nullable().page(1, &db).await?.next.unwrap();
        note("NULLS LAST, at a value", sql(&nullable(), only(first)));
        let filtered = Post::select()
            .filter(|p| p.id.gt(0).or(p.title.eq("x")))
            .select(|p| p.id)
            .keyset(|p| p.id);
        let page = filtered.clone().page(1, &db).await?;
        note("beside a filter", sql(&filtered, only(page.next.unwrap())));
        assert_snapshot!(name, out);
        Ok(())
    });
}

#[test]
fn cursors_are_checked() {
    on_engines(|db| async move {
        let by_name = || User::select().keyset(|u| u.name);
        let cursor = by_name().page(1, &db).await?.next.unwrap();
        let other_filter = User::select().filter(|u| u.id.gt(0)).keyset(|u| u.name);
        assert_eq!(
            other_filter
                .after(cursor.clone())
                .page(9, &db)
                .await?
                .items
                .len(),
            2
        );

        let other_order = User::select()
            .keyset(|u| u.name.desc())
            .after(cursor.clone());
        let other_table = Post::select().keyset(|p| p.title).after(cursor.clone());
        let mut text = cursor.as_str().to_owned();
        let last = if text.pop() == Some('0') { '1' } else { '0' };
        text.push(last);
        let damaged = by_name().after(Cursor::from(text));
        let refused = |error: Option<Error>| match error {
            Some(Error::Cursor(error)) => Some(error),
            _ => None,
        };
        assert_eq!(
            refused(other_order.page(1, &db).await.err()),
            Some(CursorError::OtherQuery)
        );
        assert_eq!(
            refused(other_table.page(1, &db).await.err()),
            Some(CursorError::OtherQuery)
        );
        assert_eq!(
            refused(damaged.page(1, &db).await.err()),
            Some(CursorError::Damaged)
        );
        Ok(())
    });
}

#[test]
fn what_has_no_keyset_pages() {
    let mut out = String::new();
    let mut note = |result: Result<ormolu::Statement>| {
        out += &format!("{}\n", result.map(|_| ()).unwrap_err());
    };
    let on = Dialect::Sqlite;
    note(User::select().limit(3).keyset(|u| u.id).to_sql(1, on));
    note(
        User::select()
            .order_by(|u| u.id)
            .keyset(|u| u.id)
            .to_sql(1, on),
    );
    note(
        User::select()
            .select(|u| u.age)
            .distinct()
            .keyset(|u| u.age)
            .to_sql(1, on),
    );
    note(
        User::select()
            .select(|u| u.age.max())
            .keyset(|u| u.id)
            .to_sql(1, on),
    );
    note(
        Post::select()
            .group_by(|p| p.author_id)
            .select(|author, _| author)
            .keyset(|()| Vec::<Order>::new())
            .to_sql(1, on),
    );
    let numbered = User::select().select(|_| row_number().over(window()));
    note(numbered.keyset(|u| u.id).to_sql(1, on));
    note(Post::select().keyset(|p| p.status).to_sql(1, on));
    note(User::select().keyset(|u| u.id).to_sql(0, on));
    let cursor = || Some(Cursor::from("00"));
    note(
        User::select()
            .keyset(|u| u.id)
            .after(cursor())
            .before(cursor())
            .to_sql(1, on),
    );
    note(
        User::select()
            .keyset(|u| u.id)
            .after(cursor())
            .from_end()
            .to_sql(1, on),
    );
    note(
        User::select()
            .keyset(|u| u.id)
            .after(cursor())
            .to_sql(1, on),
    );
    assert_snapshot!(out);
}
