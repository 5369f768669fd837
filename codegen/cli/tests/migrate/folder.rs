use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use ormolu::{Access, Database, FromRow, Rows, Statement};
use testkit::Engine;

/// A project in a folder of its own.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    pub(crate) url: String,
}

pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Project {
    pub(crate) fn new(schema: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("app.db").display());
        let project = Project { folder, url };
        project.write("schema.yaml", schema);
        project
    }

    pub(crate) fn on(url: &str, schema: &str) -> Self {
        Project {
            url: url.to_owned(),
            ..Project::new(schema)
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ormolu"));
        command
            .current_dir(self.folder.path())
            .env("DATABASE_URL", &self.url)
            .arg("migrate")
            .args(line.split_whitespace());
        command
    }

    pub(crate) fn run(&self, line: &str) -> Answer {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(line).output().unwrap();
        Answer {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// What a command prints that must work.
    pub(crate) fn ok(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.code, 0, "{line}: {}{}", answer.out, answer.err);
        answer.out
    }

    /// What a command says that must not work.
    pub(crate) fn fails(&self, line: &str, code: i32) -> String {
        let answer = self.run(line);
        assert_eq!(answer.code, code, "{line}: {}{}", answer.out, answer.err);
        answer.err
    }

    /// The ids of the migrations, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let listed = fs::read_dir(self.path("migrations")).unwrap();
        let mut ids: Vec<String> = listed
            .map(|item| item.unwrap())
            .filter(|item| item.path().is_dir())
            .map(|item| item.file_name().into_string().unwrap())
            .collect();
        ids.sort();
        ids
    }

    /// A migration written by hand.
    pub(crate) fn migration(&self, message: &str, up: &str, down: &str) -> String {
        let dialect = self.url.split(':').next().unwrap();
        let made = self.ok(&format!("new {message} --dialects {dialect}"));
        let folder = made.trim().to_owned();
        self.write(&format!("{folder}/up.sql"), up);
        self.write(&format!("{folder}/down.sql"), down);
        self.run("check --write");
        folder.trim_start_matches("migrations/").to_owned()
    }
}

/// A script without its first line, which is for the engine's own client.
pub(crate) fn without_client_line(script: &str) -> &str {
    match script.split_once('\n') {
        Some((".bail on" | "\\set ON_ERROR_STOP on", rest)) => rest,
        _ => panic!("no line for the client: {script}"),
    }
}

/// What an engine's own client makes of a script: whether it came to its end, and what it said.
/// None where this machine does not have it.
pub(crate) fn client(program: &str, arguments: &[&str], script: &str) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    let spawned = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        eprintln!("SKIPPED: no {program}");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    // One that stops early does not read the rest.
    let _ = input.write_all(script.as_bytes());
    drop(input);
    let done = child.wait_with_output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    Some((done.status.success(), said))
}

/// What a schema calls the engine.
pub(crate) fn dialect(engine: Engine) -> String {
    match engine {
        Engine::Mariadb => "mysql".to_owned(),
        other => other.to_string(),
    }
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work)
}

/// The values of one column.
pub(crate) async fn column<T>(db: &Database, sql: &str) -> Vec<T>
where
    (T,): FromRow,
{
    let mut connection = db.connection(Access::Write).await.unwrap();
    let mut rows = Rows::<(T,)>::new();
    let statement = Statement::new(sql.to_owned(), Vec::new());
    connection.fetch(&statement, &mut rows).await.unwrap();
    rows.into_vec().into_iter().map(|(value,)| value).collect()
}
