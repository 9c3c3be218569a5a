//! Statistics of spike trains: firing rates, regularity of intervals, variability of counts and
//! correlation.
//!
//! The one idea to know: trains are whole numbers of time steps, so that bins have no edges that
//! rounding could move, and everything is computed in time and memory proportional to the number
//! of spikes and bins, never to the number of pairs of neurons.
//!
//! | statistic | definition |
//! |---|---|
//! | rate | spikes of a neuron in the window / length of the window |
//! | interval (ISI) | time between consecutive spikes of a neuron within the window |
//! | CV | standard deviation / mean of a neuron's intervals; two intervals at least |
//! | burst fraction | part of a group's pooled intervals that are shorter than 10 ms |
//! | population Fano factor | variance / mean of the number of all spikes in bins of 5 ms |
//! | neuron Fano factor | the same for each neuron in bins of 1 s, mean over those that spiked |
//! | correlation | Pearson's coefficient of two neurons' counts in bins of 50 ms, mean over pairs |
//!
//! Standard deviations and variances are those of samples (divided by n - 1). Bins begin with
//! the window; a last bin that the window cuts short is left out.
//!
//! Degrees and weights of synapses are summed up by [`ConnectivitySummary`].

mod connectivity;
mod counts;
mod summary;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde::Serialize;

pub use connectivity::{ConnectivityError, ConnectivitySummary, Ends, Synapse};
pub use counts::Correlation;
pub use summary::{Quantile, Summary};

/// Intervals shorter than this, in s, belong to a burst. An interval of 10 ms does not: the tiny
/// margin keeps it out whatever way its steps round.
const BURST_INTERVAL: f64 = 10e-3 - 1e-9;

/// Widths of the bins in which spikes are counted, in s.
const POPULATION_BIN: f64 = 5e-3;
const CORRELATION_BIN: f64 = 50e-3;
const NEURON_BIN: f64 = 1.0;

/// Neurons whose statistics are summed up under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name, as in `"E"`.
    pub name: String,
    /// Indices of the neurons, in any order.
    pub neurons: Vec<usize>,
}

/// All statistics of a set of spike trains.
///
/// A statistic is `None` where its definition has nothing to work on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistics {
    /// Number of neurons.
    pub neurons: usize,
    /// Length of the window, in s.
    pub duration_s: f64,
    /// Number of spikes in the window.
    pub spikes: u64,
    /// Firing rate of every neuron, in Hz.
    pub neuron_rate_hz: Vec<f64>,
    /// One entry per group, in the order given.
    pub groups: Vec<GroupStatistics>,
    /// Fano factor of the whole population's spike count in bins of 5 ms.
    pub population_fano_5ms: Option<f64>,
    /// Correlation of the neurons' spike counts in bins of 50 ms, over all pairs of neurons.
    pub correlation_50ms: Option<Correlation>,
    /// Mean over neurons of the Fano factor of their spike counts in bins of 1 s.
    pub neuron_fano_1s: Option<f64>,
}

/// Statistics of the neurons of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupStatistics {
    /// Name of the group.
    pub name: String,
    /// Firing rates of the neurons, in Hz.
    pub rate_hz: Option<Summary>,
    /// Coefficients of variation of the intervals of the neurons with two intervals or more.
    pub isi_cv: Option<Summary>,
    /// Intervals of all neurons together.
    pub intervals: Option<IntervalStatistics>,
}

/// Statistics of pooled intervals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntervalStatistics {
    /// The intervals, in s.
    pub isi_s: Summary,
    /// Quantiles of the intervals, in s.
    pub quantiles: Vec<Quantile>,
    /// Fraction of the intervals below 10 ms.
    pub burst_fraction: f64,
}

/// Why no statistics can be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StatisticsError {
    /// The time step is not a positive number.
    #[error("the time step is {dt} s: must be a finite number greater than 0")]
    TimeStep {
        /// The time step, in s.
        dt: f64,
    },

    /// The window contains no step.
    #[error("the window of steps {start}..{end} is empty: its end must be greater than its start")]
    EmptyWindow {
        /// First step of the window.
        start: u64,
        /// Step behind the window.
        end: u64,
    },

    /// A spike train is not in strictly ascending order.
    #[error(
        "spike train of neuron {neuron}: step {step} does not come after step {previous}; a train \
         is strictly ascending"
    )]
    Unordered {
        /// The neuron.
        neuron: usize,
        /// The step that comes too late or twice.
        step: u64,
        /// The step before it in the train.
        previous: u64,
    },

    /// A group names a neuron that does not exist.
    #[error(
        "group {group:?} contains neuron {neuron}: must be below {neurons}, the number of neurons"
    )]
    UnknownNeuron {
        /// Name of the group.
        group: String,
        /// The index that is too large.
        neuron: usize,
        /// The number of neurons.
        neurons: usize,
    },
}

impl Statistics {
    /// Computes all statistics of the spikes within a window.
    ///
    /// `trains` are the steps at which each neuron spiked, strictly ascending; `dt` is the time
    /// step in s; `window` are the steps that count: `0..steps` for a whole run, a later start to
    /// leave out the onset.
    ///
    /// # Errors
    ///
    /// If `dt` is not positive, the window is empty, a train is not strictly ascending, or a
    /// group names a neuron without train.
    pub fn compute(
        trains: &[Vec<u64>],
        dt: f64,
        window: Range<u64>,
        groups: &[Group],
    ) -> Result<Self, StatisticsError> {
        check(trains, dt, &window, groups)?;
        let steps = window.end - window.start;
        let duration_s = steps as f64 * dt;
        let trains: Vec<&[u64]> = trains.iter().map(|train| within(train, &window)).collect();
        let neuron_rate_hz: Vec<f64> = trains
            .iter()
            .map(|train| train.len() as f64 / duration_s)
            .collect();
        let bins = |width| counts::Bins::new(&window, width, dt);
        Ok(Self {
            neurons: trains.len(),
            duration_s,
            spikes: trains.iter().map(|train| train.len() as u64).sum(),
            groups: groups
                .iter()
                .map(|group| GroupStatistics::of(group, &trains, &neuron_rate_hz, dt))
                .collect(),
            population_fano_5ms: bins(POPULATION_BIN).and_then(|bins| bins.pooled_fano(&trains)),
            correlation_50ms: bins(CORRELATION_BIN).and_then(|bins| bins.correlation(&trains)),
            neuron_fano_1s: bins(NEURON_BIN).and_then(|bins| bins.mean_fano(&trains)),
            neuron_rate_hz,
        })
    }

    /// The statistics of the group with this name.
    pub fn group(&self, name: &str) -> Option<&GroupStatistics> {
        self.groups.iter().find(|group| group.name == name)
    }
}

impl GroupStatistics {
    fn of(group: &Group, trains: &[&[u64]], rates: &[f64], dt: f64) -> Self {
        let rate_hz: Vec<f64> = group.neurons.iter().map(|&neuron| rates[neuron]).collect();
        let mut pooled = Vec::new();
        let mut variations = Vec::new();
        for &neuron in &group.neurons {
            let intervals = intervals(trains[neuron], dt);
            if let Some(summary) = Summary::of(&intervals).filter(|summary| summary.count > 1) {
                variations.push(summary.sd / summary.mean);
            }
            pooled.extend(intervals);
        }
        Self {
            name: group.name.clone(),
            rate_hz: Summary::of(&rate_hz),
            isi_cv: Summary::of(&variations),
            intervals: IntervalStatistics::of(pooled),
        }
    }
}

impl IntervalStatistics {
    fn of(mut intervals: Vec<f64>) -> Option<Self> {
        intervals.sort_unstable_by(f64::total_cmp);
        let isi_s = Summary::of(&intervals)?;
        let bursts = intervals.partition_point(|&interval| interval < BURST_INTERVAL);
        Some(Self {
            isi_s,
            quantiles: Quantile::of_sorted(&intervals),
            burst_fraction: bursts as f64 / intervals.len() as f64,
        })
    }
}

/// The times between consecutive spikes, in s.
fn intervals(train: &[u64], dt: f64) -> Vec<f64> {
    train
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) as f64 * dt)
        .collect()
}

/// The part of an ascending train that lies in the window.
fn within<'a>(train: &'a [u64], window: &Range<u64>) -> &'a [u64] {
    let start = train.partition_point(|&step| step < window.start);
    let end = train.partition_point(|&step| step < window.end);
    &train[start..end]
}

fn check(
    trains: &[Vec<u64>],
    dt: f64,
    window: &Range<u64>,
    groups: &[Group],
) -> Result<(), StatisticsError> {
    if !(dt > 0.0 && dt.is_finite()) {
        return Err(StatisticsError::TimeStep { dt });
    }
    if window.is_empty() {
        return Err(StatisticsError::EmptyWindow {
            start: window.start,
            end: window.end,
        });
    }
    for (neuron, train) in trains.iter().enumerate() {
        if let Some(pair) = train.windows(2).find(|pair| pair[0] >= pair[1]) {
            let (previous, step) = (pair[0], pair[1]);
            return Err(StatisticsError::Unordered {
                neuron,
                step,
                previous,
            });
        }
    }
    for group in groups {
        if let Some(&neuron) = group.neurons.iter().find(|&&neuron| neuron >= trains.len()) {
            let (group, neurons) = (group.name.clone(), trains.len());
            return Err(StatisticsError::UnknownNeuron {
                group,
                neuron,
                neurons,
            });
        }
    }
    Ok(())
}
