//! The rule distance, addressed: pairs are connected with a probability that falls with their distance.
//!
//! One idea: a node of targets that lie together in space (see [`window`]) has a largest probability, that at the
//! distance of its box. Synapses are drawn with this probability, by jumping from one candidate to the next, and each
//! candidate stays with the quotient of its own probability and the largest. Nodes are taken so large that few
//! candidates are to be expected in them: far from a source thousands of targets are passed over with one jump,
//! and near it nodes are so small that most candidates stay. So a row costs about as much as it has synapses.

mod expected;
mod space;
mod window;

pub(crate) use expected::expected;
pub(crate) use window::WINDOW;

use super::bernoulli::geometric;
use crate::level::Machine;
use crate::network::{Network, Neurons, Point, Positions, Projection, Slice};
use crate::random::{DRAW, Words};
use crate::threads::Crew;
use adexnet_model::arithmetic::Arithmetic;
use space::{Decay, Space};
use std::ops::Range;
use window::{LEAF, Window};

/// Candidates of a draw: each takes two words to be found and two to be kept.
const CANDIDATES: usize = DRAW / 4;

/// Candidates to be expected in a node that is not divided further, at most: half a draw, so that seldom a second
/// one is needed.
const FEW: f64 = CANDIDATES as f64 / 2.0;

/// Probability below which nothing is drawn: no network is large enough to notice.
const NEVER: f64 = 1.0 / (1_u64 << 60) as f64;

/// Node k of window w begins at the draw (2^11 w + k) 2^16 of the source's stream: a window has fewer than 2^11 nodes,
/// and a node fewer than 2^16 draws.
const WINDOW_SHIFT: u32 = 11;
const NODE_SHIFT: u32 = 16;

/// The rows of a projection that connects near pairs more often than far ones.
#[derive(Debug)]
pub(super) struct DistanceRows {
    words: Words,
    space: Space,
    decay: Decay,
    /// Sources within their population, and where this lies.
    sources: Neurons,
    positions: Positions,
    windows: Vec<Window>,
    expected: f64,
}

impl DistanceRows {
    /// For populations with positions.
    pub(super) fn new(
        network: &Network,
        projection: &Projection,
        words: Words,
        crew: &Crew,
    ) -> Option<Self> {
        let (sources, positions) = located(network, &projection.source)?;
        let (targets, around) = located(network, &projection.target)?;
        let windows = crew.make(targets.len().div_ceil(WINDOW), |window| {
            let first = window * WINDOW;
            let members = targets.iter().skip(first).take(WINDOW);
            Window::new(members.map(|neuron| around.of(neuron)))
        });
        Some(Self {
            words,
            space: Space::of(positions),
            decay: Decay::of(&projection.rule)?,
            sources: sources.clone(),
            positions: positions.clone(),
            windows,
            expected: expected(network, projection),
        })
    }

    /// Number of synapses to be expected.
    pub(super) fn expected(&self) -> f64 {
        self.expected
    }

    /// Visits the targets of a source within a range, in ascending order; `found` is memory for them.
    #[inline(always)]
    pub(super) fn visit<M: Machine>(
        &self,
        machine: M,
        found: &mut Vec<u32>,
        source: u32,
        targets: Range<u32>,
        mut visit: impl FnMut(u32),
    ) {
        if targets.is_empty() {
            return;
        }
        let point = self.positions.of(self.sources.get(source as usize));
        let (first, last) = (
            targets.start as usize / WINDOW,
            (targets.end as usize - 1) / WINDOW,
        );
        for number in first..=last {
            found.clear();
            self.draw(machine, (source, &point), number, found);
            found.sort_unstable();
            let start = (number * WINDOW) as u32;
            for target in found.iter().map(|target| start + target) {
                if targets.contains(&target) {
                    visit(target);
                }
            }
        }
    }

    /// Draws the targets of a source in a window, counted within it, in the order of its tree.
    #[inline(always)]
    fn draw<M: Machine>(
        &self,
        machine: M,
        source: (u32, &Point),
        number: usize,
        found: &mut Vec<u32>,
    ) {
        let window = &self.windows[number];
        let mut leaf = 0;
        // Not by a closure: it would not be compiled for the machine.
        while let Some((node, places, bound)) =
            self.next_node::<M::Arithmetic>(source.1, window, &mut leaf)
        {
            let address = ((number << WINDOW_SHIFT) + node) as u64;
            self.draw_node(machine, source, (window, address), (places, bound), found);
        }
    }

    /// The next node in which targets of a source are drawn: number, places in the window and largest probability.
    ///
    /// It is the first one from a leaf on, which goes on to the leaf behind the node.
    #[inline(always)]
    fn next_node<A: Arithmetic>(
        &self,
        point: &Point,
        window: &Window,
        leaf: &mut usize,
    ) -> Option<(usize, Range<usize>, f64)> {
        let depth = window.depth;
        // From leaf to leaf, each time to the end of the largest node that begins here and has few candidates.
        // Larger ones to which the leaf belongs began before it and have been divided.
        while *leaf < window.len().div_ceil(LEAF) {
            let begin = *leaf;
            let mut level = depth - begin.trailing_zeros().min(depth);
            let (node, bound) = loop {
                let node = (1 << level) + (begin >> (depth - level));
                let square = self.space.square_to(point, window.cuboid(node));
                let bound = self.decay.probability::<A>(square);
                let room = (LEAF << (depth - level)) as f64;
                if level == depth || bound * room <= FEW {
                    break (node, bound);
                }
                level += 1;
            };
            *leaf = begin + (1 << (depth - level));
            if bound >= NEVER {
                let end = window.len().min(*leaf * LEAF);
                return Some((node, begin * LEAF..end, bound));
            }
        }
        None
    }

    /// Draws the targets of a source in a node, of which the places in the window and the largest probability are
    /// given.
    #[inline(always)]
    fn draw_node<M: Machine>(
        &self,
        machine: M,
        (source, point): (u32, &Point),
        (window, address): (&Window, u64),
        (places, bound): (Range<usize>, f64),
        found: &mut Vec<u32>,
    ) {
        let scale = 1.0 / libm::log1p(-bound);
        let mut place = places.start;
        let mut draw = address << NODE_SHIFT;
        let mut candidates = [0; CANDIDATES];
        while place < places.end {
            let words = self.words.draw(machine, u64::from(source), draw);
            draw += 1;
            let (jumps, keeps) = words.split_at(2 * CANDIDATES);
            let mut count = 0;
            for k in 0..CANDIDATES {
                // From (0, 1], so that the logarithm is finite.
                let u = fraction(jumps[k], f64::from(jumps[CANDIDATES + k]) + 1.0);
                place += geometric::<M::Arithmetic>(u, scale) as usize;
                if place >= places.end {
                    break;
                }
                candidates[count] = place;
                (count, place) = (count + 1, place + 1);
            }
            for (k, &candidate) in candidates[..count].iter().enumerate() {
                let square = self.space.square(point, window.point(candidate));
                let p = self.decay.probability::<M::Arithmetic>(square);
                let u = fraction(keeps[k], f64::from(keeps[CANDIDATES + k]));
                if u * bound < p {
                    found.push(window.target(candidate));
                }
            }
        }
    }
}

/// A number from 0 to 1 of 64 bits.
#[inline(always)]
fn fraction(high: u32, low: f64) -> f64 {
    const UNIT: f64 = 1.0 / 4_294_967_296.0;
    f64::from(high) * UNIT + low * (UNIT * UNIT)
}

/// The neurons of a slice and the positions of their population, if it has any.
fn located<'a>(network: &'a Network, slice: &'a Slice) -> Option<(&'a Neurons, &'a Positions)> {
    let population = &network.description().populations[slice.population];
    Some((&slice.neurons, population.positions.as_ref()?))
}

#[cfg(test)]
mod tests;
