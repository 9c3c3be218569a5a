//! The memory that a simulation will need, before any of it is allocated.

use crate::block::{Layout, ring_steps};
use crate::connectivity::expected_by_distance;
use crate::network::{Arrival, ConnectionRule, Generator, Network, Noise, Projection, Values};
use crate::phases::{batch_steps, interval_steps};
use crate::random::LegacyFeed;
use crate::recording::{Recording, SpikeRecording};
use std::fmt;

/// Memory of a simulation, by part.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryEstimate {
    /// The parts, largest or not.
    pub parts: Vec<MemoryPart>,
}

/// A part of a [`MemoryEstimate`].
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryPart {
    /// What it is for.
    pub label: &'static str,
    /// Size in bytes.
    pub bytes: f64,
}

/// Memory in bytes of the synapses that a thread sorts at a time, in arrays that grow by doubling.
const SORTED: f64 = 8e6;

/// Memory in bytes of a target of the rule distance: number, position, and its share of the boxes of 32.
const LOCATED: f64 = 2.0 + 24.0 + 3.0;

/// Mean firing rate in Hz that is assumed for the record of spikes.
const ASSUMED_RATE: f64 = 10.0;

impl MemoryEstimate {
    /// Sum of all parts, in bytes.
    pub fn total(&self) -> f64 {
        self.parts.iter().map(|part| part.bytes).sum()
    }

    pub(crate) fn new(arranged: &Arranged<'_>) -> Self {
        let network = arranged.network;
        let description = network.description();
        let neurons = network.size() as f64;
        let float = arranged.float as f64;
        let synapses = SynapseMemory::new(arranged);
        let normals = match &description.noise {
            Noise::Recorded(normals) => 8.0 * normals.len() as f64,
            Noise::White if description.generator == Generator::NumpyLegacy => {
                LegacyFeed::bytes(network.size()) as f64
            }
            _ => 0.0,
        };
        let injected = if description.currents().next().is_none() {
            0.0
        } else {
            neurons * float
        };
        let given: usize = description
            .arrivals()
            .map(|(_, input)| input.events.len())
            .sum();
        // As described and as sorted into blocks.
        let given = (given * (size_of::<Arrival>() + size_of::<(u64, u32, u32)>())) as f64;
        let recording = arranged.recording;
        let samples = recording.states.iter().map(|state| {
            let samples = arranged.steps.div_ceil(state.every.max(1)) as f64;
            // Once as recorded and once when it is put together in double precision.
            (float + 8.0) * samples * (state.neurons.neurons.len() * state.variables.len()) as f64
        });
        let history = network
            .delay_bounds()
            .map_or(0, |(_, longest)| (longest + 1).min(arranged.steps));
        let spikes_per_step = neurons * ASSUMED_RATE * network.time_step().seconds();
        let under_way = history as f64 * (size_of::<Vec<u32>>() as f64 + 4.0 * spikes_per_step);
        let spikes = match recording.spikes {
            SpikeRecording::None => 0.0,
            // Step and neuron, in arrays that grow by doubling.
            _ => 1.5 * 12.0 * spikes_per_step * arranged.steps as f64,
        };
        let part = |label, bytes| MemoryPart { label, bytes };
        Self {
            parts: vec![
                part("neuron state", state_numbers(network) * float),
                part("synapses", synapses.stored),
                part("row tables", synapses.tables),
                part("connecting (at its height)", synapses.construction),
                part("arrivals", synapses.arrivals),
                part("spikes under way", under_way),
                part("inputs", injected + given),
                part("normals", normals),
                part("recorded states", samples.sum()),
                part("recorded spikes (at 10 Hz)", spikes),
            ],
        }
    }
}

/// Numbers of the state of all neurons, and those of their constants that differ from neuron to neuron.
fn state_numbers(network: &Network) -> f64 {
    let populations = network.description().populations.iter();
    let numbers = populations.map(|population| {
        let of_neuron = population.neurons().map_or(0, |group| {
            // A parameter enters a few constants.
            group.model.variables().len() + 3 * group.parameters.len()
        });
        population.size as f64 * of_neuron as f64
    });
    numbers.sum()
}

/// What an estimate is made of.
#[derive(Debug)]
pub(crate) struct Arranged<'a> {
    pub(crate) network: &'a Network,
    pub(crate) layout: &'a Layout,
    /// For each projection whether nothing of it is stored.
    pub(crate) procedural: &'a [bool],
    pub(crate) recording: &'a Recording,
    /// Steps of the run.
    pub(crate) steps: u64,
    pub(crate) threads: usize,
    /// Bytes of a number of the state.
    pub(crate) float: usize,
}

/// Memory of all projections in bytes.
#[derive(Debug, Default)]
struct SynapseMemory {
    stored: f64,
    tables: f64,
    /// Used while the network is being built.
    construction: f64,
    arrivals: f64,
}

impl SynapseMemory {
    fn new(arranged: &Arranged<'_>) -> Self {
        let network = arranged.network;
        let projections = network.description().projections.iter();
        let mut memory = Self::default();
        let mut arrivals_per_thread = 0.0;
        for (projection, &procedural) in projections.zip(arranged.procedural) {
            let sources = projection.source.neurons.len() as f64;
            let targets = network.slice_numbers(&projection.target);
            let blocks = arranged.layout.blocks.iter();
            let reached = blocks.map(|block| targets.within(&block.neurons).len() as u32);
            let (mut parts, mut widest) = (0.0, 0_u32);
            for targets in reached.filter(|&targets| targets > 0) {
                parts += 1.0;
                widest = widest.max(targets);
            }
            if matches!(projection.rule, ConnectionRule::Distance { .. }) {
                memory.tables += LOCATED * targets.len() as f64;
            }
            if targets.as_range().is_none() {
                memory.tables += 4.0 * targets.len() as f64;
            }
            let is_individual = match &projection.rule {
                ConnectionRule::FromMatrix(_) => true,
                ConnectionRule::FromEdges(edges) => edges.weights.is_some(),
                _ => false,
            };
            let float = arranged.float as f64;
            let interval = interval_steps(network);
            let is_weighted = is_individual || projection.weight.common().is_none();
            let (shortest, longest) = network.delay_range(projection);
            let is_delayed = shortest < longest;
            // Counts of a byte, or sums,
            let is_summed = is_weighted || projection.plasticity.is_some();
            let arrival = if is_summed { arranged.float } else { 1 };
            let count = expected_synapses(network, projection);
            let synapse =
                2.0 + if is_weighted { float } else { 0.0 } + if is_delayed { 2.0 } else { 0.0 };
            if is_delayed {
                // for each step that is delivered ahead,
                let targets = projection.target.neurons.len() as f64;
                let onto_target = count * synapse / targets.max(1.0);
                let steps = ring_steps(longest - shortest, interval, onto_target, arrival) as f64;
                memory.arrivals += steps * (targets * arrival as f64 + 8.0 * parts);
            } else {
                // or of a batch in every thread.
                let steps = batch_steps(widest as usize).min(interval) as f64;
                arrivals_per_thread += steps * f64::from(widest) * arrival as f64;
            }
            for values in [&projection.weight, &projection.delay] {
                if let Values::Given(values) = values {
                    memory.stored += size_of_val(&values[..]) as f64;
                }
            }
            if procedural {
                continue;
            }
            memory.stored += count * synapse;
            memory.tables += parts * (sources + 1.0) * 4.0;
            let drawn = network.description().generator == Generator::NumpyLegacy;
            memory.construction += match &projection.rule {
                // The given matrix stays; its entries are copied in arrays that grow by doubling.
                ConnectionRule::FromMatrix(_) => (24.0 + 12.0) * count,
                // Numbers, targets, weights and delays in the order of the rows.
                ConnectionRule::FromEdges(edges) => {
                    let lists = [&edges.weights, &edges.delays];
                    let given = lists.iter().filter(|list| list.is_some()).count();
                    (8.0 + 8.0 * given as f64) * count + 8.0 * sources
                }
                ConnectionRule::PairwiseBernoulli { .. } if drawn => 24.0 * count,
                ConnectionRule::FixedTotal { .. } => 4.0 * sources,
                // Lengths of rows and how far they are filled, and synapses being sorted.
                ConnectionRule::FixedInDegree { .. } => {
                    arranged.threads as f64 * (8.0 * sources + SORTED)
                }
                _ => 0.0,
            };
        }
        memory.arrivals += arranged.threads as f64 * arrivals_per_thread;
        memory
    }
}

/// Number of synapses of a projection, or what is to be expected of it.
pub(crate) fn expected_synapses(network: &Network, projection: &Projection) -> f64 {
    let sources = projection.source.neurons.len() as f64;
    let targets = projection.target.neurons.len() as f64;
    match &projection.rule {
        ConnectionRule::PairwiseBernoulli { p, .. } => p * sources * targets,
        ConnectionRule::FixedInDegree { degree, .. } => f64::from(*degree) * targets,
        ConnectionRule::FixedOutDegree { degree, .. } => f64::from(*degree) * sources,
        ConnectionRule::FixedTotal { synapses, .. } => *synapses as f64,
        ConnectionRule::Distance { .. } => expected_by_distance(network, projection),
        ConnectionRule::OneToOne => sources,
        ConnectionRule::AllToAll { .. } => sources * targets,
        ConnectionRule::FromMatrix(entries) => entries.nnz() as f64,
        ConnectionRule::FromEdges(edges) => edges.len() as f64,
    }
}

impl fmt::Display for MemoryEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.parts.iter().filter(|part| part.bytes > 0.0) {
            writeln!(f, "{:<28} {:>10}", part.label, size(part.bytes))?;
        }
        write!(f, "{:<28} {:>10}", "total", size(self.total()))
    }
}

/// A number of bytes for people.
pub(crate) fn size(bytes: f64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"];
    let power = (bytes.max(1.0).log10() / 3.0).floor().min(5.0) as usize;
    let value = bytes / 1000_f64.powi(power as i32);
    if power == 0 {
        format!("{value:.0} B")
    } else {
        format!("{value:.1} {}", units[power])
    }
}
