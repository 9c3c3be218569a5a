//! What is recorded of a run, and what comes out.
//!
//! One idea: what is recorded is described apart from the network, because it cannot change a run.

mod log;
mod rates;
mod spikes;
mod validate;

pub(crate) use log::SpikeLog;
pub use rates::{RateRecord, RateRecording};
pub use spikes::{SpikeRecord, SpikeRecording};

use crate::network::Slice;
use adexnet_model::neuron::Variable;
use ndarray::Array2;
use std::ops::Range;

/// The whole of a run, as a window of a recording.
pub const ALWAYS: Range<u64> = 0..u64::MAX;

/// What to record.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// Spikes.
    pub spikes: SpikeRecording,
    /// State variables of chosen neurons.
    pub states: Vec<StateRecording>,
    /// Rates of chosen neurons, without their spikes.
    pub rates: Vec<RateRecording>,
}

impl Recording {
    /// All spikes, and nothing else.
    #[must_use]
    pub fn all_spikes() -> Self {
        Self {
            spikes: SpikeRecording::All,
            ..Self::default()
        }
    }
}

/// State variables of neighbouring neurons, sampled at an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRecording {
    /// Name, unique among the recordings.
    pub name: String,
    /// Variables, at least one, each once.
    pub variables: Vec<Variable>,
    /// Neurons, at least one.
    pub neurons: Slice,
    /// Steps from one sample to the next.
    pub every: u64,
    /// Steps in which samples are taken: at the beginning of its first step, `every` steps later, and so on.
    pub window: Range<u64>,
}

impl StateRecording {
    /// A recording of every step.
    #[must_use]
    pub fn new(name: &str, variables: &[Variable], neurons: Slice) -> Self {
        Self {
            name: name.to_owned(),
            variables: variables.to_vec(),
            neurons,
            every: 1,
            window: ALWAYS,
        }
    }

    /// Those of some steps at which samples are taken.
    pub(crate) fn steps(&self, among: Range<u64>) -> Vec<u64> {
        let Range { start, end } = self.window;
        let passed = among.start.saturating_sub(start).div_ceil(self.every);
        let first = start.saturating_add(passed.saturating_mul(self.every));
        (first..end.min(among.end))
            .step_by(self.every as usize)
            .collect()
    }
}

/// The samples of a [`StateRecording`].
#[derive(Debug, Clone, PartialEq)]
pub struct StateRecord {
    /// Name of the recording.
    pub name: String,
    /// Neurons, numbered through the network.
    pub neurons: Vec<u32>,
    /// Steps at whose beginning the samples were taken.
    pub steps: Vec<u64>,
    /// One array \[neuron, sample\] for each variable, in its unit.
    pub variables: Vec<(Variable, Array2<f64>)>,
}
