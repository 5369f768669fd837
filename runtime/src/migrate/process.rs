//! Who this process is, and whether another still lives.

use std::fs;

/// A process on a machine, told apart from a later one of the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    pub(crate) user: String,
    pub(crate) host: String,
    /// What tells machines of one name apart, where the system has it.
    machine: String,
    /// What tells containers of one machine apart: each numbers its processes by itself.
    numbers: String,
    pub(crate) id: u32,
    /// When it began, as the system counts; empty where the system does not say.
    pub(crate) began: String,
}

impl Process {
    pub(crate) fn current() -> Self {
        let user = ["USER", "LOGNAME", "USERNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok());
        let host = fs::read_to_string("/proc/sys/kernel/hostname")
            .or_else(|_| fs::read_to_string("/etc/hostname"))
            .ok()
            .or_else(|| std::env::var("HOSTNAME").ok())
            .or_else(|| std::env::var("COMPUTERNAME").ok());
        let machine = fs::read_to_string("/etc/machine-id").unwrap_or_default();
        let numbers = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        let id = std::process::id();
        Process {
            user: plain(user.as_deref().unwrap_or("somebody")),
            host: plain(host.as_deref().unwrap_or("somewhere")),
            machine: plain(&machine),
            numbers: plain(&numbers.to_string_lossy()),
            id,
            began: began(id).unwrap_or_default(),
        }
    }

    /// `ann@host, process 12`
    pub(crate) fn name(&self) -> String {
        format!("{}@{}, process {}", self.user, self.host, self.id)
    }

    /// For the lock's table.
    pub(crate) fn mark(&self) -> String {
        let Process {
            host,
            machine,
            numbers,
            id,
            began,
            ..
        } = self;
        format!("{host}/{machine}/{numbers}/{id}/{began}")
    }
}

/// The numbers of processes outside of containers: the same on every machine and after each boot.
const OUTSIDE: &str = "pid4026531836";

/// Whether the process of a mark surely has ended: it was one of this machine and of this
/// container, and the system knows it no longer.
pub(crate) fn is_gone(mark: &str) -> bool {
    let own = Process::current();
    let parts: Vec<&str> = mark.split('/').collect();
    let [host, machine, numbers, id, was] = parts[..] else {
        return false;
    };
    let Ok(id) = id.parse() else { return false };
    let is_here = host == own.host && machine == own.machine && numbers == own.numbers;
    let boot = |began: &str| began.split('-').next().map(str::to_owned);
    // After another boot a container may have the numbers that one of another machine has.
    let is_here = is_here
        && !numbers.is_empty()
        && (boot(was) == boot(&own.began) || !machine.is_empty() && numbers == OUTSIDE);
    is_here && !own.began.is_empty() && !was.is_empty() && began(id).as_deref() != Some(was)
}

/// Whether a mark surely is that of this process.
pub(crate) fn is_own(mark: &str) -> bool {
    let own = Process::current();
    !own.began.is_empty() && own.mark() == mark
}

/// The boot and the tick at which a process began.
fn began(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program may hold blanks and parentheses.
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_ascii_whitespace();
    let is_dead = fields.next() == Some("Z");
    let tick = fields.nth(18).filter(|_| !is_dead)?;
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let boot = boot.trim().split('-').next()?;
    Some(format!("{boot}-{tick}"))
}

/// Letters that need no care anywhere.
fn plain(text: &str) -> String {
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    text.trim().chars().filter(fits).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_not_gone() {
        let own = Process::current();
        assert!(!is_gone(&own.mark()));
        assert!(!is_gone(&own.mark().replace(&own.host, "elsewhere")));
        assert!(!is_own(&own.mark().replace(&own.host, "elsewhere")));
        if !own.began.is_empty() {
            assert!(is_own(&own.mark()));
            assert!(is_gone(&ended(own).mark()));
        }
    }

    /// Another tick or boot says nothing of a process that this one cannot see.
    #[test]
    fn who_is_elsewhere_under_this_name_is_not_gone() {
        let boot = |own: Process, boot: &str| Process {
            began: format!("{boot}-1"),
            ..own
        };
        let elsewhere = Process {
            machine: "another".into(),
            ..ended(Process::current())
        };
        assert!(!is_gone(&elsewhere.mark()));
        let container = Process {
            numbers: "pid1".into(),
            ..ended(Process::current())
        };
        assert!(!is_gone(&container.mark()));
        let nameless = Process {
            machine: String::new(),
            ..boot(Process::current(), "0")
        };
        assert!(!is_gone(&nameless.mark()));
        let own = Process::current();
        let is_known = !own.machine.is_empty() && own.numbers == OUTSIDE;
        if !own.began.is_empty() {
            assert_eq!(is_gone(&boot(own, "0").mark()), is_known);
        }
    }

    /// One of this place that is there no more.
    fn ended(own: Process) -> Process {
        let boot = own.began.split('-').next().unwrap_or_default();
        Process {
            began: format!("{boot}-1"),
            ..own
        }
    }
}
