use std::fmt::Write;

/// A fingerprint of a text.
pub(crate) fn text_hash(text: &str) -> String {
    let mut hash = Fnv::default();
    let _ = hash.write_str(text);
    hash.hex()
}

/// FNV-1a, 64 bits: it tells versions apart and protects nothing.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn hex(&self) -> String {
        format!("{:016x}", self.0)
    }
}

impl Write for Fnv {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}
