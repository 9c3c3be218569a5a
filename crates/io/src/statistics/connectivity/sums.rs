//! What is summed up of synapses that come one after the other.

use super::{ConnectivityError, ConnectivitySummary, Ends, Synapse};
use crate::statistics::Summary;

/// What has been summed up so far.
pub(super) struct Sums {
    ends: Ends,
    out_degrees: Vec<u64>,
    in_degrees: Vec<u64>,
    /// The source whose synapses come now, and their targets.
    source: usize,
    source_targets: Vec<usize>,
    autapses: u64,
    multapses: u64,
    positive: Moments,
    negative: Moments,
    zero_weights: u64,
    delays: Moments,
}

impl Sums {
    pub(super) fn new(ends: Ends) -> Self {
        Self {
            ends,
            out_degrees: vec![0; ends.sources],
            in_degrees: vec![0; ends.targets],
            source: 0,
            source_targets: Vec::new(),
            autapses: 0,
            multapses: 0,
            positive: Moments::default(),
            negative: Moments::default(),
            zero_weights: 0,
            delays: Moments::default(),
        }
    }

    pub(super) fn add(&mut self, synapse: Synapse) -> Result<(), ConnectivityError> {
        let Synapse { source, target, .. } = synapse;
        let Ends {
            sources, targets, ..
        } = self.ends;
        if source >= sources || target >= targets {
            return Err(ConnectivityError::UnknownNeuron {
                source_neuron: source,
                target_neuron: target,
                sources,
                targets,
            });
        }
        if source < self.source {
            return Err(ConnectivityError::Unordered {
                source_neuron: source,
                previous: self.source,
            });
        }
        if source > self.source {
            self.end_source();
            self.source = source;
        }
        self.source_targets.push(target);
        self.out_degrees[source] += 1;
        self.in_degrees[target] += 1;
        self.autapses += u64::from(source == target);
        self.add_values(synapse);
        Ok(())
    }

    fn add_values(&mut self, synapse: Synapse) {
        if let Some(weight) = synapse.weight {
            if weight > 0.0 {
                self.positive.add(weight);
            } else if weight < 0.0 {
                self.negative.add(weight);
            } else {
                self.zero_weights += 1;
            }
        }
        if let Some(delay) = synapse.delay {
            self.delays.add(delay);
        }
    }

    /// Counts the targets that the source has reached more than once.
    fn end_source(&mut self) {
        self.source_targets.sort_unstable();
        let pairs = self.source_targets.windows(2);
        self.multapses += pairs.filter(|pair| pair[0] == pair[1]).count() as u64;
        self.source_targets.clear();
    }

    pub(super) fn into_summary(mut self) -> ConnectivitySummary {
        self.end_source();
        ConnectivitySummary {
            sources: self.ends.sources,
            targets: self.ends.targets,
            synapses: self.out_degrees.iter().sum(),
            autapses: self.ends.same.then_some(self.autapses),
            multapses: self.multapses,
            out_degree: Moments::of_counts(&self.out_degrees).into_summary(),
            in_degree: Moments::of_counts(&self.in_degrees).into_summary(),
            positive_weight_ns: self.positive.into_summary(),
            negative_weight_ns: self.negative.into_summary(),
            zero_weights: self.zero_weights,
            delay_ms: self.delays.into_summary(),
        }
    }
}

/// Mean and spread of numbers that come one after the other: the update of Welford (1962),
/// "Note on a method for calculating corrected sums of squares and products", Technometrics 4.
#[derive(Debug, Clone, Copy)]
struct Moments {
    count: usize,
    mean: f64,
    /// Sum of the squared deviations from the mean.
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            squares: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }
}

impl Moments {
    fn of_counts(counts: &[u64]) -> Self {
        let mut moments = Self::default();
        for &count in counts {
            moments.add(count as f64);
        }
        moments
    }

    fn add(&mut self, value: f64) {
        self.count += 1;
        let deviation = value - self.mean;
        self.mean += deviation / self.count as f64;
        self.squares += deviation * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    fn into_summary(self) -> Option<Summary> {
        let degrees_of_freedom = self.count.checked_sub(1)?;
        Some(Summary {
            count: self.count,
            mean: self.mean,
            sd: (self.squares / degrees_of_freedom.max(1) as f64).sqrt(),
            min: self.min,
            max: self.max,
        })
    }
}
