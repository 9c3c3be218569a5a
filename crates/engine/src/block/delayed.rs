//! Delivery along a pathway whose synapses have delays of their own.
//!
//! One idea: a spike is visited when it can first arrive, for all arrivals of the next steps, and again whenever these
//! steps are used up. Rows are sorted by delay, so what arrives in some steps is one slice of each row, and
//! what is delivered ahead waits in a ring of steps that belongs to the block.
//!
//! Cost, with D steps from the shortest delay to the longest and R steps for which there is room: a spike visits its row
//! once where D <= R, else 1 + D / R times, whatever the lengths of intervals; a visit costs about as much as ten
//! synapses. The ring takes R bytes for each target, or R numbers where weights are individual. It is given an
//! eighth of the memory of the synapses, but from [`LEAST_AHEAD`] to [`MOST_AHEAD`] steps: at 10 Hz, 1,000 synapses onto a neuron,
//! and delays up to 100 ms in steps of 0.1 ms, that are 256 steps and five visits of each spike. (Going through
//! all spikes of the last 100 ms in each interval would be a thousand visits where intervals are single steps.)
//!
//! Why the result depends neither on R nor on where intervals are cut: spikes are visited in the order of their
//! emission, first those that have been visited before, so what arrives at a step is summed in
//! the order (emission, source, entry in the row) whenever it is delivered.
//!
//! Nothing here has to be kept when a run is interrupted: with an empty ring and the horizon at the next step, the
//! history of spikes fills it again.

use super::ahead::fetch_ahead;
use super::{Arrivals, Spikes, arrivals::Ring};
use crate::connectivity::{DelayedRows, Weight};
use crate::network::NeuronNumbers;
use crate::phases::History;
use adexnet_model::float::Float;
use std::ops::Range;

/// Steps that are delivered ahead.
const LEAST_AHEAD: u64 = 32;
const MOST_AHEAD: u64 = 256;

/// Part of the memory of the synapses that is given to what is delivered ahead.
const SHARE: f64 = 1.0 / 8.0;

/// Steps for which there is room, for `synapses` bytes of synapses onto each target, arrivals of `arrival` bytes,
/// intervals of `interval` steps and `longest` steps from the shortest delay to the longest.
pub(crate) fn ring_steps(longest: u64, interval: u64, synapses: f64, arrival: usize) -> u64 {
    let affordable = (SHARE * synapses / arrival as f64) as u64;
    interval + longest.min(affordable.clamp(LEAST_AHEAD, MOST_AHEAD))
}

/// Spikes under way to a block.
#[derive(Debug)]
pub(crate) struct Delayed<F> {
    weight: Weight,
    targets: usize,
    /// Longest delay in steps beyond the shortest possible.
    longest: u64,
    /// Spikes emitted before this step have been visited,
    visited: u64,
    /// and all has been delivered that they bring before this one.
    horizon: u64,
    /// What arrives from the next step to the horizon: step n in row n modulo the number of rows.
    arrivals: Arrivals<F>,
    /// Synaptic events, by row.
    events: Vec<u64>,
}

impl<F: Float> Delayed<F> {
    /// For synapses onto so many targets and intervals of at most `interval` steps.
    pub(super) fn new(
        rows: DelayedRows<'_, F>,
        weight: Weight,
        targets: usize,
        interval: u64,
    ) -> Self {
        let longest = rows.longest();
        let arrival = match weight {
            Weight::Uniform(_) => 1,
            Weight::Individual | Weight::Released(_) => size_of::<F>(),
        };
        let synapses = rows.bytes() as f64 / targets as f64;
        let steps = ring_steps(longest, interval, synapses, arrival);
        Self::with_room(weight, targets, longest, steps as usize)
    }

    fn with_room(weight: Weight, targets: usize, longest: u64, steps: usize) -> Self {
        Self {
            weight,
            targets,
            longest,
            visited: 0,
            horizon: 0,
            arrivals: Arrivals::ring(weight, steps, targets),
            events: vec![0; steps],
        }
    }

    pub(super) fn longest(&self) -> u64 {
        self.longest
    }

    /// Begins anew with an empty ring where a simulation has been restored: what arrives at the beginning of `step` has
    /// been added. `shortest` is the delay to which those of the rows are added.
    pub(super) fn resume_at(&mut self, step: u64, shortest: u64) {
        self.arrivals = Arrivals::ring(self.weight, self.events.len(), self.targets);
        self.events.fill(0);
        self.visited = step.saturating_sub(shortest);
        self.horizon = step + 1;
    }

    /// Lends the ring for the steps that were received, or takes it back.
    pub(super) fn exchange(&mut self, arrivals: &mut Arrivals<F>) {
        std::mem::swap(&mut self.arrivals, arrivals);
    }

    /// Completes what arrives in consecutive steps, turns the ring to them, and returns the number of their synaptic
    /// events. `shortest` is the delay to which those of the rows are added.
    pub(super) fn receive(
        &mut self,
        rows: DelayedRows<'_, F>,
        (shortest, sources, plastic): (u64, &NeuronNumbers, Option<usize>),
        steps: Range<u64>,
        history: &History,
        spikes: &mut Spikes,
    ) -> u64 {
        let room = self.events.len() as u64;
        let row_of = |step: u64| (step % room) as usize;
        let first = row_of(steps.start);
        let waiting = self.horizon.saturating_sub(steps.start);
        self.arrivals.forget_passed(|row| {
            let ahead = (row + room as usize - first) as u64 % room;
            ahead >= waiting
        });

        let (visited, before) = (self.visited, self.horizon);
        let horizon = self.next_horizon(&steps);
        // Spikes that have been visited and bring more before the new horizon, then those that may arrive by now.
        let again = if horizon > before {
            before.saturating_sub(1 + shortest + self.longest)
        } else {
            visited
        };
        let known = visited.max(steps.end.saturating_sub(1 + shortest));
        let emissions = again.min(visited)..known;
        spikes.clear();
        for emission in emissions.clone() {
            spikes.append(history.of_step(emission), sources);
            spikes.append_released(history, emission, plastic);
        }
        let windows = emissions.map(|emission| {
            let earliest = emission + 1 + shortest;
            let done = if emission < visited {
                before.saturating_sub(earliest)
            } else {
                0
            };
            let delay = |steps: u64| steps.min(1 << 16) as u32;
            Window {
                delays: delay(done)..delay(horizon.saturating_sub(earliest)),
                row: row_of(earliest + done),
            }
        });
        let visits = Visits {
            rows,
            spikes,
            longest: self.longest,
            targets: self.targets,
            events: &mut self.events,
        };
        match self.arrivals.whole(self.weight) {
            Ring::Counts(mut counter) => visits.make(windows, |_, place, _| counter.count(place)),
            Ring::Sums(sums) => {
                let weights = rows.weights.unwrap_or_default();
                let common = F::from_f64(self.weight.common().unwrap_or_default());
                let weight = |synapse: usize| weights.get(synapse).copied().unwrap_or(common);
                if plastic.is_some() {
                    let released = &spikes.released;
                    visits.make(windows, |spike, place, synapse| {
                        sums[place] += weight(synapse) * F::from_f64(released[spike]);
                    });
                } else {
                    visits.make(windows, |_, place, synapse| sums[place] += weights[synapse]);
                }
            }
        }
        (self.visited, self.horizon) = (known, horizon);

        let mut total = 0;
        let events = &mut self.events;
        let pending = steps.map(|step| {
            let events = std::mem::take(&mut events[row_of(step)]);
            total += events;
            events > 0
        });
        self.arrivals.turn(first, pending);
        total
    }

    /// The step before which all is to be delivered that the spikes bring which may arrive in `steps`: beyond all that
    /// they bring, if there is room, else as far as there is when what was delivered ahead is used up.
    fn next_horizon(&self, steps: &Range<u64>) -> u64 {
        let end_of_room = steps.start + self.events.len() as u64;
        let beyond_all = steps.end + self.longest;
        if beyond_all <= end_of_room {
            self.horizon.max(beyond_all)
        } else if steps.end > self.horizon {
            self.horizon.max(end_of_room)
        } else {
            self.horizon
        }
    }
}

/// The delays that are due of the spikes of a step.
struct Window {
    delays: Range<u32>,
    /// Row in which the first of them arrives.
    row: usize,
}

/// Visits of spikes.
struct Visits<'a, F> {
    rows: DelayedRows<'a, F>,
    spikes: &'a Spikes,
    longest: u64,
    targets: usize,
    events: &'a mut [u64],
}

impl<F> Visits<'_, F> {
    /// Visits the synapses that are due, by the spike and their place in the ring and in the rows; `windows` are those of the
    /// successive steps of emission.
    #[inline(always)]
    fn make(
        self,
        windows: impl Iterator<Item = Window>,
        mut arrive: impl FnMut(usize, usize, usize),
    ) {
        let Self {
            rows,
            spikes: Spikes { sources, ends, .. },
            longest,
            ..
        } = self;
        let mut first = 0;
        for (window, &end) in windows.zip(ends) {
            for k in first..end {
                let place = |source| rows.prefetch_place(source);
                let row = |source| rows.prefetch(source, &window.delays, longest);
                fetch_ahead(sources, k, place, row);
                let source = sources[k] as usize;
                let start = rows.first_from(source, window.delays.start, longest);
                let synapses = start..rows.place(source).end;
                let targets = rows.targets[synapses.clone()].iter();
                let delays = rows.delays[synapses.clone()].iter();
                for (synapse, (&target, &delay)) in synapses.zip(targets.zip(delays)) {
                    if u32::from(delay) >= window.delays.end {
                        break;
                    }
                    let mut row = window.row + (u32::from(delay) - window.delays.start) as usize;
                    if row >= self.events.len() {
                        row -= self.events.len();
                    }
                    self.events[row] += 1;
                    arrive(k, row * self.targets + usize::from(target), synapse);
                }
            }
            first = end;
        }
    }
}

#[cfg(test)]
mod tests;
