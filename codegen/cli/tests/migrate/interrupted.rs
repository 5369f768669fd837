//! The runner is killed wherever it happens to be, on every engine: `status` tells the truth, and
//! `up` goes on. A failed test prints the seed of its moments, and `ORMOLU_KILL_SEED` repeats them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ormolu::Database;
use testkit::{Engine, TestDatabase};

use crate::folder::{Project, column};

const TIMES: u32 = 50;
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
fn history(url: &str) -> Project {
    let project = Project::on(url, "ormolu: 1\n");
    project.ok("init");
    let concurrently = match url.starts_with("postgres") {
        true => "-- ormolu:step transaction=false\nCREATE INDEX CONCURRENTLY",
        false => "CREATE INDEX",
    };
    for table in 0..TABLES {
        let up = format!(
            "CREATE TABLE t{table} (id integer PRIMARY KEY, a integer);\n\
             INSERT INTO t{table} VALUES (1, 1), (2, 2);\n\
             ALTER TABLE t{table} ADD COLUMN b integer;\n\
             {concurrently} i{table} ON t{table} (b);\n\
             -- ormolu:step\n\
             UPDATE t{table} SET b = a + 1;\n\
             -- ormolu:step repeat\n\
             DELETE FROM t{table} WHERE a = 2;\n"
        );
        project.migration(
            &format!("table{table}"),
            &up,
            &format!("DROP TABLE t{table}"),
        );
    }
    project
}

async fn sum(db: &Database, sql: &str) -> i64 {
    column::<Option<i64>>(db, sql).await[0].unwrap_or_default()
}

fn kill_and_go_on(engine: Engine) {
    testkit::run(engine, async |database: TestDatabase| {
        let project = history(database.url());
        let db = Database::connect(database.url()).await.unwrap();
        let started = std::time::Instant::now();
        project.ok("up");
        let whole = started.elapsed();
        project.ok("down base");
        let mut interrupted = 0;
        let mut moments = Moments::seeded();
        for nth in 0..TIMES {
            let mut child = project
                .command("up")
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(whole.mul_f64(moments.next()));
            child.kill().unwrap();
            child.wait().unwrap();

            let status = project.ok("status");
            interrupted += u32::from(status.contains("to apply"));
            assert!(
                !status.contains("edited") && !status.contains("unknown"),
                "{status}"
            );
            for table in 0..TABLES {
                if status.contains(&format!("applied      {}", project.ids()[table])) {
                    let rows =
                        sum(&db, &format!("SELECT count(*) FROM t{table} WHERE b = 2")).await;
                    assert_eq!(rows, 1, "`status` says that it is done: {status}");
                }
            }
            project.ok("up");
            project.ok("status --check");
            for table in 0..TABLES {
                let rows = sum(&db, &format!("SELECT count(*) FROM t{table} WHERE b = 2")).await;
                let all = sum(&db, &format!("SELECT count(*) FROM t{table}")).await;
                assert_eq!((rows, all), (1, 1), "table {table} after kill {nth}");
            }
            if engine == Engine::Postgres {
                let broken = sum(&db, "SELECT count(*) FROM pg_index WHERE NOT indisvalid").await;
                assert_eq!(broken, 0, "no index stays behind invalid");
            }
            project.ok("down base");
            tokio::time::sleep(Duration::from_millis(1)).await;
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
