//! The rule from-edges: a list of synapses, sorted into rows.

use crate::network::{Edges, Receptor, ReceptorChoice};
use std::ops::Range;

/// Listed synapses, sorted by source, then by target, then by their place in the list.
#[derive(Debug, Default)]
pub(crate) struct EdgeRows {
    /// Where the row of each source ends.
    ends: Vec<u32>,
    targets: Vec<u32>,
    /// In nS; `None` if there are none in the list.
    weights: Option<Vec<f64>>,
    /// In ms; `None` if there are none in the list.
    delays: Option<Vec<f64>>,
}

impl EdgeRows {
    /// The synapses of a list that act on a receptor, for a projection of this weight in nS with so many sources.
    pub(super) fn new(
        edges: &Edges,
        (choice, receptor): (ReceptorChoice, Receptor),
        weight: f64,
        sources: usize,
    ) -> Self {
        let sign = match choice {
            ReceptorChoice::One(one) if one != receptor => return Self::default(),
            ReceptorChoice::BySign if receptor == Receptor::INHIBITORY => -1.0,
            _ => 1.0,
        };
        let acts = |edge: usize| match (&edges.weights, choice) {
            (Some(weights), ReceptorChoice::BySign) => (weights[edge] < 0.0) == (sign < 0.0),
            _ => true,
        };
        let order = sorted(edges, sources, acts);
        let mut ends = vec![0; sources];
        for &edge in &order {
            ends[edges.sources[edge as usize] as usize] += 1;
        }
        let mut end = 0;
        for row in &mut ends {
            end += *row;
            *row = end;
        }
        let of = |values: &Vec<f64>, factor: f64| -> Vec<f64> {
            let values = order.iter().map(|&edge| values[edge as usize]);
            values.map(|value| factor * value).collect()
        };
        Self {
            ends,
            targets: order
                .iter()
                .map(|&edge| edges.targets[edge as usize])
                .collect(),
            weights: edges.weights.as_ref().map(|all| of(all, sign * weight)),
            delays: edges.delays.as_ref().map(|all| of(all, 1.0)),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    /// The weights of all synapses in nS, if the list gave any.
    pub(super) fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// Visits target and weight (0 if the list has no weights) of the synapses of a source with targets in a range.
    #[inline(always)]
    pub(super) fn visit(&self, source: u32, targets: &Range<u32>, mut visit: impl FnMut(u32, f64)) {
        let row = self.row(source, targets);
        let weights = self.weights.as_ref().map(|all| &all[row.clone()]);
        for (k, &target) in self.targets[row].iter().enumerate() {
            visit(target, weights.map_or(0.0, |weights| weights[k]));
        }
    }

    /// Whether the list gave delays.
    pub(super) fn has_delays(&self) -> bool {
        self.delays.is_some()
    }

    /// The delay in ms of a synapse: source, target, and how many of the same pair come before it.
    #[inline(always)]
    pub(super) fn delay(&self, synapse: (u32, u32, u32)) -> f64 {
        self.value(self.delays.as_deref(), synapse)
    }

    /// The weight in nS of a synapse.
    #[inline(always)]
    pub(super) fn weight(&self, synapse: (u32, u32, u32)) -> f64 {
        self.value(self.weights.as_deref(), synapse)
    }

    #[inline(always)]
    fn value(&self, values: Option<&[f64]>, (source, target, copy): (u32, u32, u32)) -> f64 {
        let row = self.row(source, &(target..target.saturating_add(1)));
        let value = values.and_then(|values| values.get(row.start + copy as usize));
        value.copied().unwrap_or_default()
    }

    /// The place of the synapses of a source with targets in a range.
    fn row(&self, source: u32, targets: &Range<u32>) -> Range<usize> {
        let source = source as usize;
        let start = source.checked_sub(1).map_or(0, |before| self.ends[before]) as usize;
        let row = &self.targets[start..self.ends[source] as usize];
        let first = row.partition_point(|&target| target < targets.start);
        let last = row.partition_point(|&target| target < targets.end);
        start + first..start + last.max(first)
    }
}

/// The numbers of the chosen synapses by source, target and place in the list.
fn sorted(edges: &Edges, sources: usize, chosen: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut next = vec![0_u32; sources + 1];
    let all = || (0..edges.len()).filter(|&edge| chosen(edge));
    for edge in all() {
        next[edges.sources[edge] as usize + 1] += 1;
    }
    for source in 0..sources {
        next[source + 1] += next[source];
    }
    let mut order = vec![0; next[sources] as usize];
    for edge in all() {
        let place = &mut next[edges.sources[edge] as usize];
        order[*place as usize] = edge as u32;
        *place += 1;
    }
    // Synapses of a source and target come in the order of the list and stay in it.
    for row in order.chunk_by_mut(|&a, &b| edges.sources[a as usize] == edges.sources[b as usize]) {
        row.sort_by_key(|&edge| edges.targets[edge as usize]);
    }
    order
}
