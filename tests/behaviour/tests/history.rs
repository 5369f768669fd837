//! Versions of rows, and queries for rows as they were.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::Duration;

use behaviour::history::{
    Author, AuthorHistory, Book, Branch, BranchHistory, Label, Note, Seat, SeatHistory, Stage,
    author, book, branch, label, note, parameters, schema, seat,
};
use behaviour::{Numbers, on_every_engine_empty};
use ormolu::chrono::{DateTime, Utc};
use ormolu::rust_decimal::Decimal;
use ormolu::serde_json::json;
use ormolu::uuid::Uuid;
use ormolu::{Database, Dialect, Error, Result, SessionError};

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        body(db).await
    });
}

/// A moment between what was done and what will be, on a clock of milliseconds as well.
async fn moment() -> DateTime<Utc> {
    tokio::time::sleep(Duration::from_millis(3)).await;
    let now = Utc::now();
    tokio::time::sleep(Duration::from_millis(3)).await;
    now
}

/// The names of the authors at a moment.
async fn names(db: &Database, at: DateTime<Utc>) -> Result<Vec<String>> {
    let authors = Author::as_of(at).order_by(|a| a.id);
    authors.select(|a| a.name).all(db).await
}

/// How the versions of an author came and went.
async fn versions(db: &Database, id: i64) -> Result<Vec<(String, String, bool)>> {
    let versions = Author::history_of(id).order_by(|v| v.history_id);
    let versions = versions.select(|v| (v.name, v.operation, v.valid_to.is_null()));
    versions.all(db).await
}

#[test]
fn rows_are_read_as_they_were() {
    on_every_engine(async |db| {
        let before = moment().await;
        let mut s = db.session();
        let ann = s.add(
            author::new("Ann")
                .email("a@x.org")
                .meta(json!({"a": [1, null]}))
                .rate(Decimal::new(1250, 2))
                .biography("Long."),
        );
        s.add(author::new("Bob").active(false));
        s.commit().await?;
        let first = moment().await;
        s[ann].name = "Anna".into();
        s[ann].email = None;
        s.commit().await?;
        let second = moment().await;
        s.delete(ann)?;
        s.commit().await?;
        let third = moment().await;

        assert_eq!(names(&db, before).await?, Vec::<String>::new());
        assert_eq!(names(&db, first).await?, ["Ann", "Bob"]);
        assert_eq!(names(&db, second).await?, ["Anna", "Bob"]);
        assert_eq!(names(&db, third).await?, ["Bob"]);

        // Whole rows, with what is computed and what is only read when it is asked for.
        let old = Author::as_of(first).undefer(|a| a.biography);
        let old = old.filter(|a| a.email.eq("a@x.org")).one(&db).await?;
        assert_eq!(old.meta, Some(json!({"a": [1, null]})));
        assert_eq!(old.rate, Some(Decimal::new(1250, 2)));
        assert_eq!(old.shout.as_deref(), Some("ANN"));
        assert_eq!((old.lock, old.active), (1, true));
        assert_eq!(old.biography.get().unwrap().as_deref(), Some("Long."));
        assert_eq!(
            Author::as_of(second)
                .filter(|a| a.lock.eq(2))
                .count(&db)
                .await?,
            1
        );
        assert!(
            !Author::as_of(third)
                .filter(|a| a.id.eq(old.id))
                .exists(&db)
                .await?
        );

        let told = |name: &str, operation: &str| (name.to_owned(), operation.to_owned(), false);
        assert_eq!(
            versions(&db, old.id).await?,
            [told("Ann", "insert"), told("Anna", "update")]
        );
        // From the moment on, and up to the next.
        let version = Author::history_of(old.id).filter(|v| v.operation.eq("update"));
        let version = version.one(&db).await?;
        assert_eq!(names(&db, version.valid_from).await?[0], "Anna");
        let just_before = version.valid_from - Duration::from_micros(1);
        assert_eq!(names(&db, just_before).await?[0], "Ann");
        assert_eq!(names(&db, version.valid_to.unwrap()).await?, ["Bob"]);
        Ok(())
    });
}

/// What joins, is asked about and is loaded is of the same moment.
#[test]
fn a_moment_holds_for_all_of_a_query() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let ann = s.add(author::new("Ann"));
        let first = s.add(book::new("First").author(ann));
        s.add(book::new("Second").author(ann).stage(Stage::Published));
        s.commit().await?;
        let then = moment().await;
        s[first].title = "Other".into();
        s[ann].name = "Anna".into();
        s.add(book::new("Third").author(ann));
        s.commit().await?;
        moment().await;

        let load = async |joined: bool| {
            let books = match joined {
                true => author::books().subquery(),
                false => author::books().select_in(),
            };
            let books = books.order_by(|b| b.title);
            let authors = Author::as_of(then).with(books).all(&db).await?;
            let titles = |author: author::AuthorView<'_, _>| -> Vec<String> {
                let titles = author.books().iter().map(|b| b.title.clone());
                titles.collect()
            };
            Ok::<_, Error>(authors.iter().map(titles).collect::<Vec<_>>())
        };
        assert_eq!(load(false).await?, [["First", "Second"]]);
        assert_eq!(load(true).await?, [["First", "Second"]]);
        let books = Book::as_of(then)
            .with(book::author().joined())
            .order_by(|b| b.title);
        let books = books.all(&db).await?;
        assert_eq!(books.get(0).unwrap().author().unwrap().name, "Ann");
        // What is loaded later is of then as well.
        let authors = Author::as_of(then).all(&db).await?;
        let authors = authors.load(&db, author::books()).await?;
        assert_eq!(authors.get(0).unwrap().books().len(), 2);

        let rows = Author::as_of(then).left_join(|a| a.books());
        let rows = rows
            .order_by(|(_, b)| b.title)
            .select(|(a, b)| (a.name, b.title));
        assert_eq!(
            rows.all(&db).await?,
            [
                ("Ann".into(), Some("First".into())),
                ("Ann".into(), Some("Second".into()))
            ]
        );
        let about = |title: &'static str| {
            Author::as_of(then).filter(move |a| a.books().any(|b| b.title.eq(title)))
        };
        assert!(about("First").exists(&db).await?);
        assert!(!about("Other").exists(&db).await?);
        let counted = Author::as_of(then)
            .select(|a| a.books().count())
            .one(&db)
            .await?;
        assert_eq!(counted, 2);
        let page = Book::as_of(then)
            .order_by(|b| b.title)
            .paginate(1, 1, &db)
            .await?;
        assert_eq!((page.total, page.items[0].title.as_str()), (2, "First"));
        // Scopes hold for rows as they were.
        Book::delete()
            .filter(|b| b.title.eq("Second"))
            .run(&db)
            .await?;
        let deleted = moment().await;
        assert_eq!(Book::as_of(deleted).count(&db).await?, 2);
        assert_eq!(Book::as_of(deleted).with_deleted().count(&db).await?, 3);
        Ok(())
    });
}

#[test]
fn trees_are_read_as_they_were() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let root = s.add(branch::new(1, "root"));
        let left = s.add(branch::new(2, "left").parent(root));
        let leaf = s.add(branch::new(3, "leaf").parent(left));
        s.commit().await?;
        let then = moment().await;
        s.set(leaf, branch::parent(), root)?;
        s.commit().await?;
        moment().await;
        let below = async |at: Option<DateTime<Utc>>| {
            let rows = ormolu::rows_along::<branch::children>(2);
            let rows = match at {
                Some(at) => rows.as_of(at),
                None => rows,
            };
            rows.count(&db).await
        };
        assert_eq!((below(Some(then)).await?, below(None).await?), (1, 0));
        let left = Branch::as_of(then).filter(|b| b.id.eq(2));
        let left = left
            .with(branch::children().recursive_cte())
            .one(&db)
            .await?;
        assert_eq!(left.view().children().len(), 1);
        Ok(())
    });
}

/// Every way to change a row makes a version, in the transaction that changes it.
#[test]
fn no_way_to_change_a_row_is_missed() {
    on_every_engine(async |db| {
        let ids = Author::insert_all(["Ann", "Bob", "Cid"].map(author::new));
        ids.run(&db).await?;
        let first = moment().await;
        Author::update()
            .filter(|a| a.name.ne("Bob"))
            .set(|a| a.active.to(false))
            .run(&db)
            .await?;
        let tag = label::new("one");
        Label::insert(tag).run(&db).await?;
        let second = moment().await;
        let mut tx = db.begin().await?;
        Author::delete().all_rows().run(&mut tx).await?;
        tx.rollback().await?;
        db.execute_script(&["UPDATE authors SET name = 'Dan' WHERE name = 'Cid'"])
            .await?;
        let third = moment().await;
        Author::delete()
            .filter(|a| a.name.eq("Ann"))
            .run(&db)
            .await?;
        let last = moment().await;
        let active = async |at| {
            Author::as_of(at)
                .filter(|a| a.active.eq(true))
                .count(&db)
                .await
        };
        assert_eq!((active(first).await?, active(second).await?), (3, 1));
        assert_eq!(names(&db, second).await?, ["Ann", "Bob", "Cid"]);
        assert_eq!(names(&db, third).await?, ["Ann", "Bob", "Dan"]);
        assert_eq!(names(&db, last).await?, ["Bob", "Dan"]);
        assert_eq!(
            AuthorHistory::select()
                .filter(|a| a.valid_to.is_null())
                .count(&db)
                .await?,
            2
        );
        Ok(())
    });
}

/// Several changes in one transaction, or in one tick of the clock: one version holds.
#[test]
fn one_version_holds_at_each_moment() {
    on_every_engine(async |db| {
        let id = Branch::insert(branch::new(1, "a")).run(&db).await?.id;
        let mut tx = db.begin().await?;
        for name in ["b", "c", "d"] {
            Branch::update()
                .key(id)
                .set(|b| b.name.to(name))
                .run(&mut tx)
                .await?;
        }
        Branch::delete().key(id).run(&mut tx).await?;
        Branch::insert(branch::new(1, "e")).run(&mut tx).await?;
        tx.commit().await?;
        for name in ["f", "g", "h"] {
            Branch::update()
                .key(id)
                .set(|b| b.name.to(name))
                .run(&db)
                .await?;
        }
        let all = Branch::history_of(id)
            .order_by(|b| b.history_id)
            .all(&db)
            .await?;
        let names: Vec<&str> = all.iter().map(|b| b.name()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e", "f", "g", "h"]);
        for (one, next) in all.iter().zip(all.iter().skip(1)) {
            assert!(one.valid_from <= one.valid_to.unwrap(), "{}", one.name);
            assert!(one.valid_to.unwrap() <= next.valid_from, "{}", one.name);
        }
        for version in &all {
            let holds = version.valid_to != Some(version.valid_from);
            let there = Branch::as_of(version.valid_from).select(|b| b.name);
            let there = there.all(&db).await?;
            assert!(there.len() <= 1, "{there:?}");
            assert!(!holds || there == [version.name()], "{there:?}");
        }
        let open = BranchHistory::select().filter(|b| b.valid_to.is_null());
        assert_eq!(open.one(&db).await?.name, "h");
        Ok(())
    });
}

#[test]
fn what_has_no_history_is_refused() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let ann = s.add(author::new("Ann"));
        s.add(note::new("n").author(ann));
        s.add(book::new("b").author(ann));
        s.commit().await?;
        let now = moment().await;
        let refused = |error: Error, table: &str| match error {
            Error::NoHistory { table: found } => assert_eq!(found, table),
            other => panic!("{other}"),
        };
        refused(
            Note::select().as_of(now).all(&db).await.unwrap_err(),
            "notes",
        );
        let with_notes = Author::as_of(now).with(author::notes());
        refused(with_notes.all(&db).await.unwrap_err(), "notes");
        let with_labels = Book::as_of(now).with(book::labels());
        let error = with_labels.all(&db).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "`book_labels` has no history, so nobody knows its rows of then; `history: true` in \
             the schema keeps them from now on"
        );
        // A session would take them for rows of now.
        let error = s.all(Author::as_of(now)).await.err().unwrap();
        assert!(matches!(
            error,
            Error::Session(SessionError::Past { model: "Author" })
        ));
        assert_eq!(Author::as_of(now).all(&mut s).await?.len(), 1);
        if db.dialect() != Dialect::Sqlite {
            let mut tx = db.begin().await?;
            let error = Author::as_of(now)
                .for_update()
                .all(&mut tx)
                .await
                .unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with("a row lock is for rows as they are"),
                "{error}"
            );
            tx.rollback().await?;
        }
        Ok(())
    });
}

/// Versions of a tenant's rows are seen by the tenant alone.
#[test]
fn tenants_see_their_own_versions() {
    on_every_engine(async |db| {
        let one = db.with(parameters::TENANT, 1);
        let two = db.with(parameters::TENANT, 2);
        Seat::insert(seat::new("A")).run(&one).await?;
        Seat::insert(seat::new("A").group("x")).run(&two).await?;
        Seat::update()
            .filter(|s| s.r#where.eq("A"))
            .set(|s| s.moment.to(7))
            .run(&two)
            .await?;
        let now = moment().await;
        assert_eq!(SeatHistory::select().count(&one).await?, 1);
        assert_eq!(SeatHistory::select().count(&two).await?, 2);
        assert_eq!(Seat::as_of(now).select(|s| s.moment).all(&two).await?, [7]);
        assert_eq!(Seat::as_of(now).select(|s| s.moment).all(&one).await?, [1]);
        assert!(matches!(
            SeatHistory::select().count(&db).await,
            Err(Error::NoParameter { name: "tenant" })
        ));
        Ok(())
    });
}

type Books = BTreeMap<Uuid, (String, Option<i64>)>;

/// One change of the books, by a way of its own, and the same in memory.
async fn change(db: &Database, numbers: &mut Numbers, books: &mut Books, step: u64) -> Result<()> {
    let title = format!("book {step}");
    let keys: Vec<Uuid> = books.keys().copied().collect();
    let some = || -> Option<Uuid> { keys.get(step as usize % keys.len().max(1)).copied() };
    match (numbers.below(7), some()) {
        (0, _) | (_, None) => {
            let mut s = db.session();
            let book = s.add(book::new(&title).author(1));
            s.commit().await?;
            books.insert(s[book].id, (title, Some(1)));
        }
        (1, _) => {
            let new = [1, 2].map(|n| book::new(format!("{title} {n}")));
            for book in Book::insert_all(new).run(db).await? {
                books.insert(book.id, (book.title, None));
            }
        }
        (2, Some(id)) => {
            let mut s = db.session();
            let book = s.get::<Book>(id).await?;
            s[book].title = title.clone();
            s.commit().await?;
            books.entry(id).and_modify(|book| book.0 = title);
        }
        (3, _) => {
            let set = Book::update().filter(|b| b.author_id.is_null());
            set.set(|b| b.title.to(&title)).run(db).await?;
            let free = books.values_mut().filter(|book| book.1.is_none());
            free.for_each(|book| book.0.clone_from(&title));
        }
        (4, Some(id)) => {
            Book::purge().key(id).run(db).await?;
            books.remove(&id);
        }
        (5, Some(id)) => {
            // Another key, in a statement of its own.
            let new = Uuid::from_u128(u128::from(step));
            Book::update().key(id).set(|b| b.id.to(new)).run(db).await?;
            books.remove(&id).map(|book| books.insert(new, book));
        }
        (_, Some(id)) => {
            let mut s = db.session();
            let book = s.get::<Book>(id).await?;
            s[book].title = format!("{title} for a while");
            s.flush().await?;
            s[book].author_id = None;
            s[book].title = title.clone();
            s.commit().await?;
            books.insert(id, (title, None));
        }
    }
    Ok(())
}

/// What was there at each moment of a long random sequence is what a list in memory says.
#[test]
fn each_moment_of_a_random_history_is_as_it_was() {
    on_every_engine(async |db| {
        Author::insert(author::new("Ann")).run(&db).await?;
        let mut numbers = Numbers(7);
        let (mut books, mut then) = (Books::new(), vec![]);
        for step in 1..=80 {
            change(&db, &mut numbers, &mut books, step).await?;
            then.push((moment().await, books.clone()));
        }
        for (at, books) in then {
            let found = Book::as_of(at).select(|b| (b.id, b.title, b.author_id));
            let found = found.all(&db).await?.into_iter();
            let found: Books = found
                .map(|(id, title, author)| (id, (title, author)))
                .collect();
            assert_eq!(found, books, "at {at}");
        }
        Ok(())
    });
}
