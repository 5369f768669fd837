//! Rows that go with others, that hold on to others, and that belong to one row alone.
//!
//! Tests named `b..` are the behaviours of that number that were measured with SQLAlchemy.

use std::task::{Context, Poll, Waker};

use behaviour::on_every_engine_owned;
use behaviour::ownership::{
    Customer, Event, Label, Line, Order, Remark, Slip, customer, event, label, line, order, remark,
    slip,
};
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Handle, Result, Session};

/// An order of a customer, with lines.
async fn stored(db: &Database, lines: usize) -> Result<i64> {
    let mut s = db.session();
    let ann = s.add(customer::new("Ann"));
    let order = s.add(order::new().customer(ann));
    for n in 1..=lines {
        s.add(line::new(format!("line {n}")).order(order));
    }
    s.commit().await?;
    Ok(s[order].id)
}

/// MySQL has no RETURNING: after an INSERT of several rows it is asked in which steps it counted
/// their keys.
fn key_steps(db: &Database) -> usize {
    usize::from(db.dialect() == Dialect::Mysql)
}

async fn texts(db: &Database) -> Result<Vec<String>> {
    let lines = Line::select().order_by(|l| l.id).select(|l| l.text);
    lines.all(db).await
}

/// Rows taken away from their owner are deleted; those only added are never inserted.
#[test]
fn b31_an_orphan_is_deleted_and_a_pending_one_never_inserted() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 3).await?;
        let mut s = db.session();
        let o = s.one(Order::select().with(order::lines())).await?;
        let lines = s.view(o).lines().handles();
        let new = s.add(line::new("new").order(o));
        s.unlink(o, order::lines(), [new])?;
        s.unlink(o, order::lines(), [lines[1]])?;
        assert_eq!(s.state(new)?, RowState::Detached);
        assert_eq!(s.state(lines[1])?, RowState::Deleting);

        // The same below an owner that is only added.
        let ann = s.one(Customer::select()).await?;
        let other = s.add(order::new().customer(ann));
        let below = s.add(line::new("below").order(other));
        s.unlink(other, order::lines(), [below])?;
        assert_eq!(s.state(below)?, RowState::Detached);

        let record = db.record();
        s.commit().await?;
        // The new order, and the deletion.
        assert_eq!(record.count(), 2, "{:?}", record.statements());
        assert_eq!(texts(&db).await?, ["line 1", "line 3"]);
        assert_eq!(s[o].id, id);
        Ok(())
    });
}

/// Children go with their parent by one statement; one that was moved away stays, under its new
/// parent.
#[test]
fn b32_a_moved_child_survives_its_old_parent() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 3).await?;
        let mut s = db.session();
        let o = s.one(Order::select().with(order::lines())).await?;
        let lines = s.view(o).lines().handles();
        let ann = s.one(Customer::select()).await?;
        // The new parent is not stored yet.
        let new = s.add(order::new().customer(ann));
        s.link(new, order::lines(), [lines[2]])?;
        s.unlink(o, order::lines(), [lines[2]])?;
        assert_eq!(s.modified_columns(lines[2])?, ["order_id"]);
        s.delete(o)?;
        let plan = s.plan().to_string();
        assert_eq!(
            plan,
            "insert orders: 1\nupdate lines (order_id): 1\ndelete orders: 1\n"
        );
        let record = db.record();
        s.commit().await?;
        // One more for link rows, of a table whose keys say nothing about deletes.
        assert_eq!(record.count(), 4, "{:?}", record.statements());
        assert_eq!(texts(&db).await?, ["line 3"]);
        assert_eq!(s[lines[2]].order_id, s[new].id);
        assert_eq!(s.state(lines[0])?, RowState::Detached);
        Ok(())
    });
}

/// Deleting a parent that was only added takes what was added below it along.
#[test]
fn pending_rows_go_with_their_pending_parent() {
    on_every_engine_owned(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(customer::new("Ann"));
        let bob = s.add(customer::new("Bob"));
        let o = s.add(order::new().customer(ann).seller(bob));
        let dropped = s.add(order::new().customer(ann));
        let l = s.add(line::new("x").order(dropped));
        let r = s.add(remark::new("y").line(l));
        s.delete(dropped)?;
        for state in [s.state(dropped)?, s.state(l)?, s.state(r)?] {
            assert_eq!(state, RowState::Detached);
        }
        // A key that may be NULL is.
        s.delete(bob)?;
        s.commit().await?;
        assert_eq!((s[o].seller_id, s[o].customer_id), (None, s[ann].id));
        assert_eq!(Line::select().count(&db).await?, 0);
        Ok(())
    });
}

/// A second owner is a move; a second owned row replaces the first, which is deleted before the
/// new one comes in.
#[test]
fn b34_the_new_owned_row_replaces_the_old_one() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        Slip::insert(slip::new("old").order(id)).run(&db).await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let ann = s.one(Customer::select()).await?;
        let spare = s.add(order::new().customer(ann));
        let new = s.add(slip::new("new").order(spare));
        // Nobody here knows whether there is one.
        let refused = s.set(o, order::slip(), new).unwrap_err();
        assert!(refused.to_string().contains("load it first"), "{refused}");

        let o = s.load(o, order::slip()).await?;
        let old = s.view(o).slip().unwrap().handle();
        s.set(o, order::slip(), new)?;
        assert_eq!(s.state(old)?, RowState::Deleting);
        let record = db.record();
        s.commit().await?;
        // The old slip, the other order, the new slip.
        assert_eq!(record.count(), 3, "{:?}", record.statements());
        let slips = Slip::select().select(|s| (s.text, s.order_id));
        assert_eq!(slips.all(&db).await?, [("new".to_owned(), id)]);

        // Taking it away deletes it.
        s.unset(o, order::slip())?;
        s.commit().await?;
        assert_eq!(Slip::select().count(&db).await?, 0);
        Ok(())
    });
}

/// A row that is not of the session any more is refused as a parent, and nothing is half written.
#[test]
fn b35_a_row_that_is_gone_is_no_parent() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 1).await?;
        let mut s = db.session();
        let l = s.one(Line::select()).await?;
        let ann = s.one(Customer::select()).await?;
        let gone = s.add(order::new().customer(ann));
        s.delete(gone)?;
        let refused = s.set(l, line::order(), gone).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "nothing can point at this Order: it is detached"
        );
        assert!(s.try_add(line::new("x").order(gone)).is_err());
        assert!(s.link(gone, order::lines(), [l]).is_err());

        // What was pointed at it before is refused by the flush, before any statement.
        let other = s.add(customer::new("Bob"));
        let kept = s.add(order::new().customer(other));
        s.delete(other)?;
        let record = db.record();
        let refused = s.flush().await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "nothing can point at this Customer: it is detached"
        );
        assert_eq!(record.count() + record.control().len(), 0);
        s.set(kept, order::customer(), ann)?;
        s.commit().await?;
        assert_eq!(s[kept].customer_id, s[ann].id);
        Ok(())
    });
}

/// The database deletes what hangs on a row, loaded or not: one statement. Where the key
/// refuses, that is said before any, if the session knows the row that holds on.
#[test]
fn b37_unloaded_children_go_by_the_database() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 4).await?;
        let mut s = db.session();
        let o = s.one(Order::select()).await?;
        s.delete(o)?;
        let record = db.record();
        s.flush().await?;
        // Its links, of a table whose keys say nothing, and the order itself.
        assert_eq!(record.count(), 2, "{:?}", record.statements());
        s.rollback().await?;

        let ann = s.one(Customer::select()).await?;
        s.delete(ann)?;
        record.clear();
        let refused = s.flush().await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "Customer {} cannot be deleted: Order {} points at it by `customer_id`; delete \
                 that as well, or let it point elsewhere",
                s[ann].id, s[o].id
            )
        );
        assert_eq!(record.count(), 0);
        // The way out.
        s.delete(o)?;
        s.commit().await?;
        assert_eq!(Customer::select().count(&db).await?, 0);
        assert_eq!(Line::select().count(&db).await?, 0);
        Ok(())
    });
}

/// What the session does not know, the engine refuses.
#[test]
fn b37_an_unknown_row_that_holds_on_is_found_by_the_engine() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 0).await?;
        let mut s = db.session();
        let ann = s.one(Customer::select()).await?;
        s.delete(ann)?;
        let refused = s.commit().await.unwrap_err();
        assert!(
            matches!(&refused, ormolu::Error::Constraint(_)),
            "{refused:?}"
        );
        s.rollback().await?;
        assert_eq!(s.state(ann)?, RowState::Persistent);
        Ok(())
    });
}

/// A collection that is never loaded: rows are added, moved and queried, and no statement reads
/// it. Iteration and replacement cannot be written.
#[test]
fn b38_a_write_only_collection_is_never_loaded() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        Event::insert_all((1..=3).map(|n| event::new(format!("event {n}")).order(id)))
            .run(&db)
            .await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let record = db.record();
        let added = s.add(event::new("added").order(o));
        let linked = {
            let ann = s.add(customer::new("Bob"));
            let other = s.add(order::new().customer(ann));
            s.add(event::new("linked").order(other))
        };
        s.link(o, order::events(), [linked])?;
        s.flush().await?;
        let read = |sql: &str| sql.starts_with("SELECT");
        let statements = record.statements();
        let reads = statements.iter().filter(|s| read(&s.sql)).count();
        assert_eq!(reads, key_steps(&db), "{statements:?}");
        assert_eq!((s[added].order_id, s[linked].order_id), (id, id));

        // Not owned, and its key is NOT NULL.
        let refused = s.unlink(o, order::events(), [added]).unwrap_err();
        assert!(refused.to_string().contains("owned: true"), "{refused}");

        let events = ormolu::rows_of::<order::events>(&s[o]);
        let late = events.select().filter(|e| e.text.eq("event 3"));
        assert_eq!(late.count(&mut s).await?, 1);
        let renamed = events.update().set(|e| e.text.to("all"));
        assert_eq!(renamed.run(&mut s).await?, 5);

        // The rows go with the order, by the database.
        s.delete(o)?;
        record.clear();
        s.commit().await?;
        assert_eq!(record.count(), 2);
        assert_eq!(Event::select().count(&db).await?, 0);
        Ok(())
    });
}

/// Deleting needs nothing loaded, whatever the relationship says about loading: the database
/// knows what hangs on the row.
#[test]
fn b44_nothing_is_loaded_to_delete() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        let mut s = db.session();
        let bob = s.add(customer::new("Bob"));
        let o = s.get::<Order>(id).await?;
        s.set(o, order::seller(), bob)?;
        s.commit().await?;

        let mut s = db.session();
        let bob = s
            .one(Customer::select().filter(|c| c.name.eq("Bob")))
            .await?;
        s.delete(bob)?;
        let record = db.record();
        s.commit().await?;
        assert_eq!(record.count(), 1, "{:?}", record.statements());
        assert_eq!(Order::get(id).one(&db).await?.seller_id, None);
        Ok(())
    });
}

/// Link rows of a table whose keys say nothing about deletes go before the row, from both sides;
/// no link is there twice.
#[test]
fn links_go_before_their_rows_and_none_is_doubled() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let (a, b) = (s.add(label::new("a")), s.add(label::new("b")));
        s.link(o, order::labels(), [a, b])?;
        s.link(a, label::orders(), [o])?;
        s.unlink(o, order::labels(), [b])?;
        s.link(b, label::orders(), [o])?;
        s.commit().await?;
        let linked = async || {
            Label::select()
                .filter(|l| l.orders().any(|o| o.id.eq(id)))
                .count(&db)
                .await
        };
        assert_eq!(linked().await?, 2);
        // Once more, of what is stored.
        s.link(o, order::labels(), [a])?;
        s.delete(b)?;
        s.commit().await?;
        assert_eq!(linked().await?, 1);
        s.delete(o)?;
        s.commit().await?;
        assert_eq!(Label::select().count(&db).await?, 1);
        Ok(())
    });
}

/// A stored row points at one that is only added; the flush inserts that first.
#[test]
fn a_stored_row_points_at_a_pending_one() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let (bob, cid) = (s.add(customer::new("Bob")), s.add(customer::new("Cid")));
        s.set(o, order::seller(), bob)?;
        s.set(o, order::customer(), bob)?;
        s.set(o, order::seller(), cid)?;
        s[o].note = Some("two sellers".into());
        assert_eq!(s.modified_columns(o)?, ["customer_id", "seller_id", "note"]);
        let record = db.record();
        s.flush().await?;
        let expected = 2 + key_steps(&db);
        assert_eq!(record.count(), expected, "{:?}", record.statements());
        assert_eq!(
            (s[o].customer_id, s[o].seller_id),
            (s[bob].id, Some(s[cid].id))
        );
        assert!(!s.has_work());

        // A rollback forgets it all.
        s.rollback().await?;
        assert_eq!(s[o].seller_id, None);
        assert!(!s.is_modified(o)?);
        let dan = s.add(customer::new("Dan"));
        s.set(o, order::seller(), dan)?;
        s.rollback().await?;
        assert!(!s.has_work());

        // What the program writes afterwards wins, and so does taking it away.
        let eve = s.add(customer::new("Eve"));
        s.set(o, order::customer(), eve)?;
        s.set(o, order::seller(), eve)?;
        s.unset(o, order::seller())?;
        s.commit().await?;
        let stored = Order::get(id).one(&db).await?;
        assert_eq!((stored.seller_id, stored.customer_id), (None, s[eve].id));
        assert!(s.unset(o, order::customer()).is_err());
        Ok(())
    });
}

/// A pending row changes its parent, from pending to stored and back.
#[test]
fn a_pending_row_changes_its_parent() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 0).await?;
        let mut s = db.session();
        let ann = s.one(Customer::select()).await?;
        let bob = s.add(customer::new("Bob"));
        let o = s.add(order::new().customer(bob));
        s.set(o, order::customer(), ann)?;
        assert_eq!(s[o].customer_id, s[ann].id);
        s.set(o, order::customer(), bob)?;
        s.link(bob, customer::orders(), [o])?;
        s.set(o, order::seller(), bob)?;
        s.unset(o, order::seller())?;
        s.commit().await?;
        assert_eq!((s[o].customer_id, s[o].seller_id), (s[bob].id, None));
        Ok(())
    });
}

/// A dropped flush loses nothing: keys of lost rows are waited for again.
#[test]
fn keys_of_lost_rows_are_waited_for_again() {
    on_every_engine_owned(async |db: Database| {
        let id = stored(&db, 0).await?;
        let mut s = db.session();
        let o = s.get::<Order>(id).await?;
        let bob = s.add(customer::new("Bob"));
        s.set(o, order::seller(), bob)?;
        s.flush().await?;
        let lost = s[bob].id;
        // Somebody dropped the next query half-way.
        lose(&mut s, o).await;
        if db.dialect() != Dialect::Sqlite {
            Customer::insert(customer::new("takes the key"))
                .run(&db)
                .await?;
        }
        s.commit().await?;
        let stored = Order::get(id).one(&db).await?;
        assert_eq!(stored.seller_id, Some(s[bob].id));
        assert!(s[bob].id >= lost);
        Ok(())
    });
}

/// Begins a flush and drops it. On SQLite it is done by then.
async fn lose(s: &mut Session, o: Handle<Order>) {
    s[o].note = Some("lost".into());
    let flush = std::pin::pin!(s.flush());
    let mut context = Context::from_waker(Waker::noop());
    assert!(!matches!(flush.poll(&mut context), Poll::Ready(Err(_))));
}

/// Owned rows of owned rows.
#[test]
fn what_is_owned_by_an_orphan_goes_with_it() {
    on_every_engine_owned(async |db: Database| {
        stored(&db, 1).await?;
        let mut s = db.session();
        let o = s.one(Order::select().with(order::lines())).await?;
        let l = s.view(o).lines().handles()[0];
        let kept = s.add(remark::new("stored").line(l));
        s.flush().await?;
        let pending = s.add(remark::new("pending").line(l));
        s.unlink(o, order::lines(), [l])?;
        assert_eq!(s.state(pending)?, RowState::Detached);
        s.commit().await?;
        assert_eq!(s.state(kept)?, RowState::Detached);
        assert_eq!(Remark::select().count(&db).await?, 0);
        Ok(())
    });
}
