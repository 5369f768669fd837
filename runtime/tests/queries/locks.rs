use insta::assert_snapshot;
use ormolu::{Dialect, Error, Result};

use crate::models::{Post, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql};

#[test]
fn words_of_locks() {
    let users = || {
        User::select()
            .filter(|u| u.active)
            .order_by(|u| u.id)
            .limit(1)
    };
    assert_snapshot!(sql(users().for_update().skip_locked().select(|u| u.id)));
    assert_snapshot!(sql(users().for_share().no_wait().select(|u| u.id)));
    assert_snapshot!(sql(users().for_update().lock_or_noop().select(|u| u.id)));
    assert_snapshot!(mariadb(users().for_share().no_wait().select(|u| u.id)));
    assert_snapshot!(mariadb(Post::select().for_update().of(|p| p)));
    let of = Post::select()
        .left_join(|p| p.author())
        .for_update()
        .of(|(p, _)| p);
    assert_snapshot!(sql(of.select(|(p, u)| (p.id, u.id))));
}

#[test]
fn what_has_no_rows_to_lock() {
    let message = |query: Result<ormolu::Statement>| query.unwrap_err().to_string();
    let to = Dialect::Postgres;
    let distinct = User::select().distinct().for_update();
    assert_snapshot!(message(distinct.to_sql(to)));
    let counted = User::select().for_update().select(|u| u.id.count());
    assert_snapshot!(message(counted.to_sql(to)));
    let outer = User::select().left_join(|u| u.posts()).for_share();
    assert_snapshot!(message(outer.to_sql(to)));
    assert_snapshot!(message(User::select().skip_locked().to_sql(to)));
    let set = User::select().union(User::select()).for_update();
    assert_snapshot!(message(set.to_sql(to)));
}

#[test]
fn a_locked_row_is_skipped_or_refused() {
    on_engines(|db| async move {
        let first = || User::select().order_by(|u| u.id).limit(1).for_update();
        if db.dialect() == Dialect::Sqlite {
            let refused = first().all(&db).await;
            assert!(matches!(refused, Err(Error::Unsupported { .. })));
            let plain = first().lock_or_noop().one(&db).await?;
            assert_eq!(plain.id, 1);
            return Ok(());
        }
        let mut tx = db.begin().await?;
        let mut other = db.begin().await?;
        assert_eq!(first().select(|u| u.id).one(&mut tx).await?, 1);
        let skipped = first()
            .skip_locked()
            .select(|u| u.id)
            .one(&mut other)
            .await?;
        assert_eq!(skipped, 2);
        let refused = first().no_wait().select(|u| u.id).one(&mut other).await;
        assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
        tx.rollback().await?;
        Ok(())
    });
}

#[test]
fn a_shared_row_can_be_shared_again() {
    on_engines(|db| async move {
        if db.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let shared = || User::select().filter(|u| u.id.eq(1)).for_share().no_wait();
        let mut tx = db.begin().await?;
        let mut other = db.begin().await?;
        assert_eq!(shared().select(|u| u.id).one(&mut tx).await?, 1);
        assert_eq!(shared().select(|u| u.id).one(&mut other).await?, 1);
        tx.rollback().await?;
        Ok(())
    });
}

/// Pages of several statements would lose their locks between them.
#[test]
fn pages_of_locked_rows() {
    on_engines(|db| async move {
        let users = || User::select().for_update().lock_or_noop();
        let locks = db.dialect() != Dialect::Sqlite;
        let outside = users().select(|u| u.id).paginate(1, 2, &db).await;
        let models = users().paginate(1, 2, &db).await;
        if locks {
            let refused = outside.unwrap_err().to_string();
            assert_eq!(
                refused,
                "row locks end with the transaction, and this takes several statements: run it on \
                 a `Transaction`"
            );
            assert!(matches!(models, Err(Error::Invalid(_))));
        } else {
            assert_eq!((outside?.total, models?.total), (3, 3));
        }
        let mut transaction = db.begin().await?;
        let page = users()
            .select(|u| u.id)
            .paginate(2, 2, &mut transaction)
            .await?;
        assert_eq!((page.items, page.total), (vec![3], 3));
        let page = users().paginate(1, 2, &mut transaction).await?;
        assert_eq!((page.items.len(), page.pages), (2, 2));
        if locks && db.dialect() != Dialect::Mysql {
            let held = User::select().filter(|u| u.id.eq(3)).select(|u| u.id);
            let held = held.for_update().no_wait().all(&db).await;
            assert!(held.is_err(), "the rows are locked");
        }
        transaction.commit().await?;
        let keyset = || users().keyset(|u| u.id.asc());
        assert_eq!(keyset().page(2, &db).await?.items.len(), 2);
        let columns = users().select(|u| u.name).keyset(|u| u.id.asc());
        assert_eq!(columns.page(2, &db).await?.items, ["Ann", "Bob"]);
        Ok(())
    });
}
