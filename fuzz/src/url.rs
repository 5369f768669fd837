//! Addresses of databases.

use ormolu::DatabaseOptions;

/// Too long to be part of a message by chance.
const PASSWORD: &str = "tr0ub4dor";

/// A URL is understood or refused, and the password is in no message; `%` stands for it.
pub fn database_url(text: &str) {
    let url = text.replace('%', PASSWORD);
    for url in [text, &url] {
        if let Err(error) = DatabaseOptions::check(url) {
            let said = format!("{error} {error:?}");
            // The same word may stand elsewhere, too, where it is no password.
            let lower = url.to_lowercase();
            let once = |p: &str| lower.matches(&p.to_lowercase()).count() == 1;
            let is_one = |p: &&str| p.contains(PASSWORD) && once(p);
            let password = password(url).filter(is_one);
            let shown = password.is_some_and(|password| said.contains(password));
            assert!(!shown, "{url}\n{said}");
        }
    }
}

/// What stands behind a server's scheme between a `:` and an `@`.
fn password(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let servers = ["postgres", "postgresql", "mysql", "mariadb"];
    // A `?` may be part of a password that should have been encoded.
    let before_query = rest.split('?').next()?;
    let location = if before_query.contains('@') {
        before_query
    } else {
        rest
    };
    let (account, _) = location.rsplit_once('@')?;
    let (_, password) = account.split_once(':')?;
    servers.contains(&scheme).then_some(password)
}
