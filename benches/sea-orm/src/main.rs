//! The workloads in SeaORM, as its guides write them.

use bench_harness::*;
use sea_orm::entity::prelude::*;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, QueryOrder, QuerySelect, Set, TransactionTrait,
};

mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub email: String,
        pub active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::post::Entity")]
        Posts,
    }

    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Posts.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod inserted {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "inserted")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        pub email: String,
        pub active: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub author_id: i64,
        pub title: String,
        pub body: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::user::Entity",
            from = "Column::AuthorId",
            to = "super::user::Column::Id"
        )]
        Author,
        #[sea_orm(has_many = "super::comment::Entity")]
        Comments,
    }

    impl Related<super::user::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Author.def()
        }
    }

    impl Related<super::comment::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Comments.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub post_id: i64,
        pub text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::post::Entity",
            from = "Column::PostId",
            to = "super::post::Column::Id"
        )]
        Post,
    }

    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Post.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

async fn graph(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let users =
        user::Entity::find().filter(user::Column::Id.lte(AUTHORS)).all(db).await?;
    let posts = users.load_many(post::Entity, db).await?;
    let mut loaded = 0;
    let flat: Vec<post::Model> = posts.into_iter().flatten().collect();
    let comments = flat.load_many(comment::Entity, db).await?;
    loaded += comments.iter().map(Vec::len).sum::<usize>();
    Ok(loaded + flat.len())
}

async fn insert(db: &DatabaseConnection, rows: Vec<NewRow>) -> Result<usize, DbErr> {
    let tx = db.begin().await?;
    let rows: Vec<inserted::ActiveModel> = rows
        .into_iter()
        .map(|row| inserted::ActiveModel {
            name: Set(row.name),
            email: Set(row.email),
            active: Set(row.active),
            ..Default::default()
        })
        .collect();
    let mut keys = 0;
    for chunk in rows.chunks(5_000) {
        let stored =
            inserted::Entity::insert_many(chunk.to_vec()).exec_with_returning(&tx).await?;
        keys += stored.len();
    }
    tx.commit().await?;
    Ok(keys)
}

async fn update(db: &DatabaseConnection, round: usize) -> Result<usize, DbErr> {
    let tx = db.begin().await?;
    let rows = user::Entity::find()
        .order_by_asc(user::Column::Id)
        .limit(UPDATES as u64)
        .all(&tx)
        .await?;
    let n = rows.len();
    for row in rows {
        let id = row.id;
        let mut row: user::ActiveModel = row.into();
        row.name = Set(renamed(id, round));
        row.update(&tx).await?;
    }
    tx.commit().await?;
    Ok(n)
}

fn workloads(runtime: &tokio::runtime::Runtime, db: &DatabaseConnection, engine: &'static str) {
    let bench = Bench::new("sea-orm", engine);
    bench.run(Workload::Fetch, |_| {
        runtime.block_on(user::Entity::find().all(db)).expect("fetch").len()
    });
    bench.run(Workload::Lookup, |_| {
        runtime.block_on(async {
            let mut n = 0;
            for id in 1..=LOOKUPS {
                let user = user::Entity::find_by_id(id).one(db).await.expect("lookup");
                n += user.expect("a user").name.len();
            }
            n
        })
    });
    bench.run(Workload::Graph, |_| runtime.block_on(graph(db)).expect("graph"));
    let insert = |rows| runtime.block_on(insert(db, rows)).expect("insert");
    bench.run_with(Workload::Insert, |_| new_rows(), insert);
    bench.run(Workload::Update, |round| runtime.block_on(update(db, round)).expect("update"));
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let mut urls = vec![("sqlite", format!("sqlite://{}?mode=rwc", sqlite_path("sea-orm")), SQLITE)];
    urls.extend(postgres_url().map(|url| ("postgres", url, POSTGRES)));
    for (engine, url, ddl) in urls {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).max_connections(4);
        if engine == "sqlite" {
            options.max_connections(1);
        }
        let db = runtime.block_on(Database::connect(options)).expect("connect");
        for statement in ddl.iter().map(|s| (*s).to_string()).chain(fill()) {
            runtime.block_on(db.execute_unprepared(&statement)).expect("ddl");
        }
        workloads(&runtime, &db, engine);
    }
}
