//! A block: consecutive neurons with all that they need, handed from thread to thread as one piece.
//!
//! One idea: a block owns its state outright. During an interval it reads the published spikes
//! and the shared normals, writes only to itself, and leaves its own spikes to be published. So
//! any thread may advance any block, in any order, with the same result.

mod currents;
mod given;
mod inbound;
mod layout;
mod readout;
mod recorder;
mod spikes;
mod tally;

pub(crate) use layout::{BlockPlan, Layout, SegmentPlan};
pub(crate) use spikes::Emitted;

use crate::connectivity::Pathway;
use crate::network::{Network, Noise, Population};
use crate::random::WhiteNoise;
use crate::recording::StateRecording;
use adexnet_model::adex::{AdexKernel, AdexState};
use adexnet_model::float::Float;
pub(crate) use currents::InjectedCurrent;
use given::GivenArrivals;
use inbound::Inbound;
use recorder::Recorder;
use std::ops::Range;

/// Consecutive neurons and everything that ends in them.
#[derive(Debug)]
pub(crate) struct Block<F> {
    /// Numbers of its neurons in the network.
    pub(crate) neurons: Range<u32>,
    pub(crate) segments: Vec<Segment<F>>,
    pub(crate) state: State<F>,
    pub(crate) current: InjectedCurrent<F>,
    /// Pathways that end here, in the order of summation.
    pub(crate) inbound: Vec<Inbound<F>>,
    /// Given arrivals, summed after the pathways.
    pub(crate) given: Vec<GivenArrivals<F>>,
    /// Sums of the arrivals of one step and receptor, where several sources contribute.
    pub(crate) sums: Vec<F>,
    pub(crate) recorders: Vec<Recorder<F>>,
    /// Spikes of the current interval.
    pub(crate) emitted: Emitted,
    /// First step whose arrivals have not been delivered ahead of it.
    pub(crate) settled_until: u64,
    /// Synapses that have been passed by a spike since the beginning.
    pub(crate) synaptic_events: u64,
}

/// State of the neurons of a block: one array a variable.
#[derive(Debug, Clone)]
pub(crate) struct State<F> {
    pub(crate) v: Vec<F>,
    pub(crate) w: Vec<F>,
    /// Conductances, by receptor.
    pub(crate) g: [Vec<F>; 2],
}

impl<F: Float> State<F> {
    /// The state of some of the neurons, for the kernel.
    #[inline(always)]
    pub(crate) fn slice(&mut self, range: Range<usize>) -> AdexState<'_, F> {
        let [g_ex, g_in] = &mut self.g;
        AdexState {
            v: &mut self.v[range.clone()],
            w: &mut self.w[range.clone()],
            g_ex: &mut g_ex[range.clone()],
            g_in: &mut g_in[range],
        }
    }
}

/// Neurons of a block that belong to one population.
#[derive(Debug)]
pub(crate) struct Segment<F> {
    /// Place in the block's arrays.
    pub(crate) range: Range<usize>,
    /// Number of the first group of 64 neurons, counted within the population.
    pub(crate) first_group: u64,
    pub(crate) kernel: AdexKernel<F>,
    pub(crate) noise: SegmentNoise,
}

/// Where the normals of a segment come from.
#[derive(Debug)]
pub(crate) enum SegmentNoise {
    /// There are none.
    Silent,
    /// Drawn by address.
    White(Box<WhiteNoise>),
    /// The columns of the shared normals that begin here.
    Shared(usize),
}

impl<F: Float> Block<F> {
    /// Builds a block of a network: state, synapses and inputs.
    pub(crate) fn build(
        network: &Network,
        plan: &BlockPlan,
        pathways: &[Pathway],
        recordings: &[StateRecording],
    ) -> Self {
        let size = plan.neurons.len();
        let mut block = Self {
            neurons: plan.neurons.clone(),
            segments: Vec::new(),
            state: State {
                v: Vec::with_capacity(size),
                w: Vec::with_capacity(size),
                g: [Vec::with_capacity(size), Vec::with_capacity(size)],
            },
            current: InjectedCurrent::build(network, &plan.neurons),
            inbound: Inbound::build_all(pathways, &plan.neurons),
            given: GivenArrivals::build_all(network, &plan.neurons),
            sums: Vec::new(),
            recorders: Recorder::build_all(network, recordings, &plan.neurons),
            emitted: Emitted::default(),
            settled_until: 0,
            synaptic_events: 0,
        };
        if block.inbound.len() > 1 || !block.given.is_empty() {
            block.sums.resize(size, F::ZERO);
        }
        for segment in &plan.segments {
            block.add_segment(network, segment);
        }
        block
    }

    fn add_segment(&mut self, network: &Network, plan: &SegmentPlan) {
        let description = network.description();
        let population = &description.populations[plan.population];
        let noisy = network.is_noisy(plan.population);
        let shared = |skip_silent: bool| {
            let before = 0..plan.population;
            let columns = before.filter(|&other| !skip_silent || network.is_noisy(other));
            let first: usize = columns
                .map(|other| description.populations[other].size)
                .sum();
            SegmentNoise::Shared(first + plan.neurons.start)
        };
        let noise = match (&description.noise, description.generator) {
            _ if !noisy => SegmentNoise::Silent,
            (Noise::Recorded(_), _) => shared(false),
            (_, crate::Generator::NumpyLegacy) => shared(true),
            (_, crate::Generator::ChaCha8) => {
                SegmentNoise::White(Box::new(WhiteNoise::new(description.seed, plan.population)))
            }
        };
        let first = self.state.v.len();
        self.initialise(population, plan.neurons.len());
        self.segments.push(Segment {
            range: first..self.state.v.len(),
            first_group: (plan.neurons.start / adexnet_model::math::GROUP) as u64,
            kernel: AdexKernel::new(&population.neuron, network.time_step().ms(), noisy),
            noise,
        });
    }

    fn initialise(&mut self, population: &Population, count: usize) {
        let initial = &population.initial;
        let end = self.state.v.len() + count;
        let v = initial.v.unwrap_or(population.neuron.e_l);
        self.state.v.resize(end, F::from_f64(v));
        self.state.w.resize(end, F::from_f64(initial.w));
        self.state.g[0].resize(end, F::from_f64(initial.g_ex));
        self.state.g[1].resize(end, F::from_f64(initial.g_in));
    }
}

/// The part of `range` that lies in `block`, counted from the first neuron of the block.
pub(crate) fn overlap(block: &Range<u32>, range: &Range<u32>) -> Range<usize> {
    let start = range.start.clamp(block.start, block.end);
    let end = range.end.clamp(start, block.end);
    (start - block.start) as usize..(end - block.start) as usize
}
