use std::fmt;

/// Why a text is no address.
#[derive(Debug)]
pub struct NoAddress;

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("has no @")
    }
}

pub fn check_email(text: &str) -> Result<(), NoAddress> {
    text.contains('@').then_some(()).ok_or(NoAddress)
}

pub fn without_dashes(text: &str) -> String {
    text.replace('-', "")
}
