//! The order of a flush between rows, and the states after it.
#![allow(clippy::unwrap_used)]

use behaviour::flush::{
    Ball, Clerk, Dept, Item, Nation, Node, Person, Plain, Street, Town, ball, clerk, dept, item,
    nation, node, person, plain, street, town,
};
use behaviour::models::{Post, User, post, user};
use behaviour::typed::author;
use behaviour::{
    Prefs, Sealed, blog, on_every_engine, on_every_engine_flush, on_every_engine_typed,
};
use ormolu::session::{RowState, StepKind};
use ormolu::{Database, Recorder};

/// The statements so far, as verbs with tables.
fn verbs(record: &Recorder) -> Vec<String> {
    let verb = |sql: &str| {
        let sql = sql.replace(['`', '"'], "");
        let mut words = sql.split_whitespace();
        match words.next() {
            Some("WITH") => sql[sql.find("UPDATE").unwrap()..]
                .split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" "),
            Some("UPDATE") => format!("UPDATE {}", words.next().unwrap()),
            Some(verb) => format!("{verb} {}", words.nth(1).unwrap()),
            None => String::new(),
        }
    };
    record.statements().iter().map(|s| verb(&s.sql)).collect()
}

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
        assert_eq!(verbs(&record), ["INSERT users", "INSERT posts"]);
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
        assert_eq!(record.count(), 4);
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

/// B47: NULL, nothing and a default are three things, in a new row and in a change.
#[test]
fn b47_null_is_not_nothing() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let nothing = s.add(plain::new());
        let none = None::<String>;
        let null = plain::new().text(none.clone()).given(none.clone());
        let null = s.add(null.stored(none));
        let own = s.add(plain::new().text("a").given("b").stored("c").number(0));
        s.commit().await?;
        let mut check = Vec::new();
        for row in [nothing, null, own] {
            let stored = Plain::get(s[row].id).one(&db).await?;
            assert_eq!(s[row], *stored);
            let Plain {
                text,
                given,
                stored,
                number,
                ..
            } = (*stored).clone();
            check.push((text, given, stored, number));
        }
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            check,
            [
                (None, text("rust"), text("server"), 5),
                (None, None, None, 5),
                (text("a"), text("b"), text("c"), 0),
            ]
        );
        let record = db.record();
        s[own].stored = text("c");
        s[own].text = None;
        s[null].text = None;
        assert_eq!(s.changes(own)?.len(), 1);
        assert_eq!(s.changes(own)?[0].to_string(), "text: \"a\" -> NULL");
        assert_eq!(s.original(own)?.text.as_deref(), Some("a"));
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}

/// B47: values of types of the program are compared by what they are, and written when they
/// differ.
#[test]
fn b47_an_unchanged_value_of_an_own_type_is_not_written() {
    on_every_engine_typed(async |db: Database| {
        let mut s = db.session();
        let prefs = Prefs {
            dark: true,
            topics: vec!["rust".into()],
        };
        let new = author::new("a@x", "Ann", prefs.clone(), Sealed("s".into()));
        let ann = s.add(new);
        s.commit().await?;
        let record = db.record();
        s[ann].prefs.0 = prefs;
        s[ann].sealed = Sealed("s".into());
        assert!(!s.has_work());
        s[ann].nick = "Anna".into();
        s[ann].sealed = Sealed("t".into());
        assert_eq!(s.modified_columns(ann)?, ["nick", "sealed"]);
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}

/// B49: rows that point at each other go in with one key NULL, which an UPDATE fills; on the way
/// out it becomes NULL first.
#[test]
fn b49_circles_are_opened_by_an_update() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let record = db.record();
        let ann = s.add(person::new("Ann"));
        let balls = s.add_all([ball::new().owner(ann), ball::new().owner(ann).color("blue")]);
        s.set(ann, person::favorite(), balls[1])?;
        assert_eq!(
            s.plan().to_string(),
            "insert persons: 1\ninsert balls: 2\nupdate persons (favorite_id): 1\n"
        );
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            ["INSERT persons", "INSERT balls", "UPDATE persons"]
        );
        let stored = Person::get(s[ann].id).one(&db).await?;
        assert_eq!(stored.favorite_id, Some(s[balls[1]].id));
        assert_eq!(s[ann].favorite_id, stored.favorite_id);

        record.clear();
        s.delete(ann)?;
        for ball in balls {
            s.delete(ball)?;
        }
        s.commit().await?;
        assert_eq!(record.count(), 3, "{:?}", verbs(&record));
        assert!(verbs(&record)[0].starts_with("UPDATE"));
        assert_eq!(Ball::select().count(&db).await?, 0);

        // In one table: a row that was added later, and a circle of three.
        record.clear();
        let [a, b, c] = ["a", "b", "c"].map(|name| s.add(node::new(name)));
        s.set(a, node::parent(), b)?;
        s.set(b, node::parent(), c)?;
        s.set(c, node::parent(), a)?;
        s.commit().await?;
        assert_eq!(
            verbs(&record).last().map(String::as_str),
            Some("UPDATE nodes")
        );
        for (child, parent) in [(a, b), (b, c), (c, a)] {
            let stored = Node::get(s[child].id).one(&db).await?;
            assert_eq!(stored.parent_id, Some(s[parent].id));
        }
        for row in [a, b, c] {
            s.delete(row)?;
        }
        s.commit().await?;
        assert_eq!(Node::select().count(&db).await?, 0);

        // A row that points at itself.
        let own = s.add(node::new("own"));
        s.set(own, node::parent(), own)?;
        s.commit().await?;
        assert_eq!(
            Node::get(s[own].id).one(&db).await?.parent_id,
            Some(s[own].id)
        );
        s.delete(own)?;
        s.commit().await?;
        Ok(())
    });
}

/// B49: a tree goes out from its leaves, a level at a time.
#[test]
fn b49_the_deepest_rows_go_first() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let root = s.add(node::new("root"));
        let mut rows = vec![root];
        for n in 0..3 {
            let child = s.add(node::new(format!("child {n}")).parent(root));
            rows.extend([child, s.add(node::new(format!("leaf {n}")).parent(child))]);
        }
        s.commit().await?;
        let record = db.record();
        for row in rows {
            s.delete(row)?;
        }
        assert_eq!(
            s.plan().to_string(),
            "delete nodes: 3\ndelete nodes: 3\ndelete nodes: 1\n"
        );
        s.commit().await?;
        assert_eq!(record.count(), 3);
        assert_eq!(Node::select().count(&db).await?, 0);
        Ok(())
    });
}

/// B50: a key that changes takes the rows along that point at it: the database passes it on, and
/// memory follows, over two tables.
#[test]
fn b50_a_changed_key_is_followed() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let france = s.add(nation::new("fr", "France"));
        let paris = s.add(town::new("Paris").nation(france));
        let rivoli = s.add(street::new("Rivoli").town(paris));
        s.commit().await?;
        let record = db.record();
        s[france].code = "fra".into();
        s[paris].mayor = Some("Anne".into());
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE nations", "UPDATE towns"]);
        assert_eq!(s[paris].nation_code, "fra");
        assert_eq!(s[rivoli].nation_code, "fra");
        assert!(!s.has_work());
        let count = record.count();
        assert_eq!(s.get::<Nation>("fra").await?, france);
        assert_eq!(
            s.get::<Town>(("fra".to_owned(), "Paris".to_owned()))
                .await?,
            paris
        );
        assert_eq!(record.count(), count, "known under the new keys");
        let stored = Town::get("fra", "Paris").one(&db).await?;
        assert_eq!(stored.mayor.as_deref(), Some("Anne"));
        assert_eq!(Street::select().one(&db).await?.nation_code, "fra");

        // B53: a rollback takes it back, here and there.
        s[france].code = "x".into();
        s.flush().await?;
        assert_eq!(s[rivoli].nation_code, "x");
        s.rollback().await?;
        assert_eq!(s[france].code, "fra");
        assert_eq!(
            (
                s[paris].nation_code.as_str(),
                s[rivoli].nation_code.as_str()
            ),
            ("fra", "fra")
        );
        assert_eq!(s.get::<Nation>("fra").await?, france);
        assert!(s.get_optional::<Nation>("x").await?.is_none());
        s[paris].mayor = None;
        s.commit().await?;
        Ok(())
    });
}

/// B50: where the database does not pass a key on, the session does.
#[test]
fn b50_the_session_passes_a_changed_key_on() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let top = s.add(dept::new("top", "Top"));
        let sub = s.add(dept::new("sub", "Sub").above(top));
        let ann = s.add(clerk::new("Ann").dept(top));
        s.add(clerk::new("Bob").dept(sub));
        s.commit().await?;
        // One that the session does not know.
        Clerk::insert(clerk::new("Cid").dept("top"))
            .run(&db)
            .await?;
        let record = db.record();
        s[top].code = "head".into();
        s[top].name = "Head".into();
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "INSERT depts",
                "UPDATE clerks",
                "UPDATE depts",
                "DELETE depts"
            ]
        );
        assert_eq!(s[ann].dept_code, "head");
        assert_eq!(s[sub].above_code.as_deref(), Some("head"));
        let moved = Clerk::select()
            .filter(|c| c.dept_code.eq("head"))
            .count(&db)
            .await?;
        assert_eq!((moved, Dept::select().count(&db).await?), (2, 2));
        assert_eq!(Dept::get("head").one(&db).await?.name, "Head");
        Ok(())
    });
}

/// B50: a key goes from one row to the next, and two rows trade theirs, with all that points at
/// them.
#[test]
fn b50_keys_move_between_rows() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let [a, b] = ["a", "b"].map(|code| s.add(nation::new(code, code)));
        let [in_a, in_b] = [a, b].map(|nation| s.add(town::new("T").nation(nation)));
        s.commit().await?;
        // A chain needs no more than its order.
        let record = db.record();
        s[a].code = "b".into();
        s[b].code = "c".into();
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE nations", "UPDATE nations"]);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["b", "c"]
        );

        // A trade parks one of the two.
        record.clear();
        s[a].code = "c".into();
        s[b].code = "b".into();
        assert_eq!(
            s.plan().to_string(),
            "update nations (code), for others to take: 1\nupdate nations (code): 1\n\
             update nations (code): 1\n"
        );
        s.commit().await?;
        assert_eq!(record.count(), 3);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["c", "b"]
        );
        for (nation, town) in [(a, in_a), (b, in_b)] {
            let stored = Nation::get(s[nation].code.as_str()).one(&db).await?;
            assert_eq!(stored.name, s[nation].name);
            assert_eq!(s.get::<Nation>(stored.code.as_str()).await?, nation);
            assert_eq!(
                s.get::<Town>((stored.code.clone(), "T".to_owned())).await?,
                town
            );
        }

        // And back, by a rollback.
        s[a].code = "b".into();
        s[b].code = "c".into();
        s.flush().await?;
        s.rollback().await?;
        assert_eq!([s[a].code.as_str(), s[b].code.as_str()], ["c", "b"]);
        assert_eq!(s.get::<Nation>("c").await?, a);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["c", "b"]
        );

        // The same where the session passes the keys on.
        let [x, y] = ["x", "y"].map(|code| s.add(dept::new(code, code)));
        let [of_x, of_y] = [x, y].map(|dept| s.add(clerk::new("C").dept(dept)));
        s.commit().await?;
        s[x].code = "y".into();
        s[y].code = "x".into();
        s.commit().await?;
        for (dept, clerk) in [(x, of_x), (y, of_y)] {
            assert_eq!(
                Clerk::get(s[clerk].id).one(&db).await?.dept_code,
                s[dept].code
            );
            assert_eq!(s[clerk].dept_code, s[dept].code);
        }
        assert_eq!(Dept::get("x").one(&db).await?.name, "y");
        Ok(())
    });
}

/// Unique values move: along a list, in a circle, to a new row from one that goes or changes.
#[test]
fn unique_values_move_between_rows() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let rows: Vec<_> = (0..5)
            .map(|n| s.add(item::new(1, n, format!("{n}"))))
            .collect();
        s.commit().await?;
        let order = async |db: &Database| -> ormolu::Result<String> {
            let items = Item::select().order_by(|i| i.place.asc()).all(db).await?;
            Ok(items.iter().map(|i| i.text.clone()).collect())
        };
        // The first goes to the end, all others one up.
        let record = db.record();
        for (n, row) in rows.iter().enumerate() {
            s[*row].place = (n as i32 + 4) % 5;
        }
        s.commit().await?;
        assert_eq!(order(&db).await?, "12340");
        assert_eq!(
            record.count() - 1,
            6,
            "one is parked; the others wait for each other"
        );
        // A new row takes the place of one that goes, with its tag.
        s[rows[2]].tag = Some("best".into());
        s.commit().await?;
        let place = s[rows[2]].place;
        s.delete(rows[2])?;
        s.add(item::new(1, place, "new").tag("best"));
        s.commit().await?;
        assert_eq!(order(&db).await?, "1n340".replace('n', "new"));
        // And of one that moves on.
        s[rows[3]].place = 9;
        s.add(item::new(1, 2, "N"));
        s.commit().await?;
        assert_eq!(order(&db).await?, "1newN403");
        Ok(())
    });
}

/// A new row with the key of one that is deleted is what becomes of it (SQLAlchemy: row switch).
#[test]
fn a_new_row_takes_the_place_of_a_deleted_one() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let old = s.add(nation::new("fr", "France"));
        let town = s.add(town::new("Paris").nation(old));
        s.commit().await?;
        s.delete(town)?;
        s.delete(old)?;
        let new = s.add(nation::new("fr", "Gaul"));
        let record = db.record();
        assert_eq!(
            s.plan().to_string(),
            "update nations (name), not deleted: 1\ndelete towns: 1\n"
        );
        s.flush().await?;
        assert_eq!(record.count(), 2);
        assert_eq!(s.get::<Nation>("fr").await?, new);
        assert_eq!(
            (s.state(old)?, s.state(new)?),
            (RowState::Deleted, RowState::Persistent)
        );
        assert_eq!(Nation::get("fr").one(&mut s).await?.name, "Gaul");
        s.rollback().await?;
        assert_eq!(
            (s.state(old)?, s.state(new)?),
            (RowState::Persistent, RowState::Detached)
        );
        assert_eq!(s.get::<Nation>("fr").await?, old);
        assert_eq!(s[old].name, "France");
        s.delete(old)?;
        s.delete(town)?;
        let new = s.add(nation::new("fr", "Gaul"));
        s.commit().await?;
        assert_eq!(
            (s.state(old)?, s[new].name.as_str()),
            (RowState::Detached, "Gaul")
        );
        assert_eq!(Nation::select().count(&db).await?, 1);
        Ok(())
    });
}

/// B52: what failed within a savepoint is taken back to it, and the session goes on; what was
/// done before is there, and rows that nobody touched are not read again.
#[test]
fn b52_a_failed_flush_goes_back_to_its_savepoint() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let mut s = db.session();
        let clean = s.one(Post::select()).await?;
        let ann = s.add(user::new("Ann"));
        s.savepoint("outer").await?;
        let in_outer = s.add(user::new("Outer"));
        s.savepoint("inner").await?;
        let twice = s.add(user::new("Ann"));
        let error = s.flush().await.unwrap_err();
        assert!(error.is_unique_violation(), "{error}");
        let again = s.flush().await.unwrap_err();
        assert!(
            again.to_string().contains("can only be rolled back"),
            "{again}"
        );
        s.rollback_to("inner").await?;
        assert_eq!(s.state(twice)?, RowState::Detached);
        assert_eq!(s.state(in_outer)?, RowState::Persistent);
        s.add(user::new("Inner"));
        s.flush().await?;
        s.rollback_to("outer").await?;
        assert_eq!(s.state(in_outer)?, RowState::Detached);
        assert_eq!(s.state(ann)?, RowState::Persistent);
        let record = db.record();
        assert_eq!(s[clean].title, "post 001.1");
        assert_eq!(
            s.get::<Post>(s[clean].id).await?,
            s.get::<Post>(s[clean].id).await?
        );
        assert_eq!(record.count(), 0);
        s.commit().await?;
        let names = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let names: Vec<_> = names.iter().map(|u| u.name.clone()).collect();
        assert_eq!(names, ["user 1", "Ann"]);

        // Without a savepoint all of it is taken back.
        s.add(user::new("Bob"));
        s.add(user::new("Ann"));
        assert!(s.commit().await.is_err());
        s.rollback().await?;
        let bob = s.add(user::new("Bob"));
        s.commit().await?;
        assert_eq!(s.state(bob)?, RowState::Persistent);
        Ok(())
    });
}

/// B53: a rollback restores states, keys, links of memory and what a cascade took.
#[test]
fn b53_a_rollback_restores_states_and_keys() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 2, 1).await?;
        let mut s = db.session();
        let ann = s.one(User::select()).await?;
        let posts = s.all(Post::select().order_by(|p| p.id.asc())).await?;
        let (first, second) = (posts[0], posts[1]);
        let added = s.add(post::new("added").author(ann));
        s[first].title = "changed".into();
        s.delete(second)?;
        s.flush().await?;
        s.delete(ann)?;
        s.flush().await?;
        assert_eq!(s[first].author_id, None, "the database set it to NULL");
        s.rollback().await?;
        assert_eq!(s.state(added)?, RowState::Detached);
        for (state, what) in [(s.state(ann)?, "user"), (s.state(second)?, "post")] {
            assert_eq!(state, RowState::Persistent, "{what}");
        }
        assert_eq!(s[first].author_id, Some(s[ann].id));
        assert_eq!(s[first].title, "post 001.1");
        let record = db.record();
        assert_eq!(
            s.get::<User>(s[ann].id).await?,
            s.get::<User>(s[ann].id).await?
        );
        assert_eq!(record.count(), 0);
        assert!(!s.has_work());
        s[first].title = "after".into();
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}
