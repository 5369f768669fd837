use insta::assert_snapshot;
use ormolu::{Dialect, count, cte, from, recursive, recursive_all};

use crate::models::{Post, User};
use crate::running::on_engines;
use crate::support::sql;

/// How many posts an author has.
macro_rules! counts {
    ($name:literal) => {
        cte(
            $name,
            Post::select()
                .group_by(|p| p.author_id)
                .select(|author, _| (author, count())),
        )
    };
}

#[test]
fn used_twice() {
    let top = counts!("top");
    let best = User::select()
        .join_query(&top, |(u, t)| u.id.eq(t.0))
        .filter(|(_, t)| t.1.eq(from(&top).select(|t| t.1.max())))
        .select(|(u, t)| (u.name, t.1));
    assert_snapshot!(sql(best.clone()));
    on_engines(|db| {
        let best = best.clone();
        async move {
            assert_eq!(best.all(&db).await?, [("Ann".into(), 2)]);
            Ok(())
        }
    });
}

#[test]
fn one_on_another_and_in_a_subquery() {
    let counts = counts!("counts").materialized();
    let many = cte("many", from(&counts).filter(|c| c.1.gt(1))).not_materialized();
    let query = User::select().filter(|u| u.id.in_(from(&many).select(|m| m.0)));
    assert_snapshot!(sql(query.select(|u| u.name)));
    // Another query of the same name, and one with the name of a table.
    let posts = cte("posts", Post::select().filter(|p| p.id.gt(1)));
    let other = counts!("counts");
    let query = from(&counts)
        .join_query(&other, |(a, b)| a.0.eq(b.0))
        .join_query(&posts, |(a, _, p)| a.0.eq(p.author_id))
        .select(|(a, b, p)| (a.1, b.1, p.title));
    assert_snapshot!(sql(query));
}

#[test]
fn recursion() {
    let bosses = recursive("bosses", User::select().filter(|u| u.id.eq(3)), |below| {
        User::select().join_query(below, |(u, b)| u.id.eq(b.boss_id))
    });
    assert_snapshot!(sql(from(&bosses).select(|u| u.name)));
    let depth = recursive_all(
        "levels",
        User::select()
            .filter(|u| u.boss_id.is_null())
            .select(|u| (u.id, u.name, u.age - u.age)),
        |level| {
            from(level)
                .join_on::<User>(|(l, u)| u.boss_id.eq(l.0))
                .select(|(l, u)| (u.id, u.name, l.2 + 1))
        },
    );
    assert_snapshot!(sql(from(&depth).order_by(|l| (l.2, l.0))));
    on_engines(|db| {
        let (bosses, depth) = (bosses.clone(), depth.clone());
        async move {
            let found = from(&bosses).order_by(|u| u.id.desc()).all(&db).await?;
            let names: Vec<_> = found.iter().map(|u| u.row().name.clone()).collect();
            assert_eq!(names, ["Cid", "Ann"]);
            let expected = [
                (1, "Ann".into(), 0),
                (2, "Bob".into(), 1),
                (3, "Cid".into(), 1),
            ];
            let levels = from(&depth).order_by(|l| (l.2, l.0));
            assert_eq!(levels.all(&db).await?, expected);
            Ok(())
        }
    });
}

/// Text that grows from step to step is not cut to the length it began with.
#[test]
fn recursion_over_growing_text() {
    let growing = recursive(
        "growing",
        User::select()
            .filter(|u| u.id.eq(1))
            .select(|u| (u.id, u.name)),
        |g| {
            from(g)
                .join_on::<Post>(|(g, p)| p.id.eq(g.0 + 1))
                .select(|(_, p)| (p.id, p.title))
        },
    );
    assert_snapshot!(sql(from(&growing)));
    on_engines(|db| {
        let growing = growing.clone();
        async move {
            db.execute_script(&["update users set name = 'A'"]).await?;
            let rows = from(&growing).order_by(|g| g.0).all(&db).await?;
            assert_eq!(
                rows,
                [(1, "A".into()), (2, "Two".into()), (3, "one".into())]
            );
            Ok(())
        }
    });
}

/// Text that is put together from step to step is not cut off, nor refused as too long.
#[test]
fn recursion_that_builds_a_path() {
    let path = recursive_all(
        "path",
        User::select()
            .filter(|u| u.id.eq(1))
            .select(|u| (u.id, u.name)),
        |path| {
            from(path)
                .join_on::<User>(|(p, u)| u.id.eq(p.0 + 1))
                .select(|(p, u)| (u.id, p.1.concat("/".repeat(90)).concat(u.name)))
        },
    );
    let path = from(&path).order_by(|p| p.0.desc()).select(|p| p.1);
    assert_snapshot!(sql(path.clone()));
    on_engines(|db| {
        let path = path.clone();
        async move {
            let rows = path.all(&db).await?;
            assert_eq!(rows[0].replace('/', ""), "AnnBobCid");
            assert_eq!(rows[0].len(), 189);
            Ok(())
        }
    });
}

/// A cycle ends a recursion by `UNION`.
#[test]
fn recursion_over_a_cycle() {
    on_engines(|db| async move {
        db.execute_script(&["update users set boss_id = 3 where id = 1"])
            .await?;
        let ring = recursive(
            "ring",
            User::select()
                .filter(|u| u.id.eq(1))
                .select(|u| (u.id, u.boss_id)),
            |r| {
                User::select()
                    .join_query(r, |(u, r)| u.id.eq(r.1))
                    .select(|(u, _)| (u.id, u.boss_id))
            },
        );
        let ids = from(&ring).order_by(|r| r.0).select(|r| r.0);
        assert_eq!(ids.all(&db).await?, [1, 3]);
        assert_eq!(from(&ring).count(&db).await?, 2);
        assert!(from(&ring).exists(&db).await?);
        Ok(())
    });
}

#[test]
fn a_step_outside_of_its_recursion() {
    let mut stolen = None;
    let _ = recursive("r", User::select().select(|u| u.id), |step| {
        stolen = Some(from(step));
        from(step)
    });
    let error = stolen.unwrap().to_sql(Dialect::Sqlite).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the rows of a recursive CTE's step are used outside of it; use the CTE itself"
    );
}
