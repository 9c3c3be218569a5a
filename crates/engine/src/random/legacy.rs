//! `NumPy`'s legacy generator: MT19937 (Matsumoto and Nishimura 1998) with `NumPy`'s uniform doubles and
//! polar normals (Marsaglia and Bray 1964), number for number.

const N: usize = 624;
const M: usize = 397;

/// `numpy.random.RandomState(seed)`, for the two draws that Brian2 makes of it.
///
/// ```
/// use adexnet_engine::LegacyGenerator;
/// let mut random = LegacyGenerator::new(1234);
/// assert_eq!(random.rand(), 0.1915194503788923); // numpy.random.RandomState(1234).rand()
/// ```
#[derive(Debug, Clone)]
pub struct LegacyGenerator {
    key: [u32; N],
    position: usize,
    /// Polar normals come in pairs; the second waits here for the next call.
    spare: Option<f64>,
}

impl LegacyGenerator {
    /// The generator that `RandomState(seed)` makes of an integer seed.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        let mut key = [0; N];
        key[0] = seed;
        for k in 1..N {
            let previous: u32 = key[k - 1];
            key[k] = (previous ^ (previous >> 30))
                .wrapping_mul(1_812_433_253)
                .wrapping_add(k as u32);
        }
        Self {
            key,
            position: N,
            spare: None,
        }
    }

    /// The 624 words of the state and the position in them, as `RandomState.get_state()` gives them.
    pub fn state(&self) -> (&[u32], usize, Option<f64>) {
        (&self.key, self.position, self.spare)
    }

    /// Makes the next 624 words of the state, in three runs so that no index wraps around.
    #[cold]
    fn twist(&mut self) {
        let key = &mut self.key;
        for k in 0..N - M {
            key[k] = key[k + M] ^ mixed(key[k], key[k + 1]);
        }
        for k in N - M..N - 1 {
            key[k] = key[k + M - N] ^ mixed(key[k], key[k + 1]);
        }
        key[N - 1] = key[M - 1] ^ mixed(key[N - 1], key[0]);
        self.position = 0;
    }

    #[inline]
    fn word(&mut self) -> u32 {
        if self.position >= N {
            self.twist();
        }
        let mut y = self.key[self.position];
        self.position += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A uniform number in [0, 1) with 53 bits: one number of `RandomState.rand`.
    #[inline]
    pub fn rand(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        // A power of two: the product is exact, as a quotient would be.
        (high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A standard normal: one number of `RandomState.randn`.
    pub fn randn(&mut self) -> f64 {
        if let Some(normal) = self.spare.take() {
            return normal;
        }
        let (first, second) = self.pair();
        self.spare = Some(second);
        first
    }

    /// The next normals of [`randn`](Self::randn), as many as fit.
    pub fn fill_randn(&mut self, normals: &mut [f64]) {
        let (one, rest) =
            normals.split_at_mut(usize::from(self.spare.is_some()).min(normals.len()));
        one.fill_with(|| self.randn());
        let (pairs, odd) = rest.as_chunks_mut();
        for pair in pairs {
            let (first, second) = self.pair();
            *pair = [first, second];
        }
        odd.fill_with(|| self.randn());
    }

    /// Two normals, in the order in which they are handed out.
    #[inline]
    fn pair(&mut self) -> (f64, f64) {
        loop {
            let x = 2.0 * self.rand() - 1.0;
            let y = 2.0 * self.rand() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * libm::log(square) / square).sqrt();
                return (factor * y, factor * x);
            }
        }
    }
}

/// The contribution of two neighbouring words to the next state.
#[inline]
fn mixed(word: u32, next: u32) -> u32 {
    let y = (word & 0x8000_0000) | (next & 0x7fff_ffff);
    (y >> 1) ^ (0x9908_b0df & 0_u32.wrapping_sub(y & 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIFORM: [f64; 3] = [0.1915194503788923, 0.6221087710398319, 0.4377277390071145];
    const UNIFORM_10_000: f64 = 0.8408635109018199;
    const UNIFORM_LARGEST_SEED: f64 = 0.0976320289940138;
    const NORMAL: [f64; 3] = [0.47143516373249306, -1.1909756947064645, 1.4327069684260973];
    const NORMAL_10_001: f64 = 0.7411468430600842;

    /// The reference values were printed by `numpy.random.RandomState`.
    #[test]
    fn uniform_numbers_equal_numpys() {
        let mut random = LegacyGenerator::new(1234);
        let first: Vec<f64> = (0..3).map(|_| random.rand()).collect();
        assert_eq!(first, UNIFORM);
        let last = (3..10_000).map(|_| random.rand()).last();
        assert_eq!(last, Some(UNIFORM_10_000));
        assert_eq!(LegacyGenerator::new(u32::MAX).rand(), UNIFORM_LARGEST_SEED);
    }

    #[test]
    fn normals_equal_numpys_and_come_in_pairs() {
        let mut random = LegacyGenerator::new(1234);
        let first: Vec<f64> = (0..3).map(|_| random.randn()).collect();
        assert_eq!(first, NORMAL);
        assert!(random.state().2.is_some(), "the fourth normal waits");
        let last = (3..10_001).map(|_| random.randn()).last();
        assert_eq!(last, Some(NORMAL_10_001));
        // In whatever portions they are asked for.
        let mut portions = LegacyGenerator::new(1234);
        let mut all = Vec::new();
        for size in [1, 0, 2, 3, 9_995] {
            let mut portion = vec![0.0; size];
            portions.fill_randn(&mut portion);
            all.extend(portion);
        }
        assert_eq!(all[..3], NORMAL);
        assert_eq!(all.last(), Some(&NORMAL_10_001));
    }
}
