//! Rows that point at each other.

use behaviour::flush::{Ball, Node, Person, ball, node, person};
use behaviour::on_every_engine_flush;
use ormolu::Database;

use crate::{key_steps, verbs};

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
        let mut expected = vec!["INSERT persons", "INSERT balls"];
        expected.extend(key_steps(&db));
        expected.push("UPDATE persons");
        assert_eq!(verbs(&record), expected);
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
