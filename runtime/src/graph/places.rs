use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The places of rows by their keys. Those come from outside: the hash has a seed.
pub(crate) type Keyed<K> = HashMap<K, u32, hashlink::DefaultHashBuilder>;

/// A map by the place of a row. Places are counted here and never come from outside, so nobody
/// can choose them to collide, and a cheap hash does.
pub(crate) type Places<T> = ByPlace<u32, T>;

/// A map by what consists of such places.
pub(crate) type ByPlace<K, T> = HashMap<K, T, BuildHasherDefault<PlaceHasher>>;

#[derive(Default)]
pub(crate) struct PlaceHasher(u64);

impl Hasher for PlaceHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32((*byte).into());
        }
    }

    fn write_u32(&mut self, place: u32) {
        // The golden ratio spreads neighbours over the high bits, which choose the bucket's tag.
        self.0 = (self.0 ^ u64::from(place)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
