/// A small generator of numbers: the same sequence each time.
#[derive(Debug)]
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number, below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }
}
