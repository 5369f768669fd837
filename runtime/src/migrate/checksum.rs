use std::fmt;

use sha2::{Digest, Sha256};

/// A hash of texts that does not mind how their lines end: a checkout may change that.
#[derive(Clone, Debug)]
pub struct Checksum(Sha256);

impl Checksum {
    /// Of one text.
    pub fn of(text: &str) -> Self {
        let mut checksum = Checksum(Sha256::new());
        checksum.add(text);
        checksum
    }

    /// Takes in another text.
    pub fn add(&mut self, text: &str) {
        for line in text.lines() {
            self.0.update(line.as_bytes());
            self.0.update(b"\n");
        }
        self.0.update(b"\0");
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.clone().finalize() {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}
