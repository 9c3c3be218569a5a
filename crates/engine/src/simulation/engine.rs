//! The run loop.
//!
//! Who owns what: each block is behind its own lock and is held by one thread at a time. What
//! blocks read in common is read-locked during an interval and written only by the last thread at the
//! barrier, which also owns the conductor: records, the serial source of noise, and the decision
//! what comes next. All locks are free when they are taken, so they cost next to nothing.

use super::arrangement::Arrangement;
use super::conductor::Conductor;
use super::options::MOST_THREADS;
use super::{
    Outcome, PhaseTimes, ReadError, RunError, SimulationError, SimulationOptions, SynapseRecord,
    legacy_generator, pathways,
};
use crate::block::{Block, Emitted, Inbound, Workspace};
use crate::cells::CellFloat;
use crate::level::Level;
use crate::network::{Network, NeuronNumbers, Noise};
use crate::phases::{Common, History, Interval, Timing, advance, interval_steps, publish, settle};
use crate::random::{Draw, LegacyFeed, NormalsWindow};
use crate::recording::{RateRecord, Recording, SpikeLog, SpikeRecord, StateRecord, StateRecording};
use crate::snapshot::{RestoreError, Snapshot};
use crate::threads::{Aborted, Barrier, Control, Crew, Share};
use adexnet_model::neuron::Variable;
use ndarray::Array2;
use sprs::CsMatI;
use std::ops::Deref;
use std::sync::{Arc, LockResult, Mutex, MutexGuard, PoisonError, RwLock};

/// What [`super::Simulation`] needs of an engine, whatever its float type.
pub(super) trait Core: Send {
    fn run_for(&mut self, steps: u64) -> Result<Outcome, RunError>;
    fn step(&self) -> u64;
    fn control(&self) -> Control;
    fn set_control(&mut self, control: Control);
    fn log(&self) -> &SpikeLog;
    fn log_mut(&mut self) -> &mut SpikeLog;
    /// Sets the current of some neurons from the next step on, in pA.
    fn set_current(&mut self, neurons: &NeuronNumbers, current: f64);
    fn states(&self) -> Vec<StateRecord>;
    fn take_spikes(&mut self) -> SpikeRecord;
    fn take_states(&mut self) -> Vec<StateRecord>;
    fn take_rates(&mut self) -> Vec<RateRecord>;
    fn snapshot(&self) -> Snapshot;
    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), RestoreError>;
    fn values(&self, population: usize, variable: Variable) -> Result<Vec<f64>, ReadError>;
    fn set_values(
        &mut self,
        population: usize,
        variable: Variable,
        values: &[f64],
    ) -> Result<(), ReadError>;
    fn projection_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError>;
    fn projection_synapses(&self, projection: usize) -> Result<SynapseRecord, ReadError>;
    fn spike_count(&self) -> u64;
    fn synapses(&self) -> u64;
    fn stores_synapses(&self) -> bool;
    fn synaptic_events(&self) -> u64;
    fn threads(&self) -> usize;
    fn level(&self) -> Level;
    fn phase_times(&self) -> PhaseTimes;
}

/// A network in the float type `F`.
pub(super) struct Engine<F> {
    pub(super) blocks: Vec<Mutex<Block<F>>>,
    pub(super) common: RwLock<Common>,
    pub(super) conductor: Mutex<Conductor>,
    pub(super) crew: Crew,
    /// Blocks of each thread, and how many of them have been taken in this interval.
    pub(super) shares: Vec<Share>,
    /// Memory of each thread.
    pub(super) workspaces: Vec<Mutex<Workspace<F>>>,
    pub(super) recordings: Vec<StateRecording>,
    pub(super) log: SpikeLog,
    pub(super) control: Control,
    pub(super) network: Network,
    pub(super) level: Level,
    pub(super) step: u64,
    /// First step whose samples have not been taken.
    pub(super) recorded_from: u64,
    /// Whether serial noise is drawn by a thread of its own.
    pub(super) draws_ahead: bool,
    /// Message of a panic, after which nothing may go on.
    pub(super) failed: Option<String>,
}

/// The contents of a lock, also after a panic: a failed simulation is never run again.
pub(super) fn unpoisoned<T>(locked: LockResult<T>) -> T {
    locked.unwrap_or_else(PoisonError::into_inner)
}

/// The contents of a mutex.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    unpoisoned(mutex.lock())
}

/// Checks that the noise of a network is long enough for the steps before `end`.
pub(super) fn check_noise(network: &Network, end: u64) -> Result<(), RunError> {
    match &network.description().noise {
        Noise::Recorded(normals) if end > normals.nrows() as u64 => Err(RunError::NoiseTooShort {
            available: normals.nrows() as u64,
            needed: end,
        }),
        _ => Ok(()),
    }
}

struct EmittedOf<'a, F>(MutexGuard<'a, Block<F>>);

impl<F> Deref for EmittedOf<'_, F> {
    type Target = Emitted;

    fn deref(&self) -> &Emitted {
        &self.0.emitted
    }
}

impl<F: CellFloat> Engine<F> {
    pub(super) fn new(
        network: &Network,
        recording: Recording,
        options: &SimulationOptions,
        arrangement: &Arrangement,
    ) -> Result<Self, SimulationError> {
        if options.threads > MOST_THREADS {
            return Err(SimulationError::Threads {
                threads: options.threads,
                reason: format!("a simulation has at most {MOST_THREADS}"),
            });
        }
        let Arrangement {
            threads, layout, ..
        } = arrangement;
        let threads = *threads;
        let crew = Crew::new(threads).map_err(|error| SimulationError::Threads {
            threads,
            reason: error.to_string(),
        })?;
        let mut legacy = legacy_generator(network);
        let level = options.level.unwrap_or_else(Level::best);
        let pathways = pathways(network, legacy.as_mut(), &crew, level);
        let ranges: Vec<_> = layout
            .blocks
            .iter()
            .map(|plan| plan.neurons.clone())
            .collect();
        let storage = (&arrangement.procedural[..], interval_steps(network));
        let inbound = Inbound::build_all(&pathways, storage, &ranges, &crew, level);
        // Whether there are synapses is known only of those that are stored; what is kept must not depend on it.
        let delays = inbound.iter().flatten().map(Inbound::longest_delay);
        let delays = delays.chain(pathways.iter().map(|pathway| pathway.delay));
        let kept = delays.max().map_or(1, |longest| longest + 1);
        let inbound: Vec<_> = inbound.into_iter().map(Mutex::new).collect();
        let blocks = crew.make(layout.blocks.len(), |k| {
            let inbound = std::mem::take(&mut *lock(&inbound[k]));
            let plan = &layout.blocks[k];
            Mutex::new(Block::build(network, plan, inbound, &recording.states))
        });
        let draw = Draw {
            level,
            ahead: options.may_draw_ahead(),
        };
        let (normals, feed) = match &network.description().noise {
            Noise::Recorded(normals) => (recorded(normals), None),
            Noise::White => serial_noise(network, legacy, draw),
            Noise::None => (NormalsWindow::empty(0, 0), None),
        };
        let share = |thread| thread * blocks.len() / threads..(thread + 1) * blocks.len() / threads;
        Ok(Self {
            shares: (0..threads)
                .map(|thread| Share::new(share(thread)))
                .collect(),
            workspaces: (0..threads).map(|_| Mutex::default()).collect(),
            blocks,
            common: RwLock::new(Common {
                interval: Interval { first: 0, steps: 0 },
                history: History::of_network(network, kept),
                normals,
                level,
                is_watched: false,
                timed: false,
            }),
            conductor: Mutex::new(Conductor::new(network, feed)),
            log: SpikeLog::new(network, &recording),
            crew,
            recordings: recording.states,
            control: Control::default(),
            network: network.clone(),
            level,
            step: 0,
            recorded_from: 0,
            draws_ahead: options.may_draw_ahead(),
            failed: None,
        })
    }

    /// One thread's part of a run: interval after interval, its blocks, then the barrier.
    fn work(&self, thread: usize, barrier: &Barrier) -> Result<(), Aborted> {
        let mut workspace = lock(&self.workspaces[thread]);
        loop {
            let common = unpoisoned(self.common.read());
            if common.interval.steps == 0 {
                return Ok(());
            }
            let mut timing = Timing::default();
            let mut take_on = |block: usize| {
                let mut block = lock(&self.blocks[block]);
                timing += advance(&mut block, &common, &mut workspace);
                if common.is_watched
                    && let Some((neuron, potential)) = block.runaway()
                {
                    lock(&self.conductor).note_runaway(neuron, potential);
                }
            };
            if barrier.is_of_one() {
                (0..self.blocks.len()).for_each(take_on);
            } else {
                // Its own blocks, which its cache may still hold, then those of the others.
                let count = self.shares.len();
                let shares = (0..count).map(|k| &self.shares[(thread + k) % count]);
                for share in shares {
                    while let Some(block) = share.take() {
                        take_on(block);
                    }
                }
            }
            if common.timed {
                lock(&self.conductor).timing += timing;
            }
            drop(common);
            barrier.wait_then(|| self.exchange())?;
        }
    }

    /// The error of a neuron that has run away.
    fn diverged(&self, neuron: u32, potential: f64) -> RunError {
        let populations = &self.network.description().populations;
        let own = (0..populations.len()).find_map(|number| {
            let range = self.network.population_range(number);
            range
                .contains(&neuron)
                .then(|| (number, neuron - range.start))
        });
        let (population, neuron) = own.unwrap_or_default();
        RunError::Diverged {
            population: populations[population].name.clone(),
            neuron,
            step: self.step,
            time: self.network.time_step().stamp(self.step),
            potential,
        }
    }

    /// What the last thread does between two intervals: publish the spikes, choose the next interval.
    fn exchange(&self) {
        let mut common = unpoisoned(self.common.write());
        let common = &mut *common;
        let mut conductor = lock(&self.conductor);
        let emitted = |block: usize| EmittedOf(lock(&self.blocks[block]));
        let emitted = (self.blocks.len(), emitted);
        self.shares.iter().for_each(Share::reset);
        let interval = common.interval;
        conductor.spikes += publish(interval, emitted, &mut common.history, &mut conductor.log);
        self.control.set_step(interval.end());
        conductor.begin_interval(common, interval.end(), self.control.is_stopped());
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
    draw: Draw,
) -> (NormalsWindow, Option<LegacyFeed>) {
    let populations = network.description().populations.iter().enumerate();
    let noisy = populations.filter(|&(number, _)| network.is_noisy(number));
    let columns = noisy.map(|(_, population)| population.size).sum();
    match legacy {
        Some(generator) if columns > 0 => {
            let feed = LegacyFeed::new(generator, columns, draw);
            (NormalsWindow::empty(0, columns), Some(feed))
        }
        _ => (NormalsWindow::empty(0, 0), None),
    }
}

impl<F: CellFloat> Core for Engine<F> {
    fn run_for(&mut self, steps: u64) -> Result<Outcome, RunError> {
        let until = self.step.saturating_add(steps);
        if let Some(message) = &self.failed {
            let (step, message) = (self.step, message.clone());
            return Err(RunError::Failed { step, message });
        }
        check_noise(&self.network, until)?;
        let common = unpoisoned(self.common.get_mut());
        let conductor = unpoisoned(self.conductor.get_mut());
        conductor.until = until;
        conductor.runaway = None;
        conductor.log = std::mem::take(&mut self.log);
        conductor.begin_interval(common, self.step, self.control.is_stopped());
        // Threads beyond the number of blocks have nothing to do.
        let working = self.shares.len().min(self.blocks.len());
        let barrier = Barrier::new(working);
        let result = self.crew.run(&barrier, |thread| {
            if thread < working {
                self.work(thread, &barrier)
            } else {
                Ok(())
            }
        });
        let conductor = unpoisoned(self.conductor.get_mut());
        self.log = std::mem::take(&mut conductor.log);
        let runaway = conductor.runaway;
        let common = unpoisoned(self.common.get_mut());
        self.step = common.interval.first;
        if let Err(message) = result {
            let step = self.step;
            self.failed = Some(message.clone());
            return Err(RunError::Failed { step, message });
        }
        let workspace = self.workspaces[0].get_mut();
        let workspace = unpoisoned(workspace);
        for block in &mut self.blocks {
            let block = unpoisoned(block.get_mut());
            settle(block, self.step..self.step + 1, common, workspace);
        }
        if let Some((neuron, potential)) = runaway {
            return Err(self.diverged(neuron, potential));
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

    fn log(&self) -> &SpikeLog {
        &self.log
    }

    fn log_mut(&mut self) -> &mut SpikeLog {
        &mut self.log
    }

    fn set_current(&mut self, neurons: &NeuronNumbers, current: f64) {
        self.write_current(neurons, current);
    }

    fn states(&self) -> Vec<StateRecord> {
        self.read_states(false)
    }

    fn take_spikes(&mut self) -> SpikeRecord {
        self.log.take_record()
    }

    fn take_states(&mut self) -> Vec<StateRecord> {
        let records = self.read_states(true);
        for block in &mut self.blocks {
            let block = unpoisoned(block.get_mut());
            block.clear_samples();
        }
        self.recorded_from = self.step;
        records
    }

    fn take_rates(&mut self) -> Vec<RateRecord> {
        let records = self.log.rates(&self.network, self.step);
        self.log.forget_rates(self.step);
        records
    }

    fn snapshot(&self) -> Snapshot {
        self.save()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> Result<(), RestoreError> {
        self.go_to(snapshot)
    }

    fn values(&self, population: usize, variable: Variable) -> Result<Vec<f64>, ReadError> {
        self.read_values(population, variable)
    }

    fn set_values(
        &mut self,
        population: usize,
        variable: Variable,
        values: &[f64],
    ) -> Result<(), ReadError> {
        self.write_values(population, variable, values)
    }

    fn projection_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError> {
        self.read_matrix(projection)
    }

    fn projection_synapses(&self, projection: usize) -> Result<SynapseRecord, ReadError> {
        self.read_listed(projection)
    }

    fn spike_count(&self) -> u64 {
        lock(&self.conductor).spikes
    }

    fn synapses(&self) -> u64 {
        self.count_synapses()
    }

    fn stores_synapses(&self) -> bool {
        self.has_stored_synapses()
    }

    fn synaptic_events(&self) -> u64 {
        lock(&self.conductor).events_before + self.count_events()
    }

    fn threads(&self) -> usize {
        self.crew.threads()
    }

    fn level(&self) -> Level {
        self.level
    }

    fn phase_times(&self) -> PhaseTimes {
        lock(&self.conductor).phase_times()
    }
}
