use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What it takes to start the server of an engine.
pub(crate) trait Program {
    fn name(&self) -> &'static str;
    /// Whom it runs as: database servers refuse to be root.
    fn account(&self) -> Account;
    /// The signal that stops it.
    fn stop_signal(&self) -> &'static str;
    /// Starts it with fresh data in `folder` and waits until it answers. Its process.
    fn start(&self, folder: &Path, port: u16, account: &Account) -> Result<u32, String>;
}

/// The port of the shared server, which is started if it is not running. It keeps running at
/// least as long as this process.
///
/// # Panics
/// If the server cannot be started.
pub(crate) fn port_of(program: &impl Program) -> u16 {
    // The files hold the locks that say "in use".
    static SERVERS: Mutex<Option<HashMap<&str, (u16, File)>>> = Mutex::new(None);
    let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
    let servers = servers.get_or_insert_default();
    if let Some((port, _)) = servers.get(program.name()) {
        return *port;
    }
    match share(program) {
        Ok((port, lock)) => {
            servers.insert(program.name(), (port, lock));
            port
        }
        Err(error) => panic!("cannot start {}: {error}", program.name()),
    }
}

fn share(program: &impl Program) -> Result<(u16, File), String> {
    let home = home(program.name())?;
    let starting = open_lock(&home.join("start.lock"))?;
    starting.lock().map_err(|error| error.to_string())?;
    // Waits while the watchdog is stopping the server, and keeps it from doing so afterwards.
    let users = open_lock(&home.join("users.lock"))?;
    users.lock_shared().map_err(|error| error.to_string())?;
    let port = match Running::read(&home) {
        Some(running) => {
            if !is_alive(running.watchdog) {
                running.watch(&home, program)?;
            }
            running.port
        }
        None => start(program, &home)?,
    };
    Ok((port, users)) // `starting` is unlocked here
}

fn start(program: &impl Program, home: &Path) -> Result<u16, String> {
    let account = program.account();
    let folder = folder(program.name())?;
    let mut error = String::new();
    for _ in 0..3 {
        let _ = fs::remove_dir_all(&folder);
        account.make_folder(&folder)?;
        // Somebody may take the port before the server does; then try another.
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .map_err(|error| error.to_string())?
            .port();
        match program.start(&folder, port, &account) {
            Ok(pid) => {
                let running = Running {
                    port,
                    pid,
                    watchdog: 0,
                };
                running.watch(home, program)?;
                return Ok(port);
            }
            Err(reason) => error = reason,
        }
    }
    Err(error)
}

/// A server that was started, as its `state` file says.
struct Running {
    port: u16,
    pid: u32,
    watchdog: u32,
}

impl Running {
    /// `None` if it does not run.
    fn read(home: &Path) -> Option<Running> {
        let state = fs::read_to_string(home.join("state")).ok()?;
        let mut numbers = state.split_whitespace();
        let running = Running {
            port: numbers.next()?.parse().ok()?,
            pid: numbers.next()?.parse().ok()?,
            watchdog: numbers.next()?.parse().ok()?,
        };
        let answers = TcpStream::connect(("127.0.0.1", running.port)).is_ok();
        (answers && is_alive(running.pid)).then_some(running)
    }

    /// Starts the watchdog and writes the state down.
    fn watch(&self, home: &Path, program: &impl Program) -> Result<(), String> {
        let watchdog = Command::new("sh")
            .arg("-c")
            .arg(WATCHDOG)
            .arg("ormolu-testkit-watchdog")
            .arg(home)
            .arg(self.pid.to_string())
            .arg(program.stop_signal())
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("sh: {error}"))?;
        let state = format!("{} {} {}\n", self.port, self.pid, watchdog.id());
        fs::write(home.join("state"), state).map_err(|error| error.to_string())
    }
}

/// Users hold a shared lock. When nobody did for ten seconds, the watchdog takes the exclusive
/// lock, stops the server and removes its files. The process is checked to be the server still.
const WATCHDOG: &str = r#"
home=$1 pid=$2 signal=$3
ours() { tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$home/server" ||
    ps -o command= -p "$pid" 2>/dev/null | grep -qF "$home/server"; }
while :; do
    idle=0
    while [ "$idle" -lt 10 ]; do
        sleep 1
        if flock -x -n "$home/users.lock" true; then idle=$((idle + 1)); else idle=0; fi
    done
    exec 9<>"$home/users.lock"
    if flock -x -n 9; then
        ours && kill "-$signal" "$pid"
        while ours; do sleep 0.1; done
        rm -rf "$home/server" "$home/state"
        exit 0
    fi
    exec 9>&-
done
"#;

/// The folder of a server.
pub(crate) fn folder(name: &str) -> Result<PathBuf, String> {
    home(name).map(|home| home.join("server"))
}

/// A folder of this machine's user for an engine, in memory if there is room; below the folder
/// that the environment names, if it does.
fn home(engine: &str) -> Result<PathBuf, String> {
    const GIGABYTE: u64 = 1 << 30;
    let memory = Path::new("/dev/shm");
    let roomy = rustix::fs::statvfs(memory)
        .is_ok_and(|room| room.f_bavail.saturating_mul(room.f_frsize) >= GIGABYTE);
    let base = match std::env::var_os("ORMOLU_TESTKIT_FOLDER") {
        Some(named) => named.into(),
        None if roomy => memory.to_owned(),
        None => std::env::temp_dir(),
    };
    let user = rustix::process::geteuid().as_raw();
    let home = base.join(format!("ormolu-testkit-{user}")).join(engine);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(&home)
        .map_err(|error| format!("{}: {error}", home.display()))?;
    Ok(home)
}

fn open_lock(path: &Path) -> Result<File, String> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"));
    if let Ok(stat) = stat {
        // A zombie has the state Z after the name in brackets.
        return !stat
            .rsplit(')')
            .next()
            .unwrap_or("")
            .trim_start()
            .starts_with('Z');
    }
    i32::try_from(pid)
        .ok()
        .and_then(rustix::process::Pid::from_raw)
        .is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

/// The account that a server runs as: this one, unless it is root.
pub(crate) struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    /// The account of that name if this process is root.
    pub(crate) fn of(name: &str) -> Account {
        let root = rustix::process::geteuid().is_root();
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let ids = passwd.lines().find_map(|line| {
            let mut fields = line.split(':');
            let matches = fields.next() == Some(name);
            let ids = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
            matches.then_some(ids)
        });
        Account {
            ids: ids.filter(|_| root),
        }
    }

    fn make_folder(&self, folder: &Path) -> Result<(), String> {
        let made = fs::create_dir_all(folder).and_then(|()| {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
            match self.ids {
                Some((user, group)) => std::os::unix::fs::chown(folder, Some(user), Some(group)),
                None => Ok(()),
            }
        });
        made.map_err(|error| format!("{}: {error}", folder.display()))
    }

    pub(crate) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(folder)
            .stdin(Stdio::null())
            .process_group(0);
        if let Some((user, group)) = self.ids {
            command.uid(user).gid(group);
        }
        command
    }
}

/// Runs a program to its end. The error holds what it said.
pub(crate) fn check(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    // Into a file and not a pipe, which a daemon would keep open.
    let said = tempfile::tempfile().map_err(|error| error.to_string())?;
    let (out, err) = (said.try_clone(), said.try_clone());
    let status = command
        .stdout(out.map_err(|error| error.to_string())?)
        .stderr(err.map_err(|error| error.to_string())?)
        .status()
        .map_err(|error| format!("{program}: {error}"))?;
    if status.success() {
        return Ok(());
    }
    let mut said = said;
    let mut text = String::new();
    let read = std::io::Seek::rewind(&mut said)
        .and_then(|()| std::io::Read::read_to_string(&mut said, &mut text));
    match read {
        Ok(_) => Err(format!("{program} ended with {status}: {text}")),
        Err(error) => Err(format!(
            "{program} ended with {status}; its output: {error}"
        )),
    }
}
