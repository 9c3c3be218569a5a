//! A chunk: neurons whose state stays in the cache while they advance through an interval.

use super::{
    Arrivals, GivenArrivals, Inbound, InjectedCurrent, Recorder, Segment, SegmentNoise,
    SegmentPlan, State,
};
use crate::block::layout::ChunkPlan;
use crate::network::{Generator, Network, Noise, Population, Receptor};
use crate::random::WhiteNoise;
use crate::recording::StateRecording;
use adexnet_model::adex::AdexKernel;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use std::ops::Range;

/// Consecutive neurons of a block with their state and inputs.
#[derive(Debug)]
pub(crate) struct Chunk<F> {
    /// Numbers of its neurons in the network.
    pub(crate) neurons: Range<u32>,
    pub(crate) segments: Vec<Segment<F>>,
    pub(crate) state: State<F>,
    pub(crate) current: InjectedCurrent<F>,
    /// Given arrivals, summed after the pathways.
    pub(crate) given: Vec<GivenArrivals<F>>,
    pub(crate) recorders: Vec<Recorder<F>>,
}

impl<F: Float> Chunk<F> {
    pub(super) fn build(
        network: &Network,
        plan: &ChunkPlan,
        recordings: &[StateRecording],
    ) -> Self {
        let mut chunk = Self {
            neurons: plan.neurons.clone(),
            segments: Vec::new(),
            state: State::with_capacity(plan.neurons.len()),
            current: InjectedCurrent::build(network, &plan.neurons),
            given: GivenArrivals::build_all(network, &plan.neurons),
            recorders: Recorder::build_all(network, recordings, &plan.neurons),
        };
        for segment in &plan.segments {
            chunk.add_segment(network, segment);
        }
        chunk
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
            (_, Generator::NumpyLegacy) => shared(true),
            (_, Generator::ChaCha8) => {
                SegmentNoise::White(WhiteNoise::new(description.seed, plan.population))
            }
        };
        let first = self.state.v.len();
        self.initialise(population, plan.neurons.len());
        self.segments.push(Segment {
            range: first..self.state.v.len(),
            first_group: (plan.neurons.start / GROUP) as u64,
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

    /// Adds to the conductances what arrives at the beginning of a step, the `k`-th of those that
    /// `arrivals` hold.
    ///
    /// For each neuron and receptor the contributions of all pathways are summed in their order and
    /// added to the conductance once; where only one pathway has anything to add, that is the same as
    /// adding it directly.
    #[inline(always)]
    pub(crate) fn arrive(
        &mut self,
        (step, k): (u64, usize),
        block: &Range<u32>,
        inbound: &[Inbound<F>],
        arrivals: &mut [Arrivals<F>],
        sums: &mut Vec<F>,
    ) {
        let slot = step.wrapping_sub(1);
        let first = (self.neurons.start - block.start) as usize;
        let here = first..first + self.neurons.len();
        for receptor in Receptor::ALL {
            let contributes = |(inbound, arrivals): &(&Inbound<F>, &mut Arrivals<F>)| {
                inbound.receptor == receptor && arrivals.is_pending(k)
            };
            let given = |given: &&mut GivenArrivals<F>| {
                given.receptor == receptor && given.is_pending(slot)
            };
            let pathways = inbound.iter().zip(arrivals.iter_mut()).filter(contributes);
            let (pathways, given_here) =
                (pathways.count(), self.given.iter_mut().any(|g| given(&g)));
            if pathways == 0 && !given_here {
                continue;
            }
            let g = &mut self.state.g[receptor.index()];
            let is_summed = pathways > 1 || given_here;
            if is_summed {
                sums.clear();
                sums.resize(here.len(), F::ZERO);
            }
            let sink = if is_summed { &mut *sums } else { &mut *g };
            let pathways = inbound.iter().zip(arrivals.iter_mut()).filter(contributes);
            for (inbound, arrivals) in pathways {
                let start = inbound.targets.start.max(here.start);
                let end = inbound.targets.end.min(here.end);
                if start < end {
                    let targets = start - inbound.targets.start..end - inbound.targets.start;
                    let sink = &mut sink[start - here.start..end - here.start];
                    arrivals.drain(k, targets, inbound.weight, sink);
                }
            }
            if is_summed {
                let given = self.given.iter_mut().filter(given);
                given.for_each(|given| given.add_to(slot, sums));
                for (g, sum) in g.iter_mut().zip(sums.iter()) {
                    *g += *sum;
                }
            }
        }
    }

    /// Records the state at the beginning of a step.
    #[inline]
    pub(crate) fn record(&mut self, step: u64) {
        for recorder in &mut self.recorders {
            if recorder.is_due(step) {
                let first = recorder.first();
                let mut segments = self.segments.iter();
                if let Some(segment) = segments.find(|segment| segment.range.contains(&first)) {
                    recorder.sample(&self.state, &segment.kernel);
                }
            }
        }
    }
}
