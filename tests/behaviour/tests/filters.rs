//! Filters and orders that clients choose, and projections.

use behaviour::models::sample::SampleFilter;
use behaviour::models::{Color, Post, User, UserCard, UserFilter, UserLine, UserOrder, user};
use behaviour::{blog, on_every_engine};
use ormolu::serde::Deserialize;
use ormolu::serde::de::value::{Error as ReadError, MapDeserializer};
use ormolu::{Database, Filter, RangeFilter, Result, TextFilter, from};

/// Reads `a=1&b.ge=2` as a web framework does: keys and values are text.
fn read<'a, T: Deserialize<'a>>(query: &'a str) -> Result<T, ReadError> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    T::deserialize(MapDeserializer::new(
        pairs.filter_map(|pair| pair.split_once('=')),
    ))
}

async fn three(db: &Database) -> Result<()> {
    let mut s = db.session();
    s.add(user::new("Ann").nick("a_n"));
    s.add(user::new("Bob").active(false));
    s.add(user::new("Anton").nick("ant"));
    s.commit().await?;
    Ok(())
}

#[test]
fn each_operator_filters() {
    on_every_engine(async |db: Database| {
        three(&db).await?;
        let names = async |query: &str| {
            let filter: UserFilter = read(query).unwrap();
            let users = User::select().matching(filter).order_by(|u| u.id);
            let names = users.select(|u| u.name).all(&db).await.unwrap();
            names.join(" ")
        };
        let expected = [
            ("", "Ann Bob Anton"),
            ("name=Ann", "Ann"),
            ("name.eq=Ann", "Ann"),
            ("name.ne=Ann", "Bob Anton"),
            ("name.ge=Anton&name.lt=Bob", "Anton"),
            ("name.in=Ann&name.in=Bob&name.in=Eve", "Ann Bob"),
            ("name.contains=nt", "Anton"),
            ("name.starts_with=An&id.gt=1", "Anton"),
            ("nick.contains=_", "Ann"),
            ("nick.contains=%", ""),
            ("nick.is_null=true", "Bob"),
            ("nick.is_null=false", "Ann Anton"),
            ("nick.ne=ant", "Ann"),
            ("active=false", "Bob"),
            ("id.in=3&id.in=1", "Ann Anton"),
            ("id.le=2&active=true", "Ann"),
            ("name=' OR 1=1 --", ""),
        ];
        for (query, rows) in expected {
            assert_eq!(names(query).await, rows, "{query}");
        }
        Ok(())
    });
}

#[test]
fn filters_are_made_in_the_program_too() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 2, 0).await?;
        let filter = UserFilter {
            id: RangeFilter {
                ge: Some(2),
                ..Default::default()
            },
            name: TextFilter {
                in_: Some(vec!["user 2".into(), "user 9".into()]),
                ..Default::default()
            },
            ..Default::default()
        };
        let posts = Post::select()
            .join(|p| p.author())
            .filter(|(_, u)| filter.clone().on(u))
            .count(&db)
            .await?;
        let users = User::select().matching(filter).count(&db).await?;
        let named = User::select()
            .filter(|u| u.name.eq("user 2"))
            .count(&db)
            .await?;
        assert_eq!((users, posts), (named, named * 2));
        let nobody = UserFilter {
            id: RangeFilter {
                in_: Some(vec![]),
                ..Default::default()
            },
            ..Default::default()
        };
        assert_eq!(User::select().matching(nobody).count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn values_of_every_type_are_read() {
    let query = "flag=true&tiny.lt=5&big.gt=-9000000000&dword=7&double.le=1e3&price.ge=9.90\
                 &short.starts_with=a&day=2024-02-29&clock.lt=12:30:00\
                 &local.ge=2024-02-29T12:30:00&moment.gt=2024-02-29T12:30:00Z\
                 &token=00000000-0000-0000-0000-000000000007&maybe_doc.is_null=true&color.in=red\
                 &color.in=blue&maybe_int.is_null=true&maybe_color.ne=green";
    let filter: SampleFilter = read(query).unwrap();
    assert_eq!(filter.color.in_, Some(vec![Color::Red, Color::Blue]));
    assert_eq!(filter.price.ge, Some("9.90".parse().unwrap()));
    on_every_engine(async |db: Database| {
        let count = behaviour::models::Sample::select()
            .matching(filter.clone())
            .count(&db);
        assert_eq!(count.await?, 0);
        Ok(())
    });
}

#[test]
fn json_is_read_too() {
    let filter: UserFilter = ormolu::serde_json::from_str(
        r#"{"id.in": [1, 2], "name": "Ann", "active": true, "nick.is_null": false}"#,
    )
    .unwrap();
    assert_eq!(filter.id.in_, Some(vec![1, 2]));
    assert_eq!(filter.name, "Ann".to_owned().into());
    assert_eq!(filter.active, true.into());
    assert_eq!(filter.nick.is_null, Some(false));
}

#[test]
fn what_does_not_fit_is_refused() {
    let refused = |query: &str| read::<UserFilter>(query).unwrap_err().to_string();
    let long: String = (0..101).map(|n| format!("id.in={n}&")).collect();
    let messages = [
        (
            "mail=x",
            "`mail`: not a column to filter by; there are `id`, `name`, `nick`, `active`",
        ),
        (
            "active.lt=true",
            "`active.lt`: the column has no such operator; it has `eq`, `ne`, `in`",
        ),
        (
            "active.is_null=true",
            "`active.is_null`: the column has no such operator; it has `eq`, `ne`, `in`",
        ),
        ("id=1&id.eq=2", "`id.eq`: given twice"),
        (
            "id=x",
            "`id`: `x` is not a whole number in the range of the column",
        ),
        (
            "id=9223372036854775808",
            "`id`: `9223372036854775808` is not a whole number in the range of the column",
        ),
        ("active=yes", "`active`: `yes` is not `true` or `false`"),
        (&long, "`id.in`: a list has at most 100 values"),
    ];
    for (query, message) in messages {
        assert_eq!(refused(query), message);
    }
    let list = (0..1000).collect::<Vec<_>>();
    let json = ormolu::serde_json::json!({ "id.in": list });
    let error = ormolu::serde_json::from_value::<UserFilter>(json).unwrap_err();
    assert_eq!(error.to_string(), "`id.in`: a list has at most 100 values");
    let json = ormolu::serde_json::json!({ "name": null });
    let error = ormolu::serde_json::from_value::<UserFilter>(json).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`name`: invalid type: null, expected a value"
    );
}

#[test]
fn orders_are_chosen_from_a_list() {
    on_every_engine(async |db: Database| {
        three(&db).await?;
        let orders = ["-active", "name"].map(|text| text.parse::<UserOrder>());
        assert!(orders[0].is_err(), "truth values are no order to choose");
        let order: UserOrder = "-name".parse().unwrap();
        assert_eq!(order, UserOrder::NameDesc);
        let names = User::select().order_by(|u| order.on(u)).select(|u| u.name);
        assert_eq!(names.all(&db).await?, ["Bob", "Anton", "Ann"]);
        let page = User::select().keyset(|u| order.on(u)).page(1, &db).await?;
        assert_eq!(page.items[0].name, "Bob");
        Ok(())
    });
    let unknown = "name; drop table users".parse::<UserOrder>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "`name; drop table users` is not a value of UserOrder"
    );
    let texts: Vec<_> = UserOrder::ALL.iter().map(|order| order.as_str()).collect();
    assert_eq!(texts, ["id", "-id", "name", "-name", "nick", "-nick"]);
}

#[test]
fn projections_are_structs_of_some_columns() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 0).await?;
        let record = db.record();
        let cards = User::select().order_by(|u| u.id).select_as::<UserCard>();
        let cards = cards.all(&db).await?;
        assert_eq!(cards[1].id, 2);
        let sql = &record.statements()[0].sql;
        assert!(!sql.contains("nick") && !sql.contains("active"), "{sql}");

        // One as a part of a row, beside what is computed.
        let rows = User::select()
            .order_by(|u| u.id.desc())
            .select(|u| (UserCard::of(u), u.posts().count(), UserLine::of(u)));
        let (card, posts, line) = rows.first(&db).await?.unwrap();
        assert_eq!((card, posts), (cards[1].clone(), 2));
        let json = ormolu::serde_json::to_string(&line).unwrap();
        assert_eq!(json, r#"{"id":2,"nick":null}"#);

        // A whole row beside what is computed.
        let (whole, posts) = User::select()
            .filter(|u| u.id.eq(1))
            .select(|u| (u, u.posts().count()))
            .one(&db)
            .await?;
        assert_eq!((whole.name, posts), (cards[0].name.clone(), 2));

        let page = User::select()
            .select_as::<UserCard>()
            .keyset(|u| u.id.desc());
        let page = page.page(1, &db).await?;
        assert_eq!(page.items, cards[1..]);

        // As the rows of a subquery.
        let newest = || User::select().order_by(|u| u.id.desc()).limit(1);
        let again = from(newest().select(|u| (u.id, UserCard::of(u)))).select(|s| (s.1, s.0));
        assert_eq!(again.all(&db).await?, [(cards[1].clone(), 2)]);
        let joined = User::select()
            .left_join_query(newest().select(|u| (u.id, UserCard::of(u))), |(u, s)| {
                u.id.eq(s.0)
            })
            .order_by(|(u, _)| u.id)
            .select(|(_, s)| s.1);
        assert_eq!(joined.all(&db).await?, [None, Some(cards[1].clone())]);

        // One column is no tuple.
        let id: i64 = User::select()
            .filter(|u| u.id.eq(2))
            .select(|u| u.id)
            .one(&db)
            .await?;
        let none: Option<i64> = User::select()
            .filter(|u| u.id.eq(9))
            .select(|u| u.id)
            .optional(&db)
            .await?;
        assert_eq!((id, none), (2, None));
        Ok(())
    });
}
