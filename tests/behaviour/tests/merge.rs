//! Rows from elsewhere, reconciled with the session's.
//!
//! Tests named `b..` are the behaviours of that number that were measured with SQLAlchemy.

use behaviour::flush::{Nation, Node, Town, nation, node, town};
use behaviour::ownership::{Customer, Line, Order, customer, label, line, order};
use behaviour::typed::{Article, article, author};
use behaviour::variants::{Engineer, engineer};
use behaviour::versions::{Doc, doc};
use behaviour::{
    Prefs, Sealed, on_every_engine_flush, on_every_engine_owned, on_every_engine_typed,
    on_every_engine_variants, on_every_engine_versions,
};
use ormolu::session::RowState;
use ormolu::{Database, Deferred, Dialect, Result, StaleReason};

/// An order of a customer, with lines: their keys.
async fn stored(db: &Database, lines: usize) -> Result<(i64, Vec<i64>)> {
    let mut s = db.session();
    let ann = s.add(customer::new("Ann"));
    let order = s.add(order::new().customer(ann));
    let lines: Vec<_> = (1..=lines)
        .map(|n| s.add(line::new(format!("line {n}")).order(order)))
        .collect();
    s.commit().await?;
    let ids = lines.into_iter().map(|line| s[line].id).collect();
    Ok((s[order].id, ids))
}

fn a_line(id: i64, order_id: i64, text: &str) -> Line {
    Line {
        id,
        order_id,
        text: text.to_owned(),
        amount: 1,
    }
}

async fn lines(db: &Database) -> Result<Vec<(i64, String)>> {
    let lines = Line::select().order_by(|l| l.id).select(|l| (l.id, l.text));
    lines.all(db).await
}

/// One SELECT for what the session does not know, none for what it does; only what differs is
/// written.
#[test]
fn a_row_is_merged_by_its_key() {
    on_every_engine_owned(async |db: Database| {
        let (order, ids) = stored(&db, 2).await?;
        let record = db.record();
        let mut s = db.session();
        let first = s.merge(a_line(ids[0], order, "changed")).await?;
        assert_eq!(record.count(), 1, "{:?}", record.statements());
        assert_eq!(s.modified_columns(first)?, ["text"]);
        assert_eq!(s.original(first)?.text, "line 1");
        // It is here now.
        let again = s.merge(a_line(ids[0], order, "again")).await?;
        assert_eq!((record.count(), again), (1, first));
        s.commit().await?;
        assert_eq!(record.count(), 2, "{:?}", record.statements());
        assert_eq!(lines(&db).await?[0].1, "again");
        // What was edited here and not there is taken back: nothing is left to write.
        s[first].amount = 5;
        s.merge(a_line(ids[0], order, "again")).await?;
        assert!(!s.has_work());
        Ok(())
    });
}

/// A row that is not there is added: with its key if it has one, else with one that the database
/// counts, without looking for it.
#[test]
fn a_row_that_is_not_there_is_added() {
    on_every_engine_owned(async |db: Database| {
        let (order, ids) = stored(&db, 1).await?;
        let record = db.record();
        let mut s = db.session();
        let new = s.merge(a_line(0, order, "new")).await?;
        assert_eq!(record.count(), 0);
        let known = s.merge(a_line(700, order, "known")).await?;
        assert_eq!(record.count(), 1);
        assert_eq!(s.state(new)?, RowState::Pending);
        // Merged again before it is stored, it is the same row.
        let same = s.merge(a_line(700, order, "the same")).await?;
        assert_eq!(same, known);
        s.commit().await?;
        assert!(s[new].id > ids[0]);
        assert_eq!(Line::get(s[new].id).one(&db).await?.text, "new");
        assert_eq!(Line::get(700).one(&db).await?.text, "the same");
        assert_eq!(Line::select().count(&db).await?, 3);
        Ok(())
    });
}

/// Many rows are looked for by one SELECT, and written by the statements of any flush.
#[test]
fn many_rows_are_looked_for_at_once() {
    on_every_engine_owned(async |db: Database| {
        let (order, ids) = stored(&db, 20).await?;
        let mut s = db.session();
        let here = s.get::<Line>(ids[0]).await?;
        let record = db.record();
        let rows = ids.iter().map(|id| a_line(*id, order, "merged"));
        let rows = rows.chain([a_line(0, order, "a"), a_line(0, order, "b")]);
        // A key twice is one row.
        let rows = rows.chain([a_line(ids[3], order, "last")]);
        let merged = s.merge_all(rows).await?;
        assert_eq!(record.count(), 1, "{:?}", record.statements());
        assert_eq!((merged.len(), merged[0], merged[22]), (23, here, merged[3]));
        assert_eq!(
            s.plan().to_string(),
            "insert lines: 2\nupdate lines (text): 20\n"
        );
        s.commit().await?;
        let stored = lines(&db).await?;
        assert_eq!((stored.len(), stored[3].1.as_str()), (22, "last"));
        // All known: no statement.
        let record = db.record();
        let rows = Line::select().all(&db).await?.into_rows();
        s.merge_all(rows).await?;
        assert_eq!((record.count(), s.has_work()), (1, false));
        Ok(())
    });
}

/// A row that is about to be deleted is none to merge onto; one that is out of date is read anew,
/// and added where it is gone.
#[test]
fn a_row_on_its_way_out_is_refused() {
    on_every_engine_owned(async |db: Database| {
        let (order, ids) = stored(&db, 2).await?;
        let mut s = db.session();
        let first = s.get::<Line>(ids[0]).await?;
        s.delete(first)?;
        let refused = s.merge(a_line(ids[0], order, "x")).await.unwrap_err();
        let text = "this Line is about to be deleted and can no longer be changed";
        assert_eq!(refused.to_string(), text);
        s.rollback().await?;

        let second = s.get::<Line>(ids[1]).await?;
        s.invalidate(second)?;
        Line::update()
            .key(ids[1])
            .set(|l| l.amount.to(7))
            .run(&db)
            .await?;
        let merged = s.merge(a_line(ids[1], order, "line 2")).await?;
        assert_eq!((merged, s.original(merged)?.amount), (second, 7));
        assert_eq!(s.modified_columns(merged)?, ["amount"]);
        s.rollback().await?;

        s.invalidate(second)?;
        Line::delete().key(ids[1]).run(&db).await?;
        let merged = s.merge(a_line(ids[1], order, "anew")).await?;
        assert_eq!(s.state(merged)?, RowState::Pending);
        s.commit().await?;
        assert_eq!(lines(&db).await?[1], (ids[1], "anew".to_owned()));
        Ok(())
    });
}

/// B26: the children become those given: two of five stay, one of them changed, two are new, and
/// the other three are deleted. One SELECT, where SQLAlchemy has five.
#[test]
fn b26_children_are_replaced() {
    on_every_engine_owned(async |db: Database| {
        let (id, ids) = stored(&db, 5).await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let pending = s.add(line::new("dropped").order(o));
        let record = db.record();
        let given = [
            a_line(ids[1], id, "line 2"),
            // Where it points is decided by the parent.
            a_line(ids[3], 0, "changed"),
            a_line(0, 0, "new 1"),
            a_line(0, 0, "new 2"),
        ];
        let merged = s.merge_children(o, order::lines(), given).await?;
        assert_eq!(record.count(), 1, "{:?}", record.statements());
        assert_eq!(s.state(pending)?, RowState::Detached);
        assert_eq!(
            s.plan().to_string(),
            "insert lines: 2\nupdate lines (text): 1\ndelete lines: 3\n"
        );
        s.commit().await?;
        // MySQL is asked in which steps it counted the keys of several rows.
        let expected = 4 + usize::from(db.dialect() == Dialect::Mysql);
        assert_eq!(record.count(), expected, "{:?}", record.statements());
        let expected = [
            (ids[1], "line 2".to_owned()),
            (ids[3], "changed".to_owned()),
            (s[merged[2]].id, "new 1".to_owned()),
            (s[merged[3]].id, "new 2".to_owned()),
        ];
        assert_eq!(lines(&db).await?, expected);
        // None at all.
        s.merge_children(o, order::lines(), []).await?;
        s.commit().await?;
        assert_eq!(Line::select().count(&db).await?, 0);
        Ok(())
    });
}

/// B26: below a row that is not stored yet there is nothing to read.
#[test]
fn b26_children_of_a_pending_row_are_added() {
    on_every_engine_owned(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(customer::new("Ann"));
        let o = s.add(order::new().customer(ann));
        let record = db.record();
        let rows = [a_line(0, 0, "a"), a_line(0, 0, "b")];
        let merged = s.merge_children(o, order::lines(), rows).await?;
        assert_eq!(record.count(), 0);
        s.commit().await?;
        assert_eq!(s[merged[0]].order_id, s[o].id);
        assert_eq!(lines(&db).await?.len(), 2);
        Ok(())
    });
}

/// B26: the child of another parent, or one that is gone, is not taken over; nor is a child left
/// without a parent that it must have. Nothing is changed by the attempt.
#[test]
fn b26_strangers_are_refused() {
    on_every_engine_owned(async |db: Database| {
        let (id, ids) = stored(&db, 2).await?;
        let mut s = db.session();
        let ann = s.one(Customer::select()).await?;
        let other = s.add(order::new().customer(ann));
        s.commit().await?;
        let o = s.get::<Order>(id).await?;

        let stranger = [a_line(0, 0, "new"), a_line(ids[0], id, "stolen")];
        let merged = s.merge_children(other, order::lines(), stranger).await;
        assert_eq!(
            merged.unwrap_err().to_string(),
            format!(
                "Line (id = {}) is none of the `lines` of this row: it was deleted meanwhile, or \
                 is another row's; `link` it, if it is to become one",
                ids[0]
            )
        );
        assert!(!s.has_work());

        let refused = s.merge_children(ann, customer::orders(), []).await;
        let refused = refused.unwrap_err().to_string();
        assert!(
            refused.contains("cannot be without its `orders`"),
            "{refused}"
        );
        assert!(!s.has_work());

        let l = s.add(label::new("urgent"));
        let labels = s.merge_children(o, order::labels(), []).await;
        let labels = labels.unwrap_err().to_string();
        assert!(labels.contains("`labels` is many-to-many"), "{labels}");
        assert_eq!(s.state(l)?, RowState::Pending);

        // A child that this session moved here is one, and one that it moved away is none.
        let first = s.get::<Line>(ids[0]).await?;
        s.link(other, order::lines(), [first])?;
        let moved = [a_line(ids[0], id, "moved")];
        s.merge_children(other, order::lines(), moved).await?;
        s.merge_children(o, order::lines(), []).await?;
        s.commit().await?;
        assert_eq!(lines(&db).await?, [(ids[0], "moved".to_owned())]);
        assert_eq!(Line::get(ids[0]).one(&db).await?.order_id, s[other].id);
        Ok(())
    });
}

/// B26: children that may be without a parent are set free; a key of the program's own that no
/// child has is that of a new row.
#[test]
fn b26_children_with_keys_of_their_own() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let root = s.add(node::new("root"));
        let (a, b) = (node::new("a").parent(root), node::new("b").parent(root));
        let (a, b) = (s.add(a), s.add(b));
        let de = s.add(nation::new("de", "Germany"));
        s.add(town::new("Bonn").nation(de));
        s.add(town::new("Ulm").nation(de));
        s.commit().await?;

        let kept = s[a].clone();
        s.merge_children(root, node::children(), [kept]).await?;
        s.commit().await?;
        assert_eq!((s[a].parent_id, s[b].parent_id), (Some(s[root].id), None));
        assert_eq!(Node::get(s[b].id).one(&db).await?.parent_id, None);

        let mut s = db.session();
        let de = s.get::<Nation>("de").await?;
        let row = |name: &str, mayor: Option<&str>| Town {
            nation_code: "de".into(),
            name: name.into(),
            mayor: mayor.map(str::to_owned),
        };
        let record = db.record();
        let towns = [
            row("Ulm", Some("Ann")),
            row("Jena", Some("Bob")),
            row("Bonn", None),
        ];
        s.merge_children(de, nation::towns(), towns.clone()).await?;
        assert_eq!(record.count(), 1);
        assert_eq!(
            s.plan().to_string(),
            "insert towns: 1\nupdate towns (mayor): 1\n"
        );
        s.rollback().await?;
        // Composite keys, one by one and at once.
        let merged = s.merge_all(towns).await?;
        assert_eq!(s.state(merged[0])?, RowState::Persistent);
        assert_eq!(s.state(merged[1])?, RowState::Pending);
        Ok(())
    });
}

/// What was not read of a row is not written.
#[test]
fn deferred_columns_that_were_not_read_stay() {
    on_every_engine_typed(async |db: Database| {
        let mut s = db.session();
        let ann = author::new(
            "ann@example.org",
            "Ann",
            Prefs::default(),
            Sealed("x".into()),
        );
        let ann = s.add(ann);
        let stored = s.add(article::new("Title", "Body").notes("Notes").author(ann));
        s.commit().await?;
        let id = s[stored].id;

        let mut row = Article::get(id).one(&db).await?.into_row();
        assert!(!row.body.is_read());
        row.title = "New".into();
        row.notes = Deferred::Read(None);
        let mut s = db.session();
        let merged = s.merge(row).await?;
        assert_eq!(s.modified_columns(merged)?, ["title", "notes"]);
        s.commit().await?;
        let stored = Article::select().filter(|a| a.id.eq(id));
        let stored = stored.select(|a| (a.title, a.body, a.notes));
        assert_eq!(stored.one(&db).await?, ("New".into(), "Body".into(), None));
        Ok(())
    });
}

/// A row in two tables is one row to merge.
#[test]
fn rows_in_two_tables_are_merged() {
    on_every_engine_variants(async |db: Database| {
        let mut s = db.session();
        let bob = s.add(engineer::new("Bob", "bob@x.org", "C"));
        s.commit().await?;
        let mut row = s[bob].clone();
        row.name = "Bo".into();
        row.language = "Rust".into();
        let mut new = row.clone();
        (new.id, new.email) = (0, "new@x.org".into());
        let mut s = db.session();
        let record = db.record();
        let merged = s.merge_all([row, new]).await?;
        assert_eq!(record.count(), 1);
        assert_eq!(s.modified_columns(merged[0])?, ["name", "language"]);
        s.commit().await?;
        let stored = Engineer::select()
            .order_by(|e| e.id)
            .select(|e| (e.email, e.language));
        let all = stored.all(&db).await?;
        let expected = [("bob@x.org", "Rust"), ("new@x.org", "Rust")];
        assert_eq!(all, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        Ok(())
    });
}

/// B28: a row that was read before is taken in without SQL, and nothing is left to write. That
/// the row was edited cannot be told, since plain structs hold no state: `merge` compares.
#[test]
fn b28_a_clean_row_is_taken_in_without_sql() {
    on_every_engine_owned(async |db: Database| {
        let (_, ids) = stored(&db, 1).await?;
        let cached = Line::get(ids[0]).one(&db).await?.into_row();
        let mut s = db.session();
        let record = db.record();
        let attached = s.attach(cached.clone());
        let merged = s.merge(cached).await?;
        assert_eq!(attached, merged);
        assert_eq!((record.count(), s.has_work()), (0, false));
        Ok(())
    });
}

/// B29: a row in another version than the one that is stored is stale, before anything is changed
/// or written.
#[test]
fn b29_merge_of_an_incorrect_version_is_an_error() {
    on_every_engine_versions(async |db: Database| {
        let mut s = db.session();
        for name in ["a", "b"] {
            s.add(doc::new(name));
        }
        s.commit().await?;
        let mut rows = Doc::select().order_by(|d| d.id).all(&db).await?.into_rows();
        for row in &mut rows {
            row.text = "mine".into();
        }
        // Somebody else is faster with the second.
        Doc::update()
            .key(rows[1].id)
            .version(1)
            .set(|d| d.text.to("theirs"))
            .run(&db)
            .await?;
        let mut s = db.session();
        let record = db.record();
        let error = s.merge_all(rows.clone()).await.unwrap_err();
        let stale = error.stale().expect("stale");
        assert_eq!(stale.key, Some(format!("id = {}", rows[1].id)));
        assert_eq!(
            stale.reason,
            StaleReason::Changed {
                expected: "1".into(),
                found: "2".into()
            }
        );
        assert_eq!((record.count(), s.has_work()), (1, false));

        // In the right version it is written, and counted up.
        rows[1].lock = 2;
        let merged = s.merge_all(rows).await?;
        assert_eq!(record.count(), 1);
        s.commit().await?;
        assert_eq!((s[merged[0]].lock, s[merged[1]].lock), (2, 3));
        assert_eq!(Doc::get(s[merged[1]].id).one(&db).await?.text, "mine");
        // One that is changed between the merge and the flush is found by the flush.
        let mut row = s[merged[0]].clone();
        row.text = "again".into();
        s.merge(row).await?;
        Doc::delete()
            .key(s[merged[0]].id)
            .ignore_version()
            .run(&db)
            .await?;
        assert!(s.commit().await.unwrap_err().stale().is_some());
        Ok(())
    });
}
