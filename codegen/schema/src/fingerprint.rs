//! A short name for a schema's content.

use std::fmt::{self, Write};

use crate::ir::Schema;

/// 32 hexadecimal digits that change whenever the schema does.
///
/// Not meant to resist forgery: it tells whether generated code is stale.
pub fn fingerprint(schema: &Schema) -> String {
    let Schema {
        dialects,
        enums,
        domains,
        sequences,
        functions,
        parameters,
        models,
        // What was called otherwise says nothing of what is.
        renames: _,
    } = schema;
    let mut hash = Fnv128::new();
    // Writing into a hash cannot fail. So `Debug` would write the schema.
    let _ = write!(
        hash,
        "Schema {{ dialects: {dialects:?}, enums: {enums:?}, functions: {functions:?}, \
         parameters: {parameters:?}, models: {models:?} }}"
    );
    if !domains.is_empty() {
        let _ = write!(hash, "domains: {domains:?}");
    }
    if !sequences.is_empty() {
        let _ = write!(hash, "sequences: {sequences:?}");
    }
    format!("{:032x}", hash.0)
}

/// FNV-1a of 128 bits: a few lines, the same on every machine and in every release.
struct Fnv128(u128);

impl Fnv128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn new() -> Self {
        Fnv128(Self::OFFSET)
    }
}

impl Write for Fnv128 {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(Self::PRIME);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let of = |text: &str| {
            let mut hash = Fnv128::new();
            write!(hash, "{text}").unwrap();
            hash.0
        };
        assert_eq!(of(""), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(of("a"), 0xd228cb696f1a8caf78912b704e4a8964);
    }
}
