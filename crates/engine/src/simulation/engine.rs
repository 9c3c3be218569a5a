//! The run loop.
//!
//! Who owns what: each block is behind its own lock and is held by one thread at a time. What
//! blocks read in common is read-locked during an interval and written only by the last thread at the
//! barrier, which also owns the conductor: records, the serial source of noise, and the decision
//! what comes next. All locks are free when they are taken, so they cost next to nothing.

use super::options::MOST_THREADS;
use super::{
    Outcome, PhaseTimes, ReadError, RunError, SimulationError, SimulationOptions, legacy_generator,
    pathways,
};
use crate::block::{Block, Emitted, Layout};
use crate::level::Level;
use crate::network::{Network, Noise};
use crate::phases::{Common, History, Interval, Timing, advance, publish, settle};
use crate::random::{LegacyFeed, NormalsWindow};
use crate::recording::{Recording, SpikeRecord, StateRecord, StateRecording, Variable};
use crate::threads::{Aborted, Barrier, Control, Crew};
use adexnet_model::float::Float;
use ndarray::Array2;
use sprs::{CsMatI, TriMatI};
use std::ops::{Deref, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Longest interval, where no delay bounds it: so long that its barrier costs nothing and so short
/// that a run stops promptly.
const LONGEST_INTERVAL: u64 = 64;

/// One interval in so many is timed: a prime, so that no period of the network is in step with it.
const TIMED_INTERVALS: u64 = 61;

/// What [`super::Simulation`] needs of an engine, whatever its float type.
pub(super) trait Core: Send {
    fn run_for(&mut self, steps: u64) -> Result<Outcome, RunError>;
    fn step(&self) -> u64;
    fn control(&self) -> Control;
    fn set_control(&mut self, control: Control);
    fn spikes(&self) -> &SpikeRecord;
    fn states(&self) -> Vec<StateRecord>;
    fn values(&self, variable: Variable) -> Vec<f64>;
    fn projection_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError>;
    fn synapses(&self) -> u64;
    fn synaptic_events(&self) -> u64;
    fn threads(&self) -> usize;
    fn level(&self) -> Level;
    fn phase_times(&self) -> PhaseTimes;
}

/// A network in the float type `F`.
pub(super) struct Engine<F> {
    blocks: Vec<Mutex<Block<F>>>,
    common: RwLock<Common>,
    conductor: Mutex<Conductor>,
    crew: Crew,
    /// Blocks of each thread.
    shares: Vec<Range<usize>>,
    recordings: Vec<StateRecording>,
    spikes: SpikeRecord,
    control: Control,
    network: Network,
    level: Level,
    step: u64,
    /// Message of a panic, after which nothing may go on.
    failed: Option<String>,
}

/// What only the last thread at the barrier touches.
struct Conductor {
    /// Step at which the run ends.
    until: u64,
    /// Longest interval that the delays allow.
    longest: u64,
    record: Option<SpikeRecord>,
    feed: Option<LegacyFeed>,
    intervals: u64,
    timed_intervals: u64,
    timing: Timing,
}

/// The lock's contents, also after a panic: a failed simulation is never run again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct EmittedOf<'a, F>(MutexGuard<'a, Block<F>>);

impl<F> Deref for EmittedOf<'_, F> {
    type Target = Emitted;

    fn deref(&self) -> &Emitted {
        &self.0.emitted
    }
}

impl<F: Float> Engine<F> {
    pub(super) fn new(
        network: &Network,
        recording: Recording,
        options: &SimulationOptions,
    ) -> Result<Self, SimulationError> {
        if options.threads > MOST_THREADS {
            return Err(SimulationError::Threads {
                threads: options.threads,
                reason: format!("a simulation has at most {MOST_THREADS}"),
            });
        }
        let threads = options.resolve_threads(network);
        let crew = Crew::new(threads).map_err(|error| SimulationError::Threads {
            threads,
            reason: error.to_string(),
        })?;
        let layout = Layout::new(network, threads, options.block_size);
        let mut legacy = legacy_generator(network);
        let pathways = pathways(network, legacy.as_mut());
        let blocks = crew.make(layout.blocks.len(), |k| {
            Mutex::new(Block::build(
                network,
                &layout.blocks[k],
                &pathways,
                &recording.states,
            ))
        });
        let (normals, feed) = match &network.description().noise {
            Noise::Recorded(normals) => (recorded(normals), None),
            Noise::White => serial_noise(network, legacy, options.may_draw_ahead()),
            Noise::None => (NormalsWindow::empty(0, 0), None),
        };
        let delays = pathways.iter().map(|pathway| pathway.delay);
        let shortest = delays.clone().min();
        let history = History::new(delays.max().map_or(1, |longest| longest + 1));
        let level = options.level.unwrap_or_else(Level::best);
        let share = |thread| thread * blocks.len() / threads..(thread + 1) * blocks.len() / threads;
        Ok(Self {
            shares: (0..threads).map(share).collect(),
            blocks,
            common: RwLock::new(Common {
                interval: Interval { first: 0, steps: 0 },
                history,
                normals,
                level,
                timed: false,
            }),
            conductor: Mutex::new(Conductor {
                until: 0,
                longest: shortest.map_or(LONGEST_INTERVAL, |d| (d + 1).min(LONGEST_INTERVAL)),
                record: recording.spikes.then(SpikeRecord::default),
                feed,
                intervals: 0,
                timed_intervals: 0,
                timing: Timing::default(),
            }),
            crew,
            recordings: recording.states,
            spikes: SpikeRecord::default(),
            control: Control::default(),
            network: network.clone(),
            level,
            step: 0,
            failed: None,
        })
    }

    /// One thread's part of a run: interval after interval, its blocks, then the barrier.
    fn work(&self, thread: usize, barrier: &Barrier) -> Result<(), Aborted> {
        let share = self.shares[thread].clone();
        if share.is_empty() {
            return Ok(());
        }
        loop {
            let common = self.common.read().unwrap_or_else(PoisonError::into_inner);
            if common.interval.steps == 0 {
                return Ok(());
            }
            let mut timing = Timing::default();
            for block in &self.blocks[share.clone()] {
                timing += advance(&mut lock(block), &common);
            }
            if common.timed {
                lock(&self.conductor).timing += timing;
            }
            drop(common);
            barrier.wait_then(|| self.exchange())?;
        }
    }

    /// What the last thread does between two intervals: publish the spikes, choose the next interval.
    fn exchange(&self) {
        let mut common = self.common.write().unwrap_or_else(PoisonError::into_inner);
        let mut conductor = lock(&self.conductor);
        let emitted: Vec<_> = self
            .blocks
            .iter()
            .map(|block| EmittedOf(lock(block)))
            .collect();
        let interval = common.interval;
        publish(
            interval,
            &emitted,
            &mut common.history,
            conductor.record.as_mut(),
        );
        self.control.set_step(interval.end());
        conductor.begin_interval(&mut common, interval.end(), self.control.is_stopped());
    }

    /// Visits the blocks in the order of their neurons, between two runs.
    fn read_blocks(&self, mut read: impl FnMut(&Block<F>)) {
        self.blocks.iter().for_each(|block| read(&lock(block)));
    }
}

impl Conductor {
    /// Sets the next interval: as long as the delays, the end of the run and the normals allow,
    /// empty at the end. Where an interval is cut changes no bit of the result.
    fn begin_interval(&mut self, common: &mut Common, first: u64, stop: bool) {
        let mut steps = self.longest.min(self.until - first);
        if stop {
            steps = 0;
        }
        if steps > 0 {
            if common.normals.end() == first
                && let Some(feed) = &mut self.feed
            {
                common.normals = feed.next(first);
            }
            steps = steps.min(common.normals.end() - first);
            self.intervals += 1;
            common.timed = self.intervals % TIMED_INTERVALS == 1;
            self.timed_intervals += u64::from(common.timed);
        }
        common.interval = Interval { first, steps };
    }
}

/// The window of all recorded normals.
fn recorded(normals: &Arc<Array2<f64>>) -> NormalsWindow {
    let rows = if normals.is_standard_layout() {
        Arc::clone(normals)
    } else {
        Arc::new(normals.as_standard_layout().into_owned())
    };
    NormalsWindow {
        first_step: 0,
        rows,
    }
}

/// The legacy generator as a source of normals, where the network asks for it.
fn serial_noise(
    network: &Network,
    legacy: Option<crate::LegacyGenerator>,
    ahead: bool,
) -> (NormalsWindow, Option<LegacyFeed>) {
    let populations = network.description().populations.iter().enumerate();
    let noisy = populations.filter(|&(number, _)| network.is_noisy(number));
    let columns = noisy.map(|(_, population)| population.size).sum();
    match legacy {
        Some(generator) if columns > 0 => {
            let feed = LegacyFeed::new(generator, columns, ahead);
            (NormalsWindow::empty(0, columns), Some(feed))
        }
        _ => (NormalsWindow::empty(0, 0), None),
    }
}

impl<F: Float> Core for Engine<F> {
    fn run_for(&mut self, steps: u64) -> Result<Outcome, RunError> {
        let until = self.step.saturating_add(steps);
        if let Some(message) = &self.failed {
            let (step, message) = (self.step, message.clone());
            return Err(RunError::Failed { step, message });
        }
        if let Noise::Recorded(normals) = &self.network.description().noise
            && until > normals.nrows() as u64
        {
            let available = normals.nrows() as u64;
            return Err(RunError::NoiseTooShort {
                available,
                needed: until,
            });
        }
        {
            let common = self
                .common
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner);
            let conductor = self
                .conductor
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner);
            conductor.until = until;
            // The record is lent to the conductor for the run.
            if let Some(record) = &mut conductor.record {
                std::mem::swap(record, &mut self.spikes);
            }
            conductor.begin_interval(common, self.step, self.control.is_stopped());
        }
        // Threads without a block have nothing to wait for.
        let working = self.shares.iter().filter(|share| !share.is_empty()).count();
        let barrier = Barrier::new(working);
        let result = self
            .crew
            .run(&barrier, |thread| self.work(thread, &barrier));
        let conductor = self
            .conductor
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(record) = &mut conductor.record {
            std::mem::swap(record, &mut self.spikes);
        }
        let common = self
            .common
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        self.step = common.interval.first;
        if let Err(message) = result {
            let step = self.step;
            self.failed = Some(message.clone());
            return Err(RunError::Failed { step, message });
        }
        for block in &mut self.blocks {
            let block = block.get_mut().unwrap_or_else(PoisonError::into_inner);
            settle(block, self.step, &common.history);
        }
        Ok(if self.step == until {
            Outcome::Completed
        } else {
            Outcome::Interrupted
        })
    }

    fn step(&self) -> u64 {
        self.step
    }

    fn control(&self) -> Control {
        self.control.clone()
    }

    fn set_control(&mut self, control: Control) {
        control.set_step(self.step);
        self.control = control;
    }

    fn spikes(&self) -> &SpikeRecord {
        &self.spikes
    }

    fn states(&self) -> Vec<StateRecord> {
        let record = |(number, recording): (usize, &StateRecording)| {
            let neurons = self.network.slice_range(&recording.neurons);
            let steps: Vec<u64> = (0..self.step).step_by(recording.every as usize).collect();
            let array = || Array2::zeros((neurons.len(), steps.len()));
            let mut record = StateRecord {
                name: recording.name.clone(),
                variables: recording.variables.iter().map(|&v| (v, array())).collect(),
                neurons: neurons.collect(),
                steps,
            };
            self.read_blocks(|block| block.copy_samples(number, &mut record));
            record
        };
        self.recordings.iter().enumerate().map(record).collect()
    }

    fn values(&self, variable: Variable) -> Vec<f64> {
        let mut values = Vec::with_capacity(self.network.size());
        self.read_blocks(|block| block.append_values(variable, &mut values));
        values
    }

    fn projection_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError> {
        let projections = self.network.description().projections.len();
        if projection >= projections {
            return Err(ReadError::NoSuchProjection {
                projection,
                projections,
            });
        }
        let mut synapses = 0;
        self.read_blocks(|block| synapses += block.synapses_of(projection));
        if synapses > u64::from(u32::MAX) {
            return Err(ReadError::TooManySynapses { synapses });
        }
        let size = self.network.size();
        let mut matrix = TriMatI::new((size, size));
        self.read_blocks(|block| block.add_synapses(projection, &mut matrix));
        Ok(matrix.to_csr())
    }

    fn synapses(&self) -> u64 {
        let mut synapses = 0;
        self.read_blocks(|block| {
            synapses += block
                .inbound
                .iter()
                .map(|inbound| inbound.rows.len() as u64)
                .sum::<u64>();
        });
        synapses
    }

    fn synaptic_events(&self) -> u64 {
        let mut events = 0;
        self.read_blocks(|block| events += block.synaptic_events);
        events
    }

    fn threads(&self) -> usize {
        self.crew.threads()
    }

    fn level(&self) -> Level {
        self.level
    }

    fn phase_times(&self) -> PhaseTimes {
        let conductor = lock(&self.conductor);
        let all = conductor.intervals as f64 / conductor.timed_intervals.max(1) as f64;
        PhaseTimes {
            deliver: conductor.timing.deliver.mul_f64(all),
            record: conductor.timing.record.mul_f64(all),
            update: conductor.timing.update.mul_f64(all),
        }
    }
}
