use insta::assert_snapshot;
use ormolu::{Dialect, Error};

use crate::models::{Post, User};
use crate::running::on_engines;

#[test]
fn text_for_people() {
    let query = User::select()
        .filter(|u| u.name.eq("O'Hara").and(u.age.gt(30)).and(u.id.in_([1, 2])))
        .filter(|u| u.posts().any(|p| p.token.eq(ormolu::uuid::Uuid::nil())))
        .limit(3)
        .select(|u| (u.id, u.bio.or_value("none")));
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb] {
        assert_snapshot!(query.debug_sql(dialect).unwrap());
    }
    let long = Post::select().filter(|p| p.title.eq("x".repeat(300)));
    let text = long.select(|p| p.id).debug_sql(Dialect::Postgres).unwrap();
    assert!(text.ends_with("xxx…'") && text.len() < 400, "{text}");
}

#[test]
fn plans() {
    on_engines(|db| async move {
        let query = || {
            User::select()
                .join(|u| u.posts())
                .filter(|(u, _)| u.id.eq(1))
        };
        let plan = query().explain(&db).await?;
        assert!(!plan.analyzed);
        assert_eq!(plan.dialect, db.dialect());
        let text = plan.to_string().to_lowercase();
        assert!(text.contains("users") && text.contains("posts"), "{text}");
        let analyzed = query().select(|(u, _)| u.id).explain_analyze(&db).await;
        match db.dialect() {
            Dialect::Sqlite => assert!(matches!(analyzed, Err(Error::Unsupported { .. }))),
            Dialect::Postgres => assert!(analyzed?.text.contains("actual time")),
            _ => assert!(analyzed?.text.contains("r_rows")),
        }
        Ok(())
    });
}
