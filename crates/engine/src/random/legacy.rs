//! `NumPy`'s legacy generator: MT19937 (Matsumoto and Nishimura 1998) with `NumPy`'s uniform doubles and
//! polar normals (Marsaglia and Bray 1964), number for number.

use super::polar::{coordinate, is_inside, normals, polar_factor, squared_distance};
use crate::level::{Level, Machine, Task};

const N: usize = 624;
const M: usize = 397;

/// Points that a state's words make at most, inside the circle or not.
const ATTEMPTS: usize = N / 4;

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
    #[inline(always)]
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

    /// The next words.
    #[inline(always)]
    fn take<const K: usize>(&mut self) -> [u32; K] {
        let mut taken = [0; K];
        let (now, later) = taken.split_at_mut(K.min(N - self.position));
        now.copy_from_slice(&self.words[self.position..][..now.len()]);
        self.position += now.len();
        if !later.is_empty() {
            self.twist();
            later.copy_from_slice(&self.words[..later.len()]);
            self.position = later.len();
        }
        taken
    }

    /// A uniform number in [0, 1) with 53 bits: one number of `RandomState.rand`.
    #[inline]
    pub fn rand(&mut self) -> f64 {
        // The divisor is a power of two: a product by its inverse is the same.
        const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;
        let [high, low] = self.take();
        (f64::from(high >> 5) * 67_108_864.0 + f64::from(low >> 6)) * UNIT
    }

    /// A standard normal: one number of `RandomState.randn`.
    pub fn randn(&mut self) -> f64 {
        if let Some(normal) = self.spare.take() {
            return normal;
        }
        let [first, second] = self.pair();
        self.spare = Some(second);
        first
    }

    /// The next normals of [`randn`](Self::randn), as many as fit.
    pub fn fill_randn(&mut self, normals: &mut [f64]) {
        self.fill_at(Level::best(), normals);
    }

    /// The same with the instructions of a level.
    pub(crate) fn fill_at(&mut self, level: Level, normals: &mut [f64]) {
        let (one, rest) =
            normals.split_at_mut(usize::from(self.spare.is_some()).min(normals.len()));
        one.fill_with(|| self.randn());
        let (pairs, odd) = rest.as_chunks_mut();
        level.run(FillPairs {
            generator: self,
            pairs,
        });
        odd.fill_with(|| self.randn());
    }

    /// Two normals, in the order in which they are handed out.
    #[inline(always)]
    fn pair(&mut self) -> [f64; 2] {
        loop {
            let [a, b, c, d] = self.take();
            let point = [coordinate(a, b), coordinate(c, d)];
            let square = squared_distance(point);
            if is_inside(square) {
                return normals(point, polar_factor(square));
            }
        }
    }

    /// Fills the first pairs from the words that are left, and returns how many.
    ///
    /// The same as [`pair`](Self::pair) for each, but first all points are made, then those
    /// inside the circle are chosen without a branch, then their normals are computed: loops without
    /// anything to guess, and all but the choice in vectors.
    #[inline(always)]
    fn fill_pairs(&mut self, pairs: &mut [[f64; 2]]) -> usize {
        let (attempts, _) = self.words[self.position..].as_chunks::<4>();
        let mut points = [[0.0; 2]; ATTEMPTS];
        let (halves, _) = attempts.as_flattened().as_chunks();
        for (x, &[high, low]) in points.as_flattened_mut().iter_mut().zip(halves) {
            *x = coordinate(high, low);
        }
        let points = &points[..attempts.len()];
        let mut squares = [0.0; ATTEMPTS];
        for (square, &point) in squares.iter_mut().zip(points) {
            *square = squared_distance(point);
        }
        let mut chosen = [[0.0; 2]; ATTEMPTS];
        let mut factors = [0.0; ATTEMPTS];
        let mut count = 0;
        for (&point, &square) in points.iter().zip(&squares) {
            chosen[count] = point;
            factors[count] = square;
            count += usize::from(is_inside(square));
        }
        let filled = count.min(pairs.len());
        for factor in &mut factors[..filled] {
            *factor = polar_factor(*factor);
        }
        let chosen = chosen.iter().zip(&factors);
        for (pair, (&point, &factor)) in pairs[..filled].iter_mut().zip(chosen) {
            *pair = normals(point, factor);
        }
        let used = if filled < pairs.len() {
            points.len()
        } else {
            // No word beyond the last point that was needed.
            let mut inside = (1..)
                .zip(&squares)
                .filter(|&(_, &square)| is_inside(square));
            filled
                .checked_sub(1)
                .and_then(|k| inside.nth(k))
                .map_or(0, |(used, _)| used)
        };
        self.position += 4 * used;
        filled
    }
}

/// Fills pairs of normals.
struct FillPairs<'a> {
    generator: &'a mut LegacyGenerator,
    pairs: &'a mut [[f64; 2]],
}

impl Task for FillPairs<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, _: M) {
        let mut pairs = self.pairs;
        while !pairs.is_empty() {
            let filled = self.generator.fill_pairs(pairs);
            pairs = &mut pairs[filled..];
            // What follows lies across the end of the words, or beyond.
            if let Some(pair) = pairs.split_off_first_mut() {
                *pair = self.generator.pair();
            }
        }
    }
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
    fn portions_of_any_size_equal_single_draws_at_every_level() {
        for level in Level::available() {
            let (mut fast, mut simple) = (LegacyGenerator::new(9), LegacyGenerator::new(9));
            for size in (0..700).chain([5_000, 1, 1, 2]) {
                let mut portion = vec![0.0; size];
                fast.fill_at(level, &mut portion);
                let expected: Vec<f64> = (0..size).map(|_| simple.randn()).collect();
                assert_eq!(portion, expected, "{size} at {level}");
                assert_eq!(fast.state(), simple.state(), "{size} at {level}");
                // Doubles in between move the words out of step with the pairs.
                assert_eq!(fast.rand(), simple.rand());
            }
        }
    }
}
