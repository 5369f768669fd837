//! Plans in two migrations on real engines: programs of before and of after write between them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use migrations::{Failure, apply, create, dialect, pulled, schema};
use ormolu::driver::{Access, Rows};
use ormolu::{Database, Statement};
use ormolu_migrate::{
    Answer, ExpandContract, Options, Plan, Question, diff, expand_contract, script,
};
use ormolu_schema::ir::{Dialect, Schema, TableName};
use testkit::{Engine, TestDatabase};

/// A database on the way from one schema to another.
struct Way {
    engine: Engine,
    database: TestDatabase,
    db: Database,
    plans: ExpandContract,
}

impl Way {
    async fn new(engine: Engine, before: &Schema, after: &Schema, renames: Vec<Question>) -> Way {
        let answers = renames.into_iter().map(|question| Answer {
            question,
            renamed: true,
        });
        let options = Options {
            answers: answers.collect(),
            online: true,
        };
        let plans = expand_contract(before, after, dialect(engine), &options, &[]).unwrap();
        let database = engine.database().await;
        let db = Database::connect(database.url()).await.unwrap();
        create(&db, before, dialect(engine)).await.unwrap();
        Way {
            engine,
            database,
            db,
            plans,
        }
    }

    fn dialect(&self) -> Dialect {
        dialect(self.engine)
    }

    async fn run(&self, sql: &str) -> Result<(), ormolu::Error> {
        let mut connection = self.db.connection(Access::Write).await?;
        connection.execute_script(&[sql]).await
    }

    /// One column, the rows in the order of their keys.
    async fn column(&self, sql: &str) -> Vec<Option<String>> {
        let mut connection = self.db.connection(Access::Read).await.unwrap();
        let mut rows = Rows::<(Option<String>,)>::new();
        let kind = match self.dialect().family() {
            Dialect::Mysql => "CHAR",
            _ => "TEXT",
        };
        let sql = sql.replace("TEXT", kind);
        let statement = Statement::new(sql, Vec::new());
        connection.fetch(&statement, &mut rows).await.unwrap();
        rows.into_vec().into_iter().map(|(value,)| value).collect()
    }

    async fn go(&self, plan: &Plan, back: bool, to: &Schema) {
        let steps = if back { &plan.down } else { &plan.up };
        let sql: Vec<&String> = steps.iter().flat_map(|step| &step.statements).collect();
        let told = script(&sql);
        if let Err(Failure(why)) = apply(&self.db, steps, self.dialect()).await {
            panic!("{why}\n{told}");
        }
        let other = self.engine.database().await;
        let wanted = Database::connect(other.url()).await.unwrap();
        create(&wanted, to, self.dialect()).await.unwrap();
        let (wanted, found) = (
            pulled(other.url()).await.unwrap(),
            pulled(self.database.url()).await.unwrap(),
        );
        let left = diff(&found, &wanted, self.dialect()).unwrap();
        assert!(left.is_empty(), "left {:#?}\n{told}", left.up);
    }
}

fn texts(all: &[Option<&str>]) -> Vec<Option<String>> {
    all.iter().map(|text| text.map(str::to_owned)).collect()
}

fn column(table: &str, from: &str, to: &str) -> Question {
    Question::Column {
        table: TableName {
            namespace: None,
            name: table.to_owned(),
        },
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

const MAIL: &str = "
ormolu: 1
models:
  User:
    table: users
    columns:
      id: { type: int, primary_key: true }
      mail: { type: string(60), unique: true }
      nick: string(20)?
      city: { type: string(20), default: Rome }
    checks: { mail_is_short: length(mail) < 50 }
    indexes: [nick]
";

const EMAIL: &str = "
ormolu: 1
models:
  User:
    table: users
    columns:
      id: { type: int, primary_key: true }
      email: { type: string(60), unique: true }
      nickname: string(20)?
      town: { type: string(20), default: Rome }
    checks: { mail_is_short: length(email) < 50 }
    indexes: [nickname]
";

async fn renamed_columns(engine: Engine) {
    let (before, after) = (schema(MAIL), schema(EMAIL));
    let renames = vec![
        column("users", "mail", "email"),
        column("users", "nick", "nickname"),
        column("users", "city", "town"),
    ];
    let way = Way::new(engine, &before, &after, renames).await;
    let ExpandContract {
        between,
        expand,
        contract,
    } = &way.plans;
    let losses = |plan: &Plan| -> Vec<String> {
        let steps = plan.up.iter().chain(&plan.down);
        steps.flat_map(|step| step.lossy.clone()).collect()
    };
    assert_eq!(losses(expand), Vec::<String>::new());
    assert_eq!(losses(contract), Vec::<String>::new());

    way.run("INSERT INTO users (id, mail, nick) VALUES (1, 'a@b', 'ann'), (2, 'b@b', NULL)")
        .await
        .unwrap();
    way.go(expand, false, between).await;
    // A program of before, and one of after.
    way.run("INSERT INTO users (id, mail, nick, city) VALUES (3, 'c@b', 'cid', 'Bern')")
        .await
        .unwrap();
    way.run("INSERT INTO users (id, mail) VALUES (4, 'd@b')")
        .await
        .unwrap();
    way.run("INSERT INTO users (id, email, nickname) VALUES (5, 'e@b', 'eve')")
        .await
        .unwrap();
    way.run("UPDATE users SET mail = 'A@b', city = 'Oslo' WHERE id = 1")
        .await
        .unwrap();
    way.run("UPDATE users SET email = 'B@b', nickname = 'bob' WHERE id = 2")
        .await
        .unwrap();
    way.run("UPDATE users SET nickname = NULL WHERE id = 3")
        .await
        .unwrap();
    way.run("UPDATE users SET nick = NULL WHERE id = 5")
        .await
        .unwrap();
    let mails = texts(&[
        Some("A@b"),
        Some("B@b"),
        Some("c@b"),
        Some("d@b"),
        Some("e@b"),
    ]);
    let nicks = texts(&[Some("ann"), Some("bob"), None, None, None]);
    let towns = texts(&[
        Some("Oslo"),
        Some("Rome"),
        Some("Bern"),
        Some("Rome"),
        Some("Rome"),
    ]);
    for (columns, wanted) in [
        (["mail", "email"], &mails),
        (["nick", "nickname"], &nicks),
        (["city", "town"], &towns),
    ] {
        for column in columns {
            let found = way
                .column(&format!("SELECT {column} FROM users ORDER BY id"))
                .await;
            assert_eq!(&found, wanted, "{column}");
        }
    }
    // What was refused stays refused.
    for refused in [
        "INSERT INTO users (id, mail) VALUES (6, NULL)",
        "INSERT INTO users (id, nickname) VALUES (6, 'x')",
        "INSERT INTO users (id, email) VALUES (6, 'c@b')",
        "UPDATE users SET mail = NULL WHERE id = 1",
        "UPDATE users SET email = NULL WHERE id = 1",
    ] {
        assert!(way.run(refused).await.is_err(), "{refused}");
    }

    way.go(contract, false, &after).await;
    way.run("INSERT INTO users (id, email) VALUES (6, 'f@b')")
        .await
        .unwrap();
    way.go(contract, true, between).await;
    way.run("UPDATE users SET mail = 'g@b' WHERE id = 6")
        .await
        .unwrap();
    way.run("INSERT INTO users (id, email, town) VALUES (7, 'h@b', 'Kyiv')")
        .await
        .unwrap();
    way.go(expand, true, &before).await;
    assert_eq!(
        way.column("SELECT mail FROM users ORDER BY id").await,
        [mails, texts(&[Some("g@b"), Some("h@b")])].concat()
    );
    assert_eq!(
        way.column("SELECT city FROM users ORDER BY id").await,
        [towns, texts(&[Some("Rome"), Some("Kyiv")])].concat()
    );
}

const PRICE: &str = "
ormolu: 1
models:
  Item:
    table: items
    columns:
      id: { type: int, primary_key: true }
      price: numeric(8, 2)
      code: int?
    indexes: [{ columns: [price], name: ix_price }]
";

const CENTS: &str = "
ormolu: 1
models:
  Item:
    table: items
    columns:
      id: { type: int, primary_key: true }
      price: int
      code: text?
    indexes: [{ columns: [price], name: ix_price }]
";

async fn changed_types(engine: Engine) {
    let (before, after) = (schema(PRICE), schema(CENTS));
    let way = Way::new(engine, &before, &after, Vec::new()).await;
    let ExpandContract {
        between,
        expand,
        contract,
    } = &way.plans;
    way.run("INSERT INTO items (id, price, code) VALUES (1, '3.70', 7), (2, '4.00', NULL)")
        .await
        .unwrap();
    way.go(expand, false, between).await;
    let all = |name: &'static str| format!("SELECT CAST({name} AS TEXT) FROM items ORDER BY id");
    // Filling the new form does not round the old one.
    assert_eq!(
        way.column(&all("price")).await,
        texts(&[Some("3.70"), Some("4.00")])
    );
    assert_eq!(
        way.column(&all("price_new")).await,
        texts(&[Some("4"), Some("4")])
    );
    way.run("UPDATE items SET price = '9.20', code = 8 WHERE id = 1")
        .await
        .unwrap();
    way.run("UPDATE items SET price_new = 5 WHERE id = 2")
        .await
        .unwrap();
    way.run("INSERT INTO items (id, price, code) VALUES (3, '1.10', 9)")
        .await
        .unwrap();
    assert_eq!(
        way.column(&all("price_new")).await,
        texts(&[Some("9"), Some("5"), Some("1")])
    );
    assert_eq!(
        way.column(&all("code_new")).await,
        texts(&[Some("8"), None, Some("9")])
    );
    let old = way
        .column("SELECT CAST(price * 10 AS TEXT) FROM items ORDER BY id")
        .await;
    let old: Vec<String> = old.into_iter().flatten().collect();
    let old: Vec<f64> = old.iter().map(|text| text.parse().unwrap()).collect();
    assert_eq!(old, [92.0, 50.0, 11.0]);
    way.go(contract, false, &after).await;
    assert_eq!(
        way.column(&all("price")).await,
        texts(&[Some("9"), Some("5"), Some("1")])
    );
    way.go(contract, true, between).await;
    way.go(expand, true, &before).await;
    let back = way
        .column("SELECT CAST(price + 0 AS TEXT) FROM items ORDER BY id")
        .await;
    let back: Vec<f64> = back
        .into_iter()
        .map(|text| text.unwrap().parse().unwrap())
        .collect();
    assert_eq!(back, [9.0, 5.0, 1.0]);
    assert_eq!(
        way.column(&all("code")).await,
        texts(&[Some("8"), None, Some("9")])
    );
}

const POSTS: &str = "
ormolu: 1
dialects: [postgres, mysql]
models:
  User:
    table: users
    columns: { id: { type: int, primary_key: true } }
  Post:
    table: posts
    columns:
      id: { type: int, primary_key: true, identity: true }
      title: string(40)
      draft: bool
      author: { references: User }
";

const ARTICLES: &str = "
ormolu: 1
dialects: [postgres, mysql]
models:
  User:
    table: users
    columns: { id: { type: int, primary_key: true } }
  Post:
    table: articles
    columns:
      id: { type: int, primary_key: true, identity: true }
      title: string(40)
      writer: { references: User }
";

async fn renamed_table(engine: Engine) {
    let (before, after) = (schema(POSTS), schema(ARTICLES));
    let name = |name: &str| TableName {
        namespace: None,
        name: name.to_owned(),
    };
    let renames = vec![
        Question::Table {
            from: name("posts"),
            to: name("articles"),
        },
        column("articles", "author_id", "writer_id"),
    ];
    let way = Way::new(engine, &before, &after, renames).await;
    let ExpandContract {
        between,
        expand,
        contract,
    } = &way.plans;
    way.run("INSERT INTO users (id) VALUES (1), (2)")
        .await
        .unwrap();
    way.run("INSERT INTO posts (title, draft, author_id) VALUES ('a', false, 1)")
        .await
        .unwrap();
    way.go(expand, false, between).await;
    way.run("INSERT INTO posts (title, draft, author_id) VALUES ('b', true, 2)")
        .await
        .unwrap();
    way.run("INSERT INTO articles (title, writer_id) VALUES ('c', 1)")
        .await
        .unwrap();
    way.run("UPDATE posts SET author_id = 2 WHERE title = 'a'")
        .await
        .unwrap();
    assert!(way.run("UPDATE posts SET author_id = 7").await.is_err());
    let writers = texts(&[Some("2"), Some("2"), Some("1")]);
    assert_eq!(
        way.column("SELECT CAST(writer_id AS TEXT) FROM articles ORDER BY title")
            .await,
        writers
    );
    assert_eq!(
        way.column("SELECT CAST(author_id AS TEXT) FROM posts ORDER BY title")
            .await,
        writers
    );
    way.go(contract, false, &after).await;
    assert!(way.run("DELETE FROM posts").await.is_err());
    way.go(contract, true, between).await;
    way.go(expand, true, &before).await;
    assert_eq!(
        way.column("SELECT CAST(author_id AS TEXT) FROM posts ORDER BY title")
            .await,
        writers
    );
}

const LINES: &str = "
ormolu: 1
models:
  Order:
    table: orders
    columns:
      id: { type: int, primary_key: true }
      line_1: string(40)
      line_2: string(40)
";

/// Triggers are called after the table and the new name, which are longer than a name may be.
async fn names_that_begin_alike(engine: Engine) {
    let (before, after) = (
        schema(LINES),
        schema(&LINES.replace("line_", "shipping_address_line_")),
    );
    let renames = ["line_1", "line_2"]
        .map(|line| column("orders", line, &format!("shipping_address_{line}")));
    let way = Way::new(engine, &before, &after, renames.into()).await;
    let ExpandContract {
        between,
        expand,
        contract,
    } = &way.plans;
    way.go(expand, false, between).await;
    way.run("INSERT INTO orders (id, line_1, line_2) VALUES (1, 'a', 'b')")
        .await
        .unwrap();
    way.run("UPDATE orders SET shipping_address_line_2 = 'c'")
        .await
        .unwrap();
    let all = "SELECT line_1 FROM orders UNION ALL SELECT shipping_address_line_1 FROM orders \
               UNION ALL SELECT line_2 FROM orders";
    let wanted = texts(&[Some("a"), Some("a"), Some("c")]);
    assert_eq!(way.column(all).await, wanted);
    way.go(contract, false, &after).await;
    way.go(contract, true, between).await;
    assert_eq!(way.column(all).await, wanted);
    way.go(expand, true, &before).await;
}

macro_rules! on_engines {
    ($($name:ident on $($engine:ident)*;)*) => {$(
        mod $name {
            $(#[test]
            #[allow(non_snake_case, reason = "an engine's name")]
            fn $engine() {
                testkit::run(super::Engine::$engine, |_| super::$name(super::Engine::$engine));
            })*
        }
    )*};
}

on_engines! {
    renamed_columns on Sqlite Postgres Mariadb;
    changed_types on Sqlite Postgres Mariadb;
    names_that_begin_alike on Sqlite Postgres Mariadb;
    renamed_table on Postgres Mariadb;
}
