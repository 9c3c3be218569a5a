//! The state of a simulation: all that its future depends on, besides the network.
//!
//! One idea: what must be kept is visited in one order, by one function of each owner, whether it is to be saved,
//! checked or restored ([`Keeper`]); so nothing can be saved and not restored. Arrays go by numbers of neurons and
//! know nothing of blocks, so any arrangement of a network can take them up.

mod keeper;

pub(crate) use keeper::{Keeper, Restorer, Saver};

use crate::simulation::Precision;

/// The array of spikes and synaptic events so far.
pub(crate) const TOTALS: &str = "totals";

/// All that the future of a simulation depends on, besides the network, and of what it records, the bins of rates
/// that are not complete yet.
///
/// It does not depend on threads, sizes of blocks, instruction sets or where runs were cut. What has been recorded before
/// is not part of it.
///
/// | array | content |
/// |---|---|
/// | `state.POPULATION.VARIABLE` | state variables, in their units |
/// | `refractory.POPULATION` | steps for which neurons are still held |
/// | `current.POPULATION` | currents that were set while the simulation ran, in pA |
/// | `fluctuations.K` | the Ornstein-Uhlenbeck processes of the K-th input of that kind, in pA or nS |
/// | `history.counts`, `history.neurons` | spikes of the last steps: their number by step, and the neurons |
/// | `releases.PROJECTION.*` | plastic synapses: utilization, resources and last spike (step) of each source, and what the spikes of the history have released |
/// | `rates.NAME` | spikes in the bin that is not complete |
/// | `legacy.key`, `legacy.position`, `legacy.spare` | `NumPy`'s legacy generator, as `get_state` gives it |
/// | `totals` | spikes and synaptic events so far |
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Steps simulated.
    pub step: u64,
    /// Float type of the state.
    pub precision: Precision,
    /// The arrays by name, in the order of the names, each of which occurs once.
    pub arrays: Vec<(String, SnapshotArray)>,
}

impl Snapshot {
    /// The array of this name.
    pub fn array(&self, name: &str) -> Option<&SnapshotArray> {
        let mut arrays = self.arrays.iter();
        arrays.find(|(own, _)| own == name).map(|(_, array)| array)
    }

    /// Synapses passed by a spike so far.
    pub fn synaptic_events(&self) -> u64 {
        let totals = self.array(TOTALS).and_then(u64::unpack);
        totals
            .and_then(|totals| totals.get(1))
            .copied()
            .unwrap_or(0)
    }
}

/// An array of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq)]
pub enum SnapshotArray {
    /// Steps, counts, or numbers of neurons.
    U32(Vec<u32>),
    /// Steps or counts.
    U64(Vec<u64>),
    /// Values of a simulation in single precision.
    F32(Vec<f32>),
    /// Values of a simulation in double precision.
    F64(Vec<f64>),
}

impl SnapshotArray {
    /// Number of its elements.
    pub fn len(&self) -> usize {
        match self {
            Self::U32(values) => values.len(),
            Self::U64(values) => values.len(),
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
        }
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of its elements, as `NumPy` calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::U32(_) => u32::KIND,
            Self::U64(_) => u64::KIND,
            Self::F32(_) => f32::KIND,
            Self::F64(_) => f64::KIND,
        }
    }
}

/// A type of which there are arrays in snapshots.
pub(crate) trait Kept: Copy {
    const KIND: &'static str;
    fn pack(values: Vec<Self>) -> SnapshotArray;
    fn unpack(array: &SnapshotArray) -> Option<&[Self]>;
    fn unpack_mut(array: &mut SnapshotArray) -> Option<&mut Vec<Self>>;
}

macro_rules! kept {
    ($($type:ty, $variant:ident, $kind:literal;)*) => {$(
        impl Kept for $type {
            const KIND: &'static str = $kind;

            fn pack(values: Vec<Self>) -> SnapshotArray {
                SnapshotArray::$variant(values)
            }

            fn unpack(array: &SnapshotArray) -> Option<&[Self]> {
                match array {
                    SnapshotArray::$variant(values) => Some(values),
                    _ => None,
                }
            }

            fn unpack_mut(array: &mut SnapshotArray) -> Option<&mut Vec<Self>> {
                match array {
                    SnapshotArray::$variant(values) => Some(values),
                    _ => None,
                }
            }
        }
    )*};
}
kept! {
    u32, U32, "uint32";
    u64, U64, "uint64";
    f32, F32, "float32";
    f64, F64, "float64";
}

/// Why a snapshot cannot be restored. The simulation is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It is of the other precision.
    #[error("the snapshot is of {found:?} precision; the simulation has {needed:?}")]
    Precision {
        /// That of the snapshot.
        found: Precision,
        /// That of the simulation.
        needed: Precision,
    },
    /// An array is missing.
    #[error("the snapshot has no array {name:?}, which this network needs")]
    Missing {
        /// Name of the array.
        name: String,
    },
    /// An array has no place.
    #[error("the snapshot has an array {name:?}, which this network does not have")]
    Unknown {
        /// Name of the array.
        name: String,
    },
    /// An array is of another type or length.
    #[error(
        "the array {name:?} of the snapshot has {found} elements of {found_kind}; this network needs {needed} of \
         {needed_kind}"
    )]
    Shape {
        /// Name of the array.
        name: String,
        /// Number of its elements.
        found: usize,
        /// Their type.
        found_kind: &'static str,
        /// Number needed.
        needed: usize,
        /// Type needed.
        needed_kind: &'static str,
    },
    /// The elements of an array contradict the network or each other.
    #[error("the array {name:?} of the snapshot is not possible: {problem}")]
    Content {
        /// Name of the array.
        name: String,
        /// What is wrong.
        problem: String,
    },
}

impl RestoreError {
    pub(crate) fn content(name: &str, problem: impl Into<String>) -> Self {
        Self::Content {
            name: name.to_owned(),
            problem: problem.into(),
        }
    }
}
