//! Storing the synapses of a pathway, by all threads, straight into the rows of the blocks.
//!
//! One idea: synapses are drawn twice, first to count them and then to store them, so there is never a list
//! of them besides the rows. Rules that draw by source fill some sources' rows in all blocks at
//! a time; the rule that draws by target fills one block at a time. Nobody writes where another does, and
//! which thread does what changes nothing.

use super::rows::{Places, Rows};
use super::synapses::{Scratch, Synapses};
use super::{Pathway, Weight, individual};
use crate::level::{Level, Machine, Task};
use crate::pages::Zeroed;
use crate::threads::Crew;
use adexnet_model::float::Float;
use std::ops::{DerefMut, Range};

/// Parts of the sources that each thread takes one after the other.
const PARTS_PER_THREAD: usize = 16;

/// The rows of a pathway in each block, for the parts of its targets that lie there: ascending, disjoint,
/// counted from its first target, at most 65,536 each.
pub(crate) fn build_rows<F: Float>(
    pathway: &Pathway,
    parts: &[Range<u32>],
    crew: &Crew,
    level: Level,
) -> Vec<Rows<F>> {
    debug_assert!(parts.iter().all(|part| part.len() <= 1 << 16));
    let synapses = &pathway.synapses;
    let stretches = stretches(pathway.sources.len(), crew);
    let mut rows = if synapses.is_by_target() {
        crew.make(parts.len(), |k| {
            let mut rows = Rows::default();
            level.run(ByTarget {
                synapses,
                part: parts[k].clone(),
                rows: &mut rows,
            });
            rows
        })
    } else {
        by_source(pathway, parts, &stretches, (crew, level))
    };
    individual::assign(pathway, parts, &mut rows, &stretches, (crew, level));
    rows
}

/// Parts of the sources, which threads take one after the other.
fn stretches(sources: usize, crew: &Crew) -> Vec<Range<u32>> {
    let stretch = sources.div_ceil(PARTS_PER_THREAD * crew.threads()).max(1);
    (0..sources)
        .step_by(stretch)
        .map(|first| first as u32..sources.min(first + stretch) as u32)
        .collect()
}

struct ByTarget<'a, F> {
    synapses: &'a Synapses,
    part: Range<u32>,
    rows: &'a mut Rows<F>,
}

impl<F> Task for ByTarget<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let sources = self.synapses.shape.0;
        let mut sorter = Sorter::new(sources);
        let mut lengths = Zeroed::new(sources as usize);
        {
            let lengths: &mut [u32] = &mut lengths;
            self.visit(machine, &mut sorter, |source, _| lengths[source] += 1);
        }
        let places = Places::from_lengths(lengths);
        let mut filled = Zeroed::new(sources as usize);
        let mut targets = Zeroed::new(places.total());
        {
            let (filled, targets): (&mut [u32], &mut [u16]) = (&mut filled, &mut targets);
            self.visit(machine, &mut sorter, |source, target| {
                targets[places.of(source).start + filled[source] as usize] = target;
                filled[source] += 1;
            });
        }
        (self.rows.places, self.rows.targets) = (places, targets);
    }
}

impl<F> ByTarget<'_, F> {
    /// Visits all synapses of the part: source and target, the targets of each source in ascending order.
    #[inline(always)]
    fn visit<M: Machine>(
        &self,
        machine: M,
        sorter: &mut Sorter,
        mut visit: impl FnMut(usize, u16),
    ) {
        let mut scratch = Scratch::default();
        for target in self.part.clone() {
            let local = (target - self.part.start) as u16;
            self.synapses
                .visit_column(machine, &mut scratch, target, |source| {
                    sorter.push(source, local);
                });
            if sorter.is_full() {
                sorter.empty(&mut visit);
            }
        }
        sorter.empty(&mut visit);
    }
}

/// Sorts synapses roughly by source before they are stored: what is known of the rows of a few thousand
/// sources, and these rows, stay in the cache while synapses are added to them.
struct Sorter {
    /// For each group of sources, source within the group and target.
    groups: Vec<Vec<u32>>,
    count: usize,
}

impl Sorter {
    /// Sources of a group, 2^13.
    const SHIFT: u32 = 13;
    /// Synapses that are sorted at a time (4 MiB).
    const FULL: usize = 1 << 20;

    fn new(sources: u32) -> Self {
        let groups = (sources as usize >> Self::SHIFT) + 1;
        Self {
            groups: (0..groups).map(|_| Vec::new()).collect(),
            count: 0,
        }
    }

    #[inline(always)]
    fn push(&mut self, source: u32, target: u16) {
        let within = source & ((1 << Self::SHIFT) - 1);
        let group = &mut self.groups[source as usize >> Self::SHIFT];
        group.push(within << 16 | u32::from(target));
        self.count += 1;
    }

    fn is_full(&self) -> bool {
        self.count >= Self::FULL
    }

    /// Takes all out again, one group of sources after the other, and within it in the order in which they came.
    #[inline(always)]
    fn empty(&mut self, visit: &mut impl FnMut(usize, u16)) {
        for (number, group) in self.groups.iter_mut().enumerate() {
            let first = number << Self::SHIFT;
            for synapse in group.drain(..) {
                visit(first + (synapse >> 16) as usize, synapse as u16);
            }
        }
        self.count = 0;
    }
}

fn by_source<F: Float>(
    pathway: &Pathway,
    parts: &[Range<u32>],
    stretches: &[Range<u32>],
    (crew, level): (&Crew, Level),
) -> Vec<Rows<F>> {
    let sources = pathway.sources.len();
    let mut lengths: Vec<Zeroed<u32>> = parts.iter().map(|_| Zeroed::new(sources)).collect();
    let jobs = cut(&mut lengths, |_, sources| sources.len(), stretches);
    let jobs = stretches.iter().zip(jobs).collect();
    crew.each(jobs, |(sources, lengths)| {
        level.run(Count {
            synapses: &pathway.synapses,
            sources: sources.clone(),
            parts,
            lengths,
        });
    });

    let places: Vec<Places> = lengths.into_iter().map(Places::from_lengths).collect();
    let of_stretch = |part: usize, sources: &Range<u32>| places[part].of_stretch(sources);
    let mut targets: Vec<Zeroed<u16>> = places.iter().map(|p| Zeroed::new(p.total())).collect();
    // Weights that are not entries of a matrix are assigned later.
    let is_weighted = pathway.weight == Weight::Individual && pathway.individual.weights.is_none();
    let weighted = |places: &Places| Zeroed::new(if is_weighted { places.total() } else { 0 });
    let mut weights: Vec<Zeroed<F>> = places.iter().map(weighted).collect();
    let targets_of = cut(&mut targets, of_stretch, stretches);
    let weights_of = cut(
        &mut weights,
        |k, s| if is_weighted { of_stretch(k, s) } else { 0 },
        stretches,
    );
    let jobs = stretches.iter().zip(targets_of.into_iter().zip(weights_of));
    crew.each(jobs.collect(), |(sources, (targets, weights))| {
        level.run(Fill {
            synapses: &pathway.synapses,
            sources: sources.clone(),
            parts,
            targets,
            weights: is_weighted.then_some(weights),
        });
    });
    let rows = places.into_iter().zip(targets).zip(weights);
    rows.map(|((places, targets), weights)| Rows {
        places,
        targets,
        weights: is_weighted.then_some(weights),
        delays: None,
    })
    .collect()
}

/// Cuts the array of each part into one piece for each stretch of sources, of the given lengths, and returns the
/// pieces by stretch.
fn cut<'a, T>(
    arrays: &'a mut [impl DerefMut<Target = [T]>],
    length: impl Fn(usize, &Range<u32>) -> usize,
    stretches: &[Range<u32>],
) -> Vec<Vec<&'a mut [T]>> {
    let mut pieces: Vec<Vec<&mut [T]>> = stretches.iter().map(|_| Vec::new()).collect();
    for (part, array) in arrays.iter_mut().enumerate() {
        let mut rest = &mut **array;
        for (pieces, stretch) in pieces.iter_mut().zip(stretches) {
            let length = length(part, stretch).min(rest.len());
            let (piece, others) = rest.split_at_mut(length);
            pieces.push(piece);
            rest = others;
        }
    }
    pieces
}

/// Counts the synapses of some sources in every part.
struct Count<'a> {
    synapses: &'a Synapses,
    sources: Range<u32>,
    parts: &'a [Range<u32>],
    /// By part, then by source.
    lengths: Vec<&'a mut [u32]>,
}

impl Task for Count<'_> {
    #[inline(always)]
    fn run<M: Machine>(mut self, machine: M) {
        let mut scratch = Scratch::default();
        let all = covered(self.parts);
        for source in self.sources.clone() {
            let row = (source - self.sources.start) as usize;
            let (mut part, mut count) = (0, 0);
            self.synapses
                .visit_row(machine, &mut scratch, source, all.clone(), |target, _| {
                    while target >= self.parts[part].end {
                        self.lengths[part][row] = count;
                        (part, count) = (part + 1, 0);
                    }
                    count += 1;
                });
            if count > 0 {
                self.lengths[part][row] = count;
            }
        }
    }
}

/// Stores the synapses of some sources in every part.
struct Fill<'a, F> {
    synapses: &'a Synapses,
    sources: Range<u32>,
    parts: &'a [Range<u32>],
    /// By part, one row after the other.
    targets: Vec<&'a mut [u16]>,
    weights: Option<Vec<&'a mut [F]>>,
}

impl<F: Float> Task for Fill<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(mut self, machine: M) {
        let mut scratch = Scratch::default();
        let all = covered(self.parts);
        let mut filled = vec![0; self.parts.len()];
        for source in self.sources.clone() {
            let mut part = 0;
            self.synapses.visit_row(
                machine,
                &mut scratch,
                source,
                all.clone(),
                |target, weight| {
                    while target >= self.parts[part].end {
                        part += 1;
                    }
                    let place = &mut filled[part];
                    self.targets[part][*place] = (target - self.parts[part].start) as u16;
                    if let Some(weights) = &mut self.weights {
                        weights[part][*place] = F::from_f64(weight);
                    }
                    *place += 1;
                },
            );
        }
    }
}

/// The targets of all parts, which lie one beside the other.
fn covered(parts: &[Range<u32>]) -> Range<u32> {
    let mut parts = parts.iter().filter(|part| !part.is_empty());
    match (parts.next(), parts.next_back()) {
        (Some(first), Some(last)) => first.start..last.end,
        (Some(only), None) => only.clone(),
        _ => 0..0,
    }
}
