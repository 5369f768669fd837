use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::database::TestDatabase;

/// Stands between a client and a server, and cuts a connection where a test says.
///
/// It looks for a text in what the client sends: a command, or a bound value. So it works
/// without TLS only, as the test servers do.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    armed: Armed,
    accepting: JoinHandle<()>,
}

/// Where a connection is cut.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// What holds the text never reaches the server.
    Question,
    /// What holds the text never reaches the server, and nobody says so: the connection stays
    /// open.
    Silence,
    /// The server does what it was asked; of its answer this many bytes reach the client.
    Answer {
        /// How many.
        after: usize,
    },
}

/// The next cut, and the text that it waits for.
type Armed = Arc<Mutex<Option<(String, Cut)>>>;

impl Proxy {
    /// A proxy before the server of a database.
    ///
    /// # Panics
    /// If the database is SQLite's or there is no free port.
    pub async fn start(database: &TestDatabase) -> Proxy {
        let server = database.port().expect("a server");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let own = listener.local_addr().expect("an address").port();
        let armed = Armed::default();
        let cuts = armed.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let cuts = cuts.clone();
                tokio::spawn(async move {
                    // Its end, for whatever reason, closes both sides.
                    if let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await {
                        let _ = carry(client, server, &cuts).await;
                    }
                });
            }
        });
        let url = database.url();
        Proxy {
            url: url.replace(&format!(":{server}/"), &format!(":{own}/")),
            armed,
            accepting,
        }
    }

    /// The database's URL through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Cuts the connection on which a client sends the text next. Once.
    pub fn cut(&self, text: &str, cut: Cut) {
        *lock(&self.armed) = Some((text.to_owned(), cut));
    }

    /// Whether the cut was made, or none was asked for.
    pub fn has_cut(&self) -> bool {
        lock(&self.armed).is_none()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn carry(mut client: TcpStream, mut server: TcpStream, armed: &Armed) -> std::io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut up, mut down) = (vec![0; 1 << 14], vec![0; 1 << 14]);
    // How much of the answer still goes through.
    let mut left: Option<usize> = None;
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let sent = &up[..read?];
                match found(armed, sent) {
                    Some(Cut::Question) => return Ok(()),
                    Some(Cut::Silence) => {
                        while client.read(&mut up).await? > 0 {}
                        return Ok(());
                    }
                    Some(Cut::Answer { after }) => left = Some(after),
                    None if sent.is_empty() => return Ok(()),
                    None => {}
                }
                server.write_all(sent).await?;
            }
            read = server.read(&mut down) => {
                let answer = &down[..read?];
                if answer.is_empty() {
                    return Ok(());
                }
                match &mut left {
                    Some(left) if answer.len() > *left => {
                        return client.write_all(&answer[..*left]).await;
                    }
                    Some(left) => *left -= answer.len(),
                    None => {}
                }
                client.write_all(answer).await?;
            }
        }
    }
}

/// The cut that what was sent sets off.
fn found(armed: &Armed, sent: &[u8]) -> Option<Cut> {
    let mut armed = lock(armed);
    let (text, cut) = armed.as_ref()?;
    let cut = *cut;
    let found = sent
        .windows(text.len())
        .any(|window| window == text.as_bytes());
    if !found {
        return None;
    }
    *armed = None;
    Some(cut)
}

fn lock(armed: &Armed) -> std::sync::MutexGuard<'_, Option<(String, Cut)>> {
    armed.lock().unwrap_or_else(PoisonError::into_inner)
}
