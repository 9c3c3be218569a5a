//! The synapses of a simulation, as they are written to files and summed up.
//!
//! One idea: synapses are a matrix of weights where that and one delay tell all of them, and a list
//! elsewhere. Which of the two, their values decide and not the words of the description.

mod list;
mod write;

#[cfg(test)]
mod tests;

pub use write::{SynapseFormat, SynapseWriteError};

use crate::files::Edges;
use crate::statistics::{ConnectivityError, ConnectivitySummary, Ends, Synapse};
use adexnet_engine::{Network, Projection, ReadError, Simulation};
use list::List;
use sprs::CsMatI;
use std::borrow::Cow;

/// Weights in nS, row = source, column = target, numbered through a network.
pub type WeightMatrix = CsMatI<f64, u32>;

/// Synapses as they are simulated: neurons are numbered through the network, weights are in nS and
/// those of inhibitory synapses negative, delays in ms.
///
/// ```
/// use adexnet_engine::{
///     ConnectionRule, NetworkBuilder, Population, Projection, Recording, Simulation, SimulationOptions,
/// };
/// use adexnet_io::synapses::SimulatedSynapses;
/// use adexnet_model::adex::AdexParameters;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut network = NetworkBuilder::new(0.1); // ms
/// let cells = network.add(Population::new("cells", 100, AdexParameters::default()));
/// let rule = ConnectionRule::fixed_in_degree(10);
/// network.connect(Projection::new("E", cells.all(), cells.all(), rule).with_weight(2.0)); // nS
/// let network = network.build()?;
/// let simulation =
///     Simulation::new(&network, Recording::default(), SimulationOptions::default())?;
/// let synapses = SimulatedSynapses::of_projection(&simulation, 0)?;
/// assert_eq!((synapses.len(), synapses.common_delay()), (1_000, Some(0.0)));
/// let summary = synapses.summary(&network, &network.description().projections[0])?;
/// assert_eq!(summary.in_degree.map(|degree| degree.sd), Some(0.0));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedSynapses {
    /// Number of neurons of the network.
    size: usize,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// One synapse for each pair of neurons at most, and all with one delay in ms; by rows.
    Matrix(WeightMatrix, f64),
    List(List),
}

impl SimulatedSynapses {
    /// The synapses of a projection.
    ///
    /// # Errors
    /// If there is no such projection, or if it has more than 2^32 - 1 synapses.
    pub fn of_projection(simulation: &Simulation, projection: usize) -> Result<Self, ReadError> {
        let network = simulation.network();
        let (size, dt) = (network.size(), network.time_step());
        let described = network.description().projections.get(projection);
        if let Some(delay) = described.and_then(|described| delay_of_a_matrix(network, described)) {
            let weights = simulation.projection_matrix(projection)?;
            let form = Form::Matrix(weights, delay as f64 * dt.ms());
            return Ok(Self { size, form });
        }
        let list = List::of(simulation.projection_synapses(projection)?, dt);
        let matrix = list.common_delay().zip(list.matrix(size));
        let form = match matrix {
            Some((delay, weights)) => Form::Matrix(weights, delay),
            None => Form::List(list),
        };
        Ok(Self { size, form })
    }

    /// The synapses of several projections of a network of `size` neurons together. Where they are a
    /// list, those of one projection follow those of the one before.
    #[must_use]
    pub fn join(size: usize, mut parts: Vec<Self>) -> Self {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        parts.retain(|part| !part.is_empty());
        let delays = parts.iter().map(Self::common_delay);
        if let Some(delay) = in_common(delays)
            && let Some(weights) = matrix_of_all(size, &parts)
        {
            let form = Form::Matrix(weights, delay);
            return Self { size, form };
        }
        let mut all = List::default();
        for part in parts {
            all.append(part.into_list());
        }
        let form = Form::List(all);
        Self { size, form }
    }

    /// Number of synapses.
    pub fn len(&self) -> usize {
        match &self.form {
            Form::Matrix(weights, _) => weights.nnz(),
            Form::List(list) => list.sources.len(),
        }
    }

    /// Whether there is no synapse.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a matrix of weights and one delay tell all: no pair of neurons has several synapses,
    /// and all synapses have the same delay.
    pub fn is_matrix(&self) -> bool {
        matches!(self.form, Form::Matrix(..))
    }

    /// The delay of all synapses in ms, if they have one; 0 of none.
    pub fn common_delay(&self) -> Option<f64> {
        match &self.form {
            Form::Matrix(_, delay) => Some(*delay),
            Form::List(list) => list.common_delay(),
        }
    }

    /// The weights as a matrix in CSR form; `None` if a pair of neurons has several synapses. Delays
    /// are not in it; synapses of weight 0 are stored.
    pub fn matrix(&self) -> Option<Cow<'_, WeightMatrix>> {
        match &self.form {
            Form::Matrix(weights, _) => Some(Cow::Borrowed(weights)),
            Form::List(list) => list.matrix(self.size).map(Cow::Owned),
        }
    }

    /// The same as a list of edges, with weights and delays.
    #[must_use]
    pub fn into_edges(self) -> Edges {
        self.into_list().into()
    }

    fn into_list(self) -> List {
        match self.form {
            Form::Matrix(weights, delay) => List::of_matrix(weights, delay),
            Form::List(list) => list,
        }
    }

    /// Degrees, weights and delays, where these are the synapses of one projection of a network.
    ///
    /// # Errors
    /// [`ConnectivityError`], if they are others.
    pub fn summary(
        &self,
        network: &Network,
        projection: &Projection,
    ) -> Result<ConnectivitySummary, ConnectivityError> {
        let [sources, targets] =
            [&projection.source, &projection.target].map(|slice| network.slice_numbers(slice));
        let ends = Ends {
            sources: sources.len(),
            targets: targets.len(),
            // Slices that overlap count one neuron twice, so autapses are told by numbers, below.
            same: false,
        };
        let index = |found: Option<u32>| found.map_or(usize::MAX, |index| index as usize);
        let mut autapses = 0;
        let mut synapse = |source, target, weight, delay| {
            autapses += u64::from(source == target);
            Synapse {
                source: index(sources.index_of(source)),
                target: index(targets.index_of(target)),
                weight: Some(weight),
                delay: Some(delay),
            }
        };
        let summary = match &self.form {
            Form::Matrix(weights, delay) => {
                let all = weights.iter();
                let all = all.map(|(&weight, (i, j))| synapse(i, j, weight, *delay));
                ConnectivitySummary::of_synapses(all, ends)
            }
            Form::List(list) => {
                let all = list.iter();
                let all = all.map(|(i, j, weight, delay)| synapse(i, j, weight, delay));
                ConnectivitySummary::of_synapses(all, ends)
            }
        }?;
        let may_be = projection.source.common(&projection.target) > 0;
        Ok(ConnectivitySummary {
            autapses: may_be.then_some(autapses),
            ..summary
        })
    }
}

/// All synapses of several parts in one matrix; `None` if a pair of neurons has several.
pub(crate) fn matrix_of_all(size: usize, parts: &[SimulatedSynapses]) -> Option<WeightMatrix> {
    let matrices = parts.iter().map(SimulatedSynapses::matrix);
    let matrices: Vec<Cow<'_, WeightMatrix>> = matrices.collect::<Option<_>>()?;
    let mut ends = vec![0];
    let (mut columns, mut weights) = (Vec::new(), Vec::new());
    let mut row: Vec<(u32, f64)> = Vec::new();
    for source in 0..size {
        row.clear();
        for matrix in &matrices {
            let part = matrix.outer_view(source);
            let entries = part
                .iter()
                .flat_map(|part| part.indices().iter().zip(part.data()));
            row.extend(entries.map(|(&column, &weight)| (column, weight)));
        }
        row.sort_by_key(|&(column, _)| column);
        if row.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return None;
        }
        columns.extend(row.iter().map(|&(column, _)| column));
        weights.extend(row.iter().map(|&(_, weight)| weight));
        ends.push(u32::try_from(columns.len()).ok()?);
    }
    Some(WeightMatrix::new((size, size), ends, columns, weights))
}

/// The delay, in steps, of a projection whose description says that a matrix tells all of it.
fn delay_of_a_matrix(network: &Network, projection: &Projection) -> Option<u64> {
    let (shortest, longest) = network.delay_range(projection);
    (shortest == longest && !projection.rule.has_multapses()).then_some(shortest)
}

/// The delay that all have; 0 of none.
fn in_common(delays: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    let mut delays = delays.into_iter();
    let first = delays.next().unwrap_or(Some(0.0))?;
    delays.all(|delay| delay == Some(first)).then_some(first)
}
