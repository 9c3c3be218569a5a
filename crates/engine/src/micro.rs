//! Pieces of the engine for its benchmarks. Not part of the library's interface: anything here may change.
#![allow(missing_docs)]

use crate::block::{Block, Inbound, Workspace};
use crate::connectivity::pathways;
use crate::level::{Level, Machine, Task};
use crate::network::Network;
use crate::phases::{Common, History, Interval, settle};
use crate::random::{DRAW, NormalsWindow, Purpose, WhiteNoise, Words};
use crate::recording::Recording;
use crate::simulation::{Arrangement, SimulationOptions};
use crate::threads::Crew;
use adexnet_model::math::GROUP;

/// All synapses of a network, without anything else of a simulation.
#[derive(Debug)]
pub struct Delivery {
    blocks: Vec<Block<f32>>,
    workspace: Workspace<f32>,
    level: Level,
    delay: u64,
}

impl Delivery {
    /// Builds the synapses of a network by one thread.
    ///
    /// # Panics
    /// If the network has no projection.
    #[must_use]
    pub fn new(network: &Network, options: &SimulationOptions) -> Self {
        let crew = Crew::new(1).expect("one thread needs no pool");
        let level = options.level.unwrap_or_else(Level::best);
        let Arrangement {
            layout, procedural, ..
        } = Arrangement::new(network, &Recording::default(), options);
        let pathways = pathways(network, None, &crew, level);
        let ranges: Vec<_> = layout
            .blocks
            .iter()
            .map(|plan| plan.neurons.clone())
            .collect();
        let inbound = Inbound::build_all(&pathways, (&procedural, 1), &ranges, &crew, level);
        let blocks = layout.blocks.iter().zip(inbound);
        let blocks = blocks.map(|(plan, inbound)| Block::build(network, plan, inbound, &[]));
        let (_, delay) = network.delay_bounds().expect("there are projections");
        Self {
            blocks: blocks.collect(),
            workspace: Workspace::default(),
            level,
            delay,
        }
    }

    /// Delivers the spikes of consecutive steps, by step and ascending, to all blocks and adds them to the conductances,
    /// step by step, as an interval does; returns the number of synaptic events.
    pub fn deliver(&mut self, spikes: &[Vec<u32>]) -> u64 {
        self.deliver_by(spikes, true)
    }

    /// The same without fetching stored rows ahead.
    pub fn deliver_without_fetching(&mut self, spikes: &[Vec<u32>]) -> u64 {
        self.deliver_by(spikes, false)
    }

    fn deliver_by(&mut self, spikes: &[Vec<u32>], fetching: bool) -> u64 {
        self.workspace.spikes.without_fetching = !fetching;
        let mut history = History::new(spikes.len() as u64);
        for (step, spikes) in spikes.iter().enumerate() {
            history.begin_step(step as u64).extend_from_slice(spikes);
        }
        let common = Common {
            interval: Interval { first: 0, steps: 0 },
            history,
            normals: NormalsWindow::empty(0, 0),
            level: self.level,
            is_watched: false,
            timed: false,
        };
        let first = self.delay + 1;
        let steps = first..first + spikes.len() as u64;
        let mut events = 0;
        for block in &mut self.blocks {
            block.settled_until = 0;
            settle(block, steps.clone(), &common, &mut self.workspace);
            events += std::mem::take(&mut block.synaptic_events);
        }
        events
    }
}

/// Fills words with those of successive steps of a stream.
pub fn words(level: Level, words: &mut [[u32; DRAW]]) {
    level.run(DrawWords(words));
}

struct DrawWords<'a>(&'a mut [[u32; DRAW]]);

impl Task for DrawWords<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let source = Words::new(1, Purpose::WhiteNoise, 0);
        for (number, words) in self.0.iter_mut().enumerate() {
            *words = source.draw(machine, 7, number as u64);
        }
    }
}

/// Fills normals with those of successive steps of a group.
pub fn normals(level: Level, normals: &mut [[f32; GROUP]]) {
    level.run(DrawNormals(normals));
}

struct DrawNormals<'a>(&'a mut [[f32; GROUP]]);

impl Task for DrawNormals<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let noise = WhiteNoise::new(1, Purpose::WhiteNoise, 0);
        for (step, normals) in self.0.iter_mut().enumerate() {
            noise.normals(machine, 7, step as u64, normals);
        }
    }
}
