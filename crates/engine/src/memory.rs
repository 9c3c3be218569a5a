//! The memory that a simulation will need, before any of it is allocated.

use crate::block::Layout;
use crate::network::{Arrival, ConnectionRule, Generator, Network, Noise};
use crate::random::LegacyFeed;
use crate::recording::Recording;
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

/// Mean firing rate in Hz that is assumed for the record of spikes.
const ASSUMED_RATE: f64 = 10.0;

impl MemoryEstimate {
    /// Sum of all parts, in bytes.
    pub fn total(&self) -> f64 {
        self.parts.iter().map(|part| part.bytes).sum()
    }

    pub(crate) fn new(
        network: &Network,
        layout: &Layout,
        recording: &Recording,
        steps: u64,
        float: usize,
    ) -> Self {
        let neurons = network.size() as f64;
        let float = float as f64;
        let word = size_of::<usize>() as f64;
        let (mut synapses, mut tables, mut tallies) = (0.0, 0.0, 0.0);
        for projection in &network.description().projections {
            let sources = projection.source.neurons.len() as f64;
            let targets = projection.target.neurons.len() as f64;
            // While rows are built from a matrix, that matrix exists as index and weight of every
            // entry, in arrays that have grown by doubling.
            let matrix = 24.0;
            let (count, bytes) = match &projection.rule {
                ConnectionRule::PairwiseBernoulli { p, .. } => {
                    let drawn = network.description().generator == Generator::NumpyLegacy;
                    (
                        p * sources * targets,
                        if drawn { 2.0 + matrix } else { 2.0 },
                    )
                }
                // And the given matrix itself stays.
                ConnectionRule::FromMatrix(entries) => {
                    (entries.nnz() as f64, 2.0 + float + matrix + 12.0)
                }
            };
            synapses += count * bytes;
            let range = network.slice_range(&projection.target);
            let reached = layout
                .blocks
                .iter()
                .filter(|block| block.neurons.start < range.end && range.start < block.neurons.end);
            tables += reached.count() as f64 * (sources + 1.0) * word;
            // Counters of four bytes, or sums of weights.
            tallies += targets * float.max(4.0);
        }
        let normals = match &network.description().noise {
            Noise::Recorded(normals) => 8.0 * normals.len() as f64,
            Noise::White if network.description().generator == Generator::NumpyLegacy => {
                LegacyFeed::bytes(network.size()) as f64
            }
            _ => 0.0,
        };
        let injected = if network.description().currents.is_empty() {
            0.0
        } else {
            neurons * float
        };
        let arrivals = network.description().arrivals.iter();
        let given: usize = arrivals.map(|input| input.events.len()).sum();
        // As described and as sorted into blocks.
        let given = (given * (size_of::<Arrival>() + size_of::<(u64, u32, u32)>())) as f64;
        let samples = recording.states.iter().map(|state| {
            let samples = steps.div_ceil(state.every.max(1)) as f64;
            // Once as recorded and once when it is put together in double precision.
            (float + 8.0) * samples * (state.neurons.neurons.len() * state.variables.len()) as f64
        });
        let history = network
            .delay_bounds()
            .map_or(0, |(_, longest)| (longest + 1).min(steps));
        let seconds = steps as f64 * network.time_step().seconds();
        let spikes = if recording.spikes {
            12.0 * neurons * ASSUMED_RATE * seconds
        } else {
            0.0
        };
        let part = |label, bytes| MemoryPart { label, bytes };
        Self {
            parts: vec![
                part("neuron state", neurons * (5.0 * float)),
                part("synapses", synapses),
                part("row tables", tables),
                part("arrivals", tallies),
                part(
                    "spikes under way",
                    history as f64 * size_of::<Vec<u32>>() as f64,
                ),
                part("inputs", injected + given),
                part("normals", normals),
                part("recorded states", samples.sum()),
                part("recorded spikes (at 10 Hz)", spikes),
            ],
        }
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
