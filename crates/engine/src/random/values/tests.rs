use super::*;
use crate::level::{Level, Task};
use crate::network::Values;

struct Draw<'a>(
    &'a DrawnValues,
    [u64; LANES],
    [u64; LANES],
    &'a mut [f64; LANES],
);

impl Task for Draw<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        *self.3 = self.0.draw(machine, self.1, self.2);
    }
}

fn drawn(values: &Values, purpose: Purpose) -> DrawnValues {
    values
        .check(&(-1e15..=1e15), "a number")
        .expect("it is valid");
    let Values::Drawn(distribution) = values else {
        panic!("{values} are not drawn");
    };
    DrawnValues::new(1234, purpose, 1, distribution)
}

fn at(level: Level, values: &DrawnValues, streams: [u64; 8], blocks: [u64; 8]) -> [f64; 8] {
    let mut found = [0.0; LANES];
    level.run(Draw(values, streams, blocks, &mut found));
    found
}

/// Values of streams 0, 1, ... and blocks 0, 1, ..., stream by stream.
fn table(values: &Values, purpose: Purpose, streams: u64, blocks: u64) -> Vec<f64> {
    let values = drawn(values, purpose);
    let mut found = Vec::new();
    for stream in 0..streams {
        for first in (0..blocks).step_by(LANES) {
            let blocks = std::array::from_fn(|lane| first + lane as u64);
            found.extend(at(Level::best(), &values, [stream; LANES], blocks));
        }
    }
    found
}

fn shapes() -> [Values; 8] {
    [
        Values::uniform(-1.0, 3.0),
        Values::uniform(-1.0, 3.0).truncated(0.5, 8.0),
        Values::normal(2.0, 0.5),
        Values::normal(2.0, 0.5).truncated(1.5, 2.1),
        Values::normal(0.0, 1.0).truncated(2.5, f64::INFINITY),
        Values::lognormal(2.0, 3.0),
        Values::lognormal(2.0, 0.1),
        Values::lognormal(2.0, 3.0).truncated(0.2, 4.0),
    ]
}

/// If this fails, every network with drawn weights, delays or parameters has changed.
#[test]
fn values_are_stable_for_every_level() {
    let streams = [0, 1, 2, 3, 4_000_000_000, 0, 0, 0];
    let blocks = [0, 0, 0, 0, 4_000_000_000, 1, 1 << 32, 2];
    for (values, pinned) in shapes().iter().zip(PINNED) {
        let drawn = drawn(values, Purpose::Weight);
        for level in Level::available() {
            let found = at(level, &drawn, streams, blocks);
            assert_eq!(found[3..6], pinned, "{values} at {level}: {found:?}");
        }
    }
}

#[rustfmt::skip]
#[allow(clippy::unreadable_literal, reason = "as they are printed")]
const PINNED: [[f64; 3]; 8] = [
    [2.968482037014494, -0.5464366467800481, 1.5547007157880528],
    [2.980301273134059, 0.7834770957624699, 2.096687947367533],
    [2.616209887642125, 1.8472903966216916, 1.9292841511568861],
    [1.5832666442397088, 1.8472903966216916, 1.9292841511568861],
    [2.8300377544936373, 2.709582799181486, 2.617867626178668],
    [4.228329668314052, 0.7963142677059662, 0.951489257279851],
    [2.1243827044937684, 1.9672513439020038, 1.9834377356784598],
    [1.4186646111864243, 0.7963142677059662, 0.951489257279851],
];

/// A value depends on its address alone: not on what is drawn beside it, also where some addresses need
/// several blocks and others one.
#[test]
fn addresses_do_not_influence_each_other() {
    for values in shapes() {
        let drawn = drawn(&values, Purpose::Delay);
        for first in (0..4_000).step_by(LANES) {
            let streams = std::array::from_fn(|lane| first + lane as u64);
            let together = at(Level::best(), &drawn, streams, [7; LANES]);
            for (&stream, value) in streams.iter().zip(together) {
                let alone = at(Level::best(), &drawn, [stream; LANES], [7; LANES]);
                assert_eq!(alone, [value; LANES], "{values}");
            }
        }
    }
}

/// The distribution function of a shape, without bounds.
fn below(shape: Shape, x: f64) -> f64 {
    let normal = |z: f64| libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0;
    match shape {
        Shape::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
        Shape::Normal { mean, sd } => normal((x - mean) / sd),
        Shape::Lognormal { mean, sd } => {
            let variance = (1.0 + (sd / mean).powi(2)).ln();
            normal((x.max(0.0).ln() - mean.ln() + variance / 2.0) / variance.sqrt())
        }
    }
}

/// Largest distance from the distribution function (Kolmogorov and Smirnov), mean and bounds.
#[test]
fn values_have_the_distribution_that_is_asked_for() {
    for values in shapes() {
        let Values::Drawn(distribution) = &values else {
            continue;
        };
        let (low, high) = values.bounds();
        let part = |x| below(distribution.shape, x);
        let (before, kept) = (
            part(distribution.low),
            part(distribution.high) - part(distribution.low),
        );
        let mut found = table(&values, Purpose::Weight, 300, 1_000);
        let n = found.len() as f64;
        let mean = found.iter().sum::<f64>() / n;
        let variance = found.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        let z = (mean - values.mean()) / (variance / n).sqrt();
        assert!(
            z.abs() < 4.5,
            "{values}: the mean {mean} is {z} standard errors off"
        );
        found.sort_by(f64::total_cmp);
        assert!(
            low <= found[0] && found[found.len() - 1] <= high,
            "{values}"
        );
        let distance = found.iter().enumerate().map(|(k, &x)| {
            let expected = (part(x) - before) / kept;
            (expected - k as f64 / n)
                .abs()
                .max((expected - (k + 1) as f64 / n).abs())
        });
        let distance = distance.fold(0.0, f64::max);
        // Exceeded once in a thousand samples.
        assert!(distance * n.sqrt() < 1.95, "{values}: distance {distance}");
        // Hardly any value occurs twice: there are 53 bits.
        let distinct = found.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(
            distinct + 10 > found.len(),
            "{values}: {distinct} different values"
        );
    }
}

/// Weights of neighbouring sources, targets and further synapses of a pair, and weight and delay of the same synapse,
/// have nothing to do with each other.
#[test]
fn neighbouring_values_are_independent() {
    let values = Values::normal(0.0, 1.0);
    let (streams, blocks) = (1_000, 1_024);
    let weights = table(&values, Purpose::Weight, streams, blocks);
    let delays = table(&values, Purpose::Delay, streams, blocks);
    let again = {
        let values = drawn(&values, Purpose::Weight);
        let mut found = Vec::new();
        for stream in 0..streams {
            for first in (0..blocks).step_by(LANES) {
                let blocks = std::array::from_fn(|lane| (first + lane as u64) | 1 << 32);
                found.extend(at(Level::best(), &values, [stream; LANES], blocks));
            }
        }
        found
    };
    let neighbours: [(&str, &[f64], usize); 5] = [
        ("targets", &weights, 1),
        ("sources", &weights, blocks as usize),
        ("lanes", &weights, LANES),
        ("weights and delays", &delays, 0),
        ("synapses of a pair", &again, 0),
    ];
    for (name, others, distance) in neighbours {
        let pairs = weights.iter().zip(&others[distance..]);
        let n = pairs.len() as f64;
        let (mut products, mut squares) = (0.0, 0.0);
        for (a, b) in pairs {
            products += a * b;
            squares += (a * a - 1.0) * (b * b - 1.0) / 2.0;
        }
        for (what, sum) in [("", products), ("squares of ", squares)] {
            let z = sum / n.sqrt();
            assert!(z.abs() < 4.5, "{what}{name} correlate: {z} standard errors");
        }
    }
}

/// If this fails, extreme values are too frequent, too rare or cut off.
#[test]
fn tails_are_those_of_a_normal_distribution() {
    let found = table(&Values::normal(0.0, 1.0), Purpose::Initial, 3_000, 2_048);
    let n = found.len() as f64;
    for tail in [3.0, 4.0, 4.75] {
        for side in [-1.0, 1.0] {
            let count = found.iter().filter(|&&z| side * z > tail).count() as f64;
            let expected = n * libm::erfc(tail / std::f64::consts::SQRT_2) / 2.0;
            let z = (count - expected) / expected.sqrt();
            assert!(
                z.abs() < 4.5,
                "{count} beyond {}, expected {expected}",
                side * tail
            );
        }
    }
    let most = normal([u32::MAX, u32::MAX, 0, 0]);
    assert!(8.57 < most && most < 8.6, "{most} bounds what can be drawn");
}
