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
