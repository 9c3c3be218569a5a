//! A segment: neighbouring neurons of one population, which stay in the cache while they advance through an
//! interval.

use super::{
    Arrivals, GivenArrivals, Inbound, InjectedCurrent, OrnsteinUhlenbeck, PoissonArrivals,
    Recorder, SegmentPlan,
};
use crate::cells::{CellFloat, Cells, CellsPlan, GivenSpikes, Passage, PoissonSpikes};
use crate::level::Machine;
use crate::network::{Generator, Network, Noise, PopulationKind, Receptor};
use crate::random::{Purpose, WhiteNoise};
use crate::recording::StateRecording;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use adexnet_model::neuron::ReceptorInfo;
use std::ops::Range;

/// Neighbouring neurons of a block that belong to one population: their state, and what comes and goes.
#[derive(Debug)]
pub(crate) struct Segment<F> {
    /// Number of the population.
    pub(crate) population: usize,
    pub(crate) cells: Box<dyn Cells<F>>,
    pub(crate) surroundings: Surroundings<F>,
}

/// What cells exchange with the rest of the world.
#[derive(Debug)]
pub(crate) struct Surroundings<F> {
    /// Numbers of the neurons in the network.
    pub(crate) neurons: Range<u32>,
    /// Number of the first group of 128 neurons, counted within the population.
    pub(crate) first_group: u64,
    pub(crate) noise: SegmentNoise,
    pub(crate) current: InjectedCurrent<F>,
    /// Fluctuating currents and conductances, added to the injected currents.
    pub(crate) fluctuations: Vec<OrnsteinUhlenbeck<F>>,
    /// Given arrivals, summed after the pathways.
    pub(super) given: Vec<GivenArrivals<F>>,
    /// Random arrivals, summed after the given ones.
    pub(super) poisson: Vec<PoissonArrivals<F>>,
    pub(crate) recorders: Vec<Recorder<F>>,
}

/// Where the normals of a segment come from.
#[derive(Debug)]
pub(crate) enum SegmentNoise {
    /// There are none.
    Silent,
    /// Drawn by address.
    White(WhiteNoise),
    /// The columns of the shared normals that begin here.
    Shared(usize),
}

impl SegmentNoise {
    fn of(network: &Network, plan: &SegmentPlan) -> Self {
        let description = network.description();
        let shared = |skip_silent: bool| {
            let before = 0..plan.population;
            let columns = before.filter(|&other| !skip_silent || network.is_noisy(other));
            let first: usize = columns
                .map(|other| description.populations[other].size)
                .sum();
            Self::Shared(first + plan.neurons.start)
        };
        match (&description.noise, description.generator) {
            _ if !network.is_noisy(plan.population) => Self::Silent,
            (Noise::Recorded(_), _) => shared(false),
            (_, Generator::NumpyLegacy) => shared(true),
            (_, Generator::ChaCha8) => Self::White(WhiteNoise::new(
                description.seed,
                Purpose::WhiteNoise,
                plan.population,
            )),
        }
    }
}

impl<F: CellFloat> Segment<F> {
    pub(super) fn build(
        network: &Network,
        plan: &SegmentPlan,
        recordings: &[StateRecording],
    ) -> Self {
        let neurons = plan.numbers(network);
        let cells_plan = CellsPlan {
            network,
            population: plan.population,
            neurons: plan.neurons.clone(),
        };
        let cells = match &network.description().populations[plan.population].kind {
            PopulationKind::Neurons(group) => F::build(&group.model, &cells_plan),
            PopulationKind::SpikeSource(times) => Box::new(GivenSpikes::build(times, &cells_plan)),
            PopulationKind::PoissonSource { rates } => {
                Box::new(PoissonSpikes::build(rates, &cells_plan))
            }
        };
        let first_group = (plan.neurons.start / GROUP) as u64;
        Self {
            population: plan.population,
            cells,
            surroundings: Surroundings {
                first_group,
                noise: SegmentNoise::of(network, plan),
                current: InjectedCurrent::build(network, &neurons),
                fluctuations: OrnsteinUhlenbeck::build_all(network, first_group, &neurons),
                given: GivenArrivals::build_all(network, &neurons),
                poisson: PoissonArrivals::build_all(network, first_group, &neurons),
                recorders: Recorder::build_all(network, recordings, plan.population, &neurons),
                neurons,
            },
        }
    }
}

impl<F: Float> Surroundings<F> {
    /// Adds to state variables what arrives at the beginning of a step, the `k`-th of those that the arrivals of
    /// the passage hold.
    ///
    /// For each neuron and receptor the contributions of all pathways are summed in their order and
    /// added to the variable once; where only one pathway has anything to add, that is the same as
    /// adding it directly.
    #[inline(always)]
    pub(crate) fn arrive<M: Machine>(
        &mut self,
        machine: M,
        state: &mut [Vec<F>],
        receptors: &[ReceptorInfo],
        (step, k): (u64, usize),
        passage: &mut Passage<'_, F>,
    ) {
        let slot = step.wrapping_sub(1);
        let first = (self.neurons.start - passage.block.start) as usize;
        let here = first..first + self.neurons.len();
        let (inbound, arrivals) = (passage.inbound, &mut *passage.arrivals);
        let sums = &mut *passage.sums;
        for (number, info) in receptors.iter().enumerate() {
            let receptor = Receptor::new(number as u8);
            let reached =
                |inbound: &Inbound<F>| inbound.receptor == receptor && inbound.reaches(&here);
            let contributes = |(inbound, arrivals): &(&Inbound<F>, &mut Arrivals<F>)| {
                arrivals.is_pending(k) && reached(inbound)
            };
            let given = |given: &&mut GivenArrivals<F>| {
                given.receptor == receptor && given.is_pending(slot)
            };
            let random = |poisson: &&PoissonArrivals<F>| {
                poisson.receptor == receptor && poisson.is_pending(slot)
            };
            let pathways = inbound.iter().zip(arrivals.iter_mut()).filter(contributes);
            let pathways = pathways.count();
            let from_outside = self.given.iter_mut().any(|input| given(&input))
                || self.poisson.iter().any(|input| random(&input));
            if pathways == 0 && !from_outside {
                continue;
            }
            let variable = &mut state[info.variable][..here.len()];
            let is_summed = pathways > 1 || from_outside;
            if is_summed {
                sums.clear();
                sums.resize(here.len(), F::ZERO);
            }
            let sink = if is_summed {
                &mut *sums
            } else {
                &mut *variable
            };
            let pathways = inbound.iter().zip(arrivals.iter_mut()).filter(contributes);
            for (inbound, arrivals) in pathways {
                inbound.drain(arrivals, k, &here, sink);
            }
            if is_summed {
                // Not by closures: those would not be compiled for the machine.
                for given in self.given.iter_mut().filter(given) {
                    given.add_to(slot, sums);
                }
                for poisson in self.poisson.iter().filter(random) {
                    poisson.add_to(machine, slot, sums);
                }
                for (value, sum) in variable.iter_mut().zip(sums.iter()) {
                    *value += *sum;
                }
            }
        }
    }
}
