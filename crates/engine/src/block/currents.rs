//! Currents injected into the neurons of a segment.

use super::Part;
use crate::network::{CurrentInput, Network, TimeStep, Waveform};
use crate::snapshot::Keeper;
use adexnet_model::float::Float;
use ndarray::Array2;
use std::ops::Range;
use std::sync::Arc;

/// The sum of the injected currents of each neuron, kept up to date at the steps of change.
#[derive(Debug)]
pub(crate) struct InjectedCurrent<F> {
    /// Current of each neuron in pA; empty where nothing is injected.
    values: Vec<F>,
    /// Current of each neuron that was set while the simulation runs, in pA; empty where none was.
    live: Vec<F>,
    inputs: Vec<Injection>,
    next_change: u64,
}

/// One input: neurons of the segment, and the current by step.
#[derive(Debug)]
struct Injection {
    neurons: Part,
    course: Course,
}

#[derive(Debug)]
enum Course {
    /// From which steps on which current in pA.
    Steps(Vec<(u64, f64)>),
    Sinusoid {
        offset: f64,
        amplitude: f64,
        /// In rad/s.
        angular: f64,
        phase: f64,
        time_step: TimeStep,
    },
    Sampled {
        /// In ms.
        every: f64,
        time_step: TimeStep,
        samples: Arc<Array2<f64>>,
        /// Column of the first of the neurons.
        first: usize,
    },
}

/// The last of the samples, one every so many ms, whose interval has begun when a step begins.
fn sample_of(step: u64, every: f64, time_step: TimeStep) -> u64 {
    let near = (step as f64 * (time_step.ms() / every)).round();
    let has_begun = time_step.first_step_from(near * every) <= step;
    near as u64 - u64::from(!has_begun)
}

impl Course {
    fn of(input: &CurrentInput, time_step: TimeStep, first: usize) -> Self {
        match &input.waveform {
            Waveform::Steps { times, values } => {
                let steps = times.iter().map(|&t| time_step.first_step_from(t));
                Self::Steps(steps.zip(values.iter().copied()).collect())
            }
            Waveform::Sinusoid {
                offset,
                amplitude,
                frequency,
                phase,
            } => Self::Sinusoid {
                offset: *offset,
                amplitude: *amplitude,
                angular: std::f64::consts::TAU * frequency,
                phase: *phase,
                time_step,
            },
            Waveform::Sampled { every, samples } => Self::Sampled {
                every: *every,
                time_step,
                samples: Arc::clone(samples),
                first,
            },
        }
    }

    /// The first step after this one at which the current may be another.
    fn next_change(&self, step: u64) -> u64 {
        match self {
            Self::Steps(changes) => {
                let passed = changes.partition_point(|&(from, _)| from <= step);
                changes.get(passed).map_or(u64::MAX, |&(from, _)| from)
            }
            Self::Sinusoid { .. } => step + 1,
            Self::Sampled {
                every,
                time_step,
                samples,
                ..
            } => {
                let next = sample_of(step, *every, *time_step) + 1;
                if next < samples.nrows() as u64 {
                    time_step.first_step_from(next as f64 * every)
                } else {
                    u64::MAX
                }
            }
        }
    }

    /// Adds the currents of a step to those of some neurons of a segment.
    fn add_to<F: Float>(&self, step: u64, neurons: &Part, values: &mut [F]) {
        let mut add = |current: f64| {
            let current = F::from_f64(current);
            for k in 0..neurons.len() {
                values[neurons.place(k)] += current;
            }
        };
        match self {
            Self::Steps(changes) => {
                let passed = changes.partition_point(|&(from, _)| from <= step);
                if let Some(&(_, current)) = passed.checked_sub(1).and_then(|k| changes.get(k)) {
                    add(current);
                }
            }
            Self::Sinusoid {
                offset,
                amplitude,
                angular,
                phase,
                time_step,
            } => add(offset + amplitude * libm::sin(angular * time_step.stamp(step) + phase)),
            Self::Sampled {
                every,
                time_step,
                samples,
                first,
            } => {
                let last = samples.nrows() as u64 - 1;
                let row = sample_of(step, *every, *time_step).min(last);
                let row = samples.row(row as usize);
                if samples.ncols() == 1 {
                    add(row[0]);
                } else {
                    for (k, &current) in row.iter().skip(*first).take(neurons.len()).enumerate() {
                        values[neurons.place(k)] += F::from_f64(current);
                    }
                }
            }
        }
    }
}

impl<F: Float> InjectedCurrent<F> {
    pub(super) fn build(network: &Network, segment: &Range<u32>) -> Self {
        let mut inputs = Vec::new();
        for (_, input) in network.description().currents() {
            let target = network.slice_numbers(&input.target);
            let neurons = Part::of(&target, segment);
            if neurons.len() > 0 {
                let first = target.within(segment).start as usize;
                let course = Course::of(input, network.time_step(), first);
                inputs.push(Injection { neurons, course });
            }
        }
        let size = if inputs.is_empty() { 0 } else { segment.len() };
        Self {
            values: vec![F::ZERO; size],
            live: Vec::new(),
            next_change: if inputs.is_empty() { u64::MAX } else { 0 },
            inputs,
        }
    }

    /// Sets the current of some neurons of a segment of `size` from the next step on, whatever the inputs say besides.
    pub(crate) fn set_live(&mut self, size: usize, neurons: &Part, current: f64) {
        self.live.resize(size, F::ZERO);
        for k in 0..neurons.len() {
            self.live[neurons.place(k)] = F::from_f64(current);
        }
        self.values.resize(size, F::ZERO);
        self.next_change = 0;
    }

    /// Whether any current was set while the simulation ran.
    pub(crate) fn is_live(&self) -> bool {
        !self.live.is_empty()
    }

    /// Visits what must be kept of a segment of `size` neurons: currents that were set.
    pub(crate) fn keep(&mut self, size: usize, population: &str, keeper: &mut dyn Keeper<F>) {
        let name = format!("current.{population}");
        if keeper.has(&name) {
            self.live.resize(size, F::ZERO);
            self.values.resize(size, F::ZERO);
            keeper.floats(&name, &mut self.live);
        } else if keeper.replaces() {
            self.live.clear();
        }
        self.next_change = 0;
    }

    /// Brings the currents to what holds at a step; steps are called in ascending order.
    #[inline]
    pub(crate) fn advance_to(&mut self, step: u64) {
        if step >= self.next_change {
            self.change(step);
        }
    }

    #[cold]
    fn change(&mut self, step: u64) {
        self.values.fill(F::ZERO);
        self.next_change = u64::MAX;
        for Injection { neurons, course } in &self.inputs {
            self.next_change = self.next_change.min(course.next_change(step));
            course.add_to(step, neurons, &mut self.values);
        }
        for (value, &live) in self.values.iter_mut().zip(&self.live) {
            *value += live;
        }
    }

    /// The currents of some neurons in pA; `None` where nothing is injected into the segment.
    #[inline(always)]
    pub(crate) fn get(&self, range: Range<usize>) -> Option<&[F]> {
        self.values.get(range)
    }
}
