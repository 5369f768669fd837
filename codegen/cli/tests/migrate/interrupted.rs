//! The runner is killed wherever it happens to be, on every engine and either way: `status` tells the
//! truth, and `up` or `down` goes on. A failed test prints the seed of its moments, and
//! `ORMOLU_KILL_SEED` repeats them.

use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ormolu::Database;
use ormolu::serde_json::{Value, from_str};
use testkit::{Engine, TestDatabase};

use crate::folder::{Project, column};

const TIMES: usize = 50;
const TABLES: usize = 6;

/// Moments between 0 and 1, by SplitMix64.
struct Moments(u64);

impl Moments {
    fn seeded() -> Self {
        let seed = match std::env::var("ORMOLU_KILL_SEED") {
            Ok(text) => text.parse().unwrap(),
            Err(_) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .subsec_nanos(),
        };
        println!("ORMOLU_KILL_SEED={seed} repeats this");
        Moments(u64::from(seed))
    }

    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = u32::try_from((z ^ (z >> 31)) >> 32).unwrap();
        f64::from(bits) / f64::from(u32::MAX)
    }
}

/// Migrations with tables, columns, indexes and rows, so that each statement leaves a trace.
fn history(url: &str, engine: Engine) -> Project {
    let project = Project::on(url, "ormolu: 1\n");
    project.ok("init");
    let (concurrently, alone) = match engine == Engine::Postgres {
        true => ("CONCURRENTLY", "-- ormolu:step transaction=false\n"),
        false => ("", ""),
    };
    for table in 0..TABLES {
        let up = format!(
            "CREATE TABLE t{table} (id integer PRIMARY KEY, a integer);\n\
             INSERT INTO t{table} VALUES (1, 1), (2, 2);\n\
             ALTER TABLE t{table} ADD COLUMN b integer;\n\
             {alone}CREATE INDEX {concurrently} i{table} ON t{table} (b);\n\
             -- ormolu:step\n\
             UPDATE t{table} SET b = a + 1;\n\
             -- ormolu:step repeat\n\
             DELETE FROM t{table} WHERE a = 2;\n"
        );
        let of_table = match engine == Engine::Mariadb {
            true => format!(" ON t{table}"),
            false => String::new(),
        };
        let down = format!(
            "{alone}DROP INDEX {concurrently} i{table}{of_table};\n\
             -- ormolu:step\n\
             ALTER TABLE t{table} DROP COLUMN b;\n\
             DROP TABLE t{table};\n"
        );
        project.migration(&format!("table{table}"), &up, &down);
    }
    project
}

async fn sum(db: &Database, sql: &str) -> i64 {
    column::<Option<i64>>(db, sql).await[0].unwrap_or_default()
}

/// How many statements of a table's migration are done, by what is there: up, and down.
async fn done(db: &Database, engine: Engine, table: usize) -> (u64, u64) {
    let there = match engine {
        Engine::Sqlite => [
            format!("sqlite_master WHERE name = 't{table}'"),
            format!("pragma_table_info('t{table}') WHERE name = 'b'"),
            format!("sqlite_master WHERE name = 'i{table}'"),
        ],
        Engine::Postgres => [
            format!("pg_tables WHERE tablename = 't{table}'"),
            format!("information_schema.columns WHERE table_name = 't{table}' AND column_name = 'b'"),
            format!("pg_index WHERE indexrelid = to_regclass('i{table}') AND indisvalid"),
        ],
        Engine::Mariadb => ["tables", "columns", "statistics"].map(|of| {
            let part = match of {
                "columns" => " AND column_name = 'b'".to_owned(),
                "statistics" => format!(" AND index_name = 'i{table}'"),
                _ => String::new(),
            };
            format!(
                "information_schema.{of} WHERE table_schema = database() AND table_name = 't{table}'{part}"
            )
        }),
    };
    let mut is_there = [false; 3];
    for (is, from) in is_there.iter_mut().zip(there) {
        *is = sum(db, &format!("SELECT count(*) FROM {from}")).await > 0;
    }
    let rows = async |more: &str| sum(db, &format!("SELECT count(*) FROM t{table}{more}")).await;
    match is_there {
        [false, ..] => (0, 3),
        [_, false, _] if rows("").await == 0 => (1, 2),
        [_, false, _] => (2, 2),
        [.., false] => (3, 1),
        _ if rows(" WHERE b IS NULL").await > 0 => (4, 0),
        _ if rows("").await == 2 => (5, 0),
        _ => (6, 0),
    }
}

/// What `status` says of the migrations, and what of that is not as it is.
async fn told(project: &Project, db: &Database, engine: Engine) -> (Vec<String>, Vec<String>) {
    let status: Value = from_str(&project.ok("status --json")).unwrap();
    let (mut states, mut wrong) = (Vec::new(), Vec::new());
    for table in 0..TABLES {
        let said = &status[0]["migrations"][table];
        let state = said["state"].as_str().unwrap();
        let noted = said["statements_done"].as_u64().unwrap_or_default();
        // A step that repeats is noted once it changed nothing.
        let may_be = said["statement_begun"] == true || (state, noted) == ("half-applied", 5);
        let (up, down) = done(db, engine, table).await;
        let (least, is) = match state {
            "pending" => (0, up),
            "applied" => (6, up),
            "half-applied" => (noted, up),
            "half-down" => (noted, down),
            _ => panic!("{status}"),
        };
        if is != least && !(may_be && is == least + 1) {
            wrong.push(format!("{said}: up {up}, down {down}"));
        }
        states.push(state.to_owned());
    }
    (states, wrong)
}

fn kill_and_go_on(engine: Engine) {
    testkit::run(engine, async |database: TestDatabase| {
        let project = history(database.url(), engine);
        let db = Database::connect(database.url()).await.unwrap();
        let ways = [("up", "applied"), ("down base", "pending")].map(|(way, end)| {
            let started = Instant::now();
            project.ok(way);
            (way, end, started.elapsed())
        });
        let mut interrupted = 0;
        let mut moments = Moments::seeded();
        for nth in 0..TIMES {
            let (way, end, whole) = ways[nth % 2];
            let by_row = engine == Engine::Mariadb && nth % 4 >= 2;
            let way = format!("{way}{}", if by_row { " --lock-row" } else { "" });
            let mut command = project.command(&way);
            let mut child = command.stdout(Stdio::null()).spawn().unwrap();
            std::thread::sleep(whole.mul_f64(moments.next()));
            child.kill().unwrap();
            child.wait().unwrap();

            let (mut states, mut wrong) = told(&project, &db, engine).await;
            // The server may still be at the last statement.
            for _ in 0..50 {
                if wrong.is_empty() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
                (states, wrong) = told(&project, &db, engine).await;
            }
            assert!(wrong.is_empty(), "{way}, kill {nth}: {wrong:?}");
            interrupted += usize::from(states.iter().any(|state| state != end));
            project.ok(&way);
            let (states, wrong) = told(&project, &db, engine).await;
            assert!(wrong.is_empty(), "{way} after kill {nth}: {wrong:?}");
            assert!(states.iter().all(|state| state == end), "{states:?}");
            if engine == Engine::Postgres {
                let broken = sum(&db, "SELECT count(*) FROM pg_index WHERE NOT indisvalid").await;
                assert_eq!(broken, 0, "no index stays behind invalid");
            }
        }
        assert!(
            interrupted > TIMES / 3,
            "{interrupted} of {TIMES} kills came in time"
        );
    });
}

#[test]
fn killed_at_fifty_points_sqlite() {
    kill_and_go_on(Engine::Sqlite);
}

#[test]
fn killed_at_fifty_points_postgres() {
    kill_and_go_on(Engine::Postgres);
}

#[test]
fn killed_at_fifty_points_mariadb() {
    kill_and_go_on(Engine::Mariadb);
}
