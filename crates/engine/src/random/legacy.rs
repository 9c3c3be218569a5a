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
    /// The words that the state gives, tempered.
    words: [u32; N],
    /// How many of them are used up.
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
            words: [0; N],
            position: N,
            spare: None,
        }
    }

    /// The 624 words of the state and the position in them, as `RandomState.get_state()` gives them.
    pub fn state(&self) -> (&[u32], usize, Option<f64>) {
        (&self.key, self.position, self.spare)
    }

    /// The generator in a state that [`state`](Self::state) has given; `None` for what cannot be a state.
    pub(crate) fn from_state(key: &[u32], position: usize, spare: Option<f64>) -> Option<Self> {
        let key: [u32; N] = key.try_into().ok()?;
        // From a state of zeros nothing else would ever come.
        let is_state = position <= N && key.iter().any(|&word| word != 0);
        is_state.then(|| Self {
            key,
            words: key.map(tempered),
            position,
            spare,
        })
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
        for (word, &key) in self.words.iter_mut().zip(key.iter()) {
            *word = tempered(key);
        }
        self.position = 0;
    }

    #[inline]
    fn word(&mut self) -> u32 {
        if self.position >= N {
            self.twist();
        }
        self.position += 1;
        self.words[self.position - 1]
    }

    /// A uniform number in [0, 1) with 53 bits: one number of `RandomState.rand`.
    #[inline]
    pub fn rand(&mut self) -> f64 {
        let (high, low) = (self.word(), self.word());
        uniform(high, low)
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
        let (mut pairs, odd) = rest.as_chunks_mut();
        while !pairs.is_empty() {
            let filled = self.fill_pairs(pairs);
            pairs = &mut pairs[filled..];
        }
        odd.fill_with(|| self.randn());
    }

    /// Two normals, in the order in which they are handed out.
    fn pair(&mut self) -> (f64, f64) {
        loop {
            let x = 2.0 * self.rand() - 1.0;
            let y = 2.0 * self.rand() - 1.0;
            let square = x * x + y * y;
            if is_inside(square) {
                let factor = polar_factor(square);
                return (factor * y, factor * x);
            }
        }
    }

    /// Fills some pairs, at least one, from the words that are left, and returns how many.
    ///
    /// The same as [`pair`](Self::pair) for each, but first all points are made, then those
    /// inside the circle are chosen without a branch, then their normals are computed: loops that a
    /// processor runs through without guessing wrong.
    fn fill_pairs(&mut self, pairs: &mut [[f64; 2]]) -> usize {
        let (attempts, _) = self.words[self.position..].as_chunks::<4>();
        let mut points = [[0.0; 3]; N / 4];
        for (point, &[a, b, c, d]) in points.iter_mut().zip(attempts) {
            let (x, y) = (2.0 * uniform(a, b) - 1.0, 2.0 * uniform(c, d) - 1.0);
            *point = [x, y, x * x + y * y];
        }
        let mut inside = [0; N / 4];
        let mut count = 0;
        for (k, &[_, _, square]) in points[..attempts.len()].iter().enumerate() {
            inside[count] = k;
            count += usize::from(is_inside(square));
        }
        let filled = count.min(pairs.len());
        for (pair, &k) in pairs.iter_mut().zip(&inside[..filled]) {
            let [x, y, square] = points[k];
            let factor = polar_factor(square);
            *pair = [factor * y, factor * x];
        }
        if filled == pairs.len() {
            // No word beyond the last point that was needed.
            self.position += 4 * (inside[filled - 1] + 1);
        } else {
            self.position += 4 * attempts.len();
            // What follows may lie across the end of the words.
            let (first, second) = self.pair();
            pairs[filled] = [first, second];
            return filled + 1;
        }
        filled
    }
}

/// A double in [0, 1) of 53 bits from two words.
#[inline]
fn uniform(high: u32, low: u32) -> f64 {
    // The divisor is a power of two: a product by its inverse is the same.
    const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;
    (f64::from(high >> 5) * 67_108_864.0 + f64::from(low >> 6)) * UNIT
}

/// Whether a point at this squared distance lies in the unit circle and not at its centre.
#[inline]
fn is_inside(square: f64) -> bool {
    square < 1.0 && square != 0.0
}

#[inline]
fn polar_factor(square: f64) -> f64 {
    (-2.0 * libm::log(square) / square).sqrt()
}

#[inline]
fn tempered(key: u32) -> u32 {
    let y = key ^ (key >> 11);
    let y = y ^ ((y << 7) & 0x9d2c_5680);
    let y = y ^ ((y << 15) & 0xefc6_0000);
    y ^ (y >> 18)
}

/// The contribution of two neighbouring words to the next state.
#[inline]
fn mixed(word: u32, next: u32) -> u32 {
    let y = (word & 0x8000_0000) | (next & 0x7fff_ffff);
    (y >> 1) ^ (0x9908_b0df & 0_u32.wrapping_sub(y & 1))
}

#[cfg(test)]
#[allow(clippy::unreadable_literal, reason = "as NumPy prints them")]
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
        assert_eq!(portions.state(), random.state());
    }

    #[test]
    fn a_generator_goes_on_from_its_state() {
        for drawn in [0, 1, 2, 623, 5_000] {
            let mut random = LegacyGenerator::new(7);
            for _ in 0..drawn {
                random.randn();
            }
            let (key, position, spare) = random.state();
            let restored = LegacyGenerator::from_state(key, position, spare);
            let mut restored = restored.expect("it is a state");
            for _ in 0..2_000 {
                assert_eq!(restored.randn(), random.randn(), "{drawn}");
            }
        }
        assert!(LegacyGenerator::from_state(&[0; N], 0, None).is_none());
        assert!(LegacyGenerator::from_state(&[1; N], N + 1, None).is_none());
        assert!(LegacyGenerator::from_state(&[1; 3], 0, None).is_none());
    }

    /// The fast way of filling must leave the generator where the simple one does.
    #[test]
    fn portions_of_any_size_equal_single_draws() {
        let (mut fast, mut simple) = (LegacyGenerator::new(9), LegacyGenerator::new(9));
        for size in (0..700).chain([5_000, 1, 1, 2]) {
            let mut portion = vec![0.0; size];
            fast.fill_randn(&mut portion);
            let expected: Vec<f64> = (0..size).map(|_| simple.randn()).collect();
            assert_eq!(portion, expected, "{size}");
            assert_eq!(fast.state(), simple.state(), "{size}");
            // Doubles in between move the words out of step with the pairs.
            assert_eq!(fast.rand(), simple.rand());
        }
    }
}
