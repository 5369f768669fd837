//! The order of tables and rows, and which go together.

use behaviour::flush::{Node, Plain, clerk, dept, node, plain};
use behaviour::models::{post, user};
use behaviour::{on_every_engine, on_every_engine_flush};
use ormolu::session::StepKind;
use ormolu::{Database, Dialect};

use crate::{key_steps, verbs};

/// B40: parents and children go in by one statement each, and out children first; children that
/// are let go become NULL by one UPDATE.
#[test]
fn b40_parents_and_children_go_in_and_out_in_order() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let record = db.record();
        let ann = s.add(user::new("Ann"));
        let posts = s.add_all([post::new("a").author(ann), post::new("b").author(ann)]);
        s.commit().await?;
        let mut expected = vec!["INSERT users", "INSERT posts"];
        expected.extend(key_steps(&db));
        assert_eq!(verbs(&record), expected);
        record.clear();
        posts.iter().for_each(|post| s[*post].author_id = None);
        s.delete(ann)?;
        let plan = s.plan();
        let steps: Vec<_> = plan
            .steps()
            .iter()
            .map(|s| (s.kind(), s.model(), s.rows()))
            .collect();
        assert_eq!(
            steps,
            [(StepKind::Update, "Post", 2), (StepKind::Delete, "User", 1)]
        );
        assert_eq!(plan.steps()[0].columns(), ["author_id"]);
        assert_eq!(
            plan.to_string(),
            "update posts (author_id): 2\ndelete users: 1\n"
        );
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE posts", "DELETE users"]);
        record.clear();
        let bob = s.add(user::new("Bob"));
        let post = s.add(post::new("c").author(bob));
        s.commit().await?;
        s.delete(bob)?;
        s.delete(post)?;
        s.commit().await?;
        let out = verbs(&record);
        assert_eq!(out[2..], ["DELETE posts", "DELETE users"]);
        Ok(())
    });
}

/// B41: rows with keys of their own that say nothing of each other still go table by table;
/// those of one table go in the order they were added, in one batch.
#[test]
fn b41_unlinked_rows_go_in_the_order_of_their_tables() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let record = db.record();
        s.add(clerk::new("C").id(1).dept("a"));
        s.add(dept::new("a", "A"));
        s.add(dept::new("b", "B").above("a"));
        s.add(dept::new("c", "C").above("b"));
        s.commit().await?;
        assert_eq!(verbs(&record), ["INSERT depts", "INSERT clerks"]);
        let mut s = db.session();
        record.clear();
        let new = |id: i64| {
            let new = node::new(format!("n{id}")).id(id);
            if id == 1 { new } else { new.parent(id / 2) }
        };
        let nodes = s.add_all((1..=4).map(new));
        s.commit().await?;
        assert_eq!(verbs(&record), ["INSERT nodes"]);
        assert_eq!(
            nodes.iter().map(|n| s[*n].id).collect::<Vec<_>>(),
            [1, 2, 3, 4]
        );
        Ok(())
    });
}

/// B43: rows go together that leave the same columns to the database, wherever they stand
/// (SQLAlchemy: six statements for eleven rows; here one for each set of columns).
#[test]
fn b43_inserts_are_batched_by_their_columns() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let record = db.record();
        for text in ["t1", "t2"] {
            s.add(plain::new().text(text));
        }
        for id in [30, 40, 50] {
            s.add(plain::new().text(format!("t{id}")).id(id));
        }
        s.add(plain::new().text("t6"));
        for id in [70, 80] {
            s.add(plain::new().text(format!("t{id}")).id(id).stored("own"));
        }
        s.add(plain::new().text("t9").stored("own"));
        for id in [100, 110] {
            s.add(plain::new().text(format!("t{id}")).id(id));
        }
        let rows: Vec<usize> = s.plan().steps().iter().map(|step| step.rows()).collect();
        assert_eq!(rows, [3, 5, 2, 1]);
        s.commit().await?;
        // Without RETURNING the steps of counted keys are asked twice, and what else the database
        // filled in is read by a statement for each of two sets.
        let expected = match db.dialect() {
            Dialect::Mysql => 8,
            _ => 4,
        };
        assert_eq!(record.count(), expected, "{:?}", verbs(&record));
        let own = Plain::select()
            .filter(|p| p.stored.eq("own"))
            .count(&db)
            .await?;
        let server = Plain::select()
            .filter(|p| p.stored.eq("server"))
            .count(&db)
            .await?;
        assert_eq!((own, server), (3, 8));
        Ok(())
    });
}

/// B46: a row that is gone is an error for UPDATE and DELETE, with the numbers; a DELETE may be
/// told that it does not matter.
#[test]
fn b46_rows_that_are_gone_are_errors() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let rows = s.add_all(["a", "b", "c"].map(node::new));
        s.commit().await?;
        Node::delete().key(s[rows[1]].id).run(&db).await?;
        for row in &rows {
            s[*row].name.push('!');
        }
        let error = s.commit().await.unwrap_err();
        let stale = error.stale().unwrap_or_else(|| panic!("{error}"));
        assert_eq!(stale.key.as_deref(), Some("id = 2"));
        assert_eq!((stale.model, stale.expected, stale.matched), ("Node", 3, 2));
        assert!(stale.is_gone());
        s.rollback().await?;
        s.delete(rows[1])?;
        let error = s.commit().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "Node (id = 2) is gone: it was deleted or got another key meanwhile (expected 1 \
             row(s), matched 0)"
        );
        // Why the session failed is said again, until it is rolled back.
        let again = s.commit().await.unwrap_err();
        assert!(
            again.to_string().contains("Node (id = 2) is gone"),
            "{again}"
        );
        s.rollback().await?;
        for row in rows {
            s.delete_if_there(row)?;
        }
        s.commit().await?;
        assert_eq!(Node::select().count(&db).await?, 0);
        Ok(())
    });
}
