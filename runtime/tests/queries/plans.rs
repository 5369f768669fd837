use insta::assert_snapshot;
use ormolu::{Dialect, Error, cte, from};

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

/// A value that is compared with a sensitive column shows nowhere, by whatever way the column
/// came there.
#[test]
fn secrets_do_not_show() {
    let secret = ormolu::uuid::Uuid::from_u128(0x5ec2e7);
    let tokens = || Post::select().select(|p| (p.id, p.token));
    let named = cte("named", tokens());
    let texts = [
        from(tokens())
            .filter(|t| t.1.eq(secret))
            .debug_sql(Dialect::Postgres),
        from(&named)
            .filter(|t| t.1.in_([secret]))
            .debug_sql(Dialect::Sqlite),
        Post::select()
            .subquery()
            .filter(|p| !p.token.ne(secret))
            .debug_sql(Dialect::Mariadb),
        tokens()
            .union(tokens())
            .filter(|t| t.1.eq(secret).or(t.0.eq(1)))
            .debug_sql(Dialect::Mysql),
    ];
    for text in texts {
        let text = text.unwrap();
        assert!(text.contains("'***'") && !text.contains("5ec2e7"), "{text}");
    }
    let open = from(Post::select().select(|p| p.id)).filter(|id| id.eq(7));
    assert!(open.debug_sql(Dialect::Postgres).unwrap().ends_with("= 7"));
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
