use ormolu::query::{JoinKind, RowShape};
use ormolu::{Kind, count, from, projection, values};

use crate::models::{Post, STATUS, User};
use crate::running::on_engines;

#[test]
fn columns_and_tables_of_a_query() {
    let query = User::select()
        .left_join(|u| u.posts())
        .select(|(u, p)| (u.name, u.bio, p.status, u.posts().count(), (u.id, p.token)));
    let description = query.describe();
    let columns: Vec<_> = description
        .columns
        .iter()
        .map(|c| (&c.name[..], c.kind, c.nullable, c.origin, c.sensitive))
        .collect();
    let expected = [
        ("name", Kind::Text, false, Some(("users", "name")), false),
        ("bio", Kind::Text, true, Some(("users", "bio")), false),
        (
            "status",
            Kind::Named(&STATUS),
            true,
            Some(("posts", "status")),
            false,
        ),
        ("c4", Kind::I64, false, None, false),
        ("id", Kind::I64, false, Some(("users", "id")), false),
        ("token", Kind::Uuid, true, Some(("posts", "token")), true),
    ];
    assert_eq!(columns, expected);
    let tables: Vec<_> = description
        .tables
        .iter()
        .map(|t| (t.name, t.is_table, t.join))
        .collect();
    assert_eq!(
        tables,
        [("users", true, None), ("posts", true, Some(JoinKind::Left))]
    );
}

#[test]
fn models_and_other_sources() {
    let users = User::select().describe();
    assert_eq!(users.columns.len(), 6);
    assert_eq!(users.columns[1].origin, Some(("users", "name")));
    assert!(users.columns[5].nullable);
    let whole = Post::select()
        .left_join(|p| p.author())
        .select(|(_, u)| u)
        .describe();
    assert!(whole.columns.iter().all(|column| column.nullable));
    let list = from(values([(1, Some("a".to_owned()))])).describe();
    assert_eq!(
        (list.tables[0].name, list.tables[0].is_table),
        ("list", false)
    );
    assert_eq!(
        list.columns.iter().map(|c| c.nullable).collect::<Vec<_>>(),
        [false, true]
    );
}

projection! {
    /// An author with what they wrote.
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) struct Author {
        pub(crate) name: String,
        /// How many posts.
        posts: i64,
        r#type: Option<String>,
    }
}

projection! {
    #[derive(Debug, PartialEq)]
    struct Line {
        author: Author,
        first: Option<Post>,
    }
}

#[test]
fn a_struct_as_a_row() {
    let cells = ("Ann".to_owned(), 2, None);
    let ann = Author::of_cells(cells);
    assert_eq!((&ann.name[..], ann.posts, &ann.r#type), ("Ann", 2, &None));
    on_engines(|db| async move {
        let authors = || {
            User::select()
                .order_by(|u| u.id)
                .select(|u| Author::of(u.name, u.posts().count(), u.bio))
        };
        let rows: Vec<Author> = authors().all(&db).await?;
        assert_eq!(rows[0], Author::of_cells(("Ann".into(), 2, None)));
        let names = authors().describe().columns;
        assert_eq!(
            names.iter().map(|c| c.nullable).collect::<Vec<_>>(),
            [false, false, true]
        );
        let busy = from(authors().limit(2)).filter(|a| a.1.gt(1));
        assert_eq!(busy.clone().count(&db).await?, 1);
        assert_eq!(
            busy.all(&db).await?,
            [Author::of_cells(("Ann".into(), 2, None))]
        );
        let lines = User::select()
            .left_join_where(|u| u.posts(), |(_, p)| p.id.eq(1))
            .order_by(|(u, _)| u.id)
            .select(|(u, p)| Line::of(Author::of(u.name, u.posts().count(), u.bio), p));
        let lines: Vec<Line> = lines.all(&db).await?;
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].first.as_ref().map(|p| &p.title[..]), Some("One"));
        assert_eq!(lines[1].author.name, "Bob");
        assert_eq!(lines[1].first, None);
        let grouped = Post::select()
            .join(|p| p.author())
            .group_by(|(_, u)| (u.name, u.bio))
            .order_by(|key, _| key.0)
            .select(|(name, bio), _| Author::of(name, count(), bio));
        let grouped = grouped.all(&db).await?;
        assert_eq!(
            grouped[1],
            Author::of_cells(("Bob".into(), 1, Some("b".into())))
        );
        Ok(())
    });
}
