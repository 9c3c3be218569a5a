//! What is going to be simulated.
//!
//! The one idea to know: a [`Plan`] is valid, and nothing that works with it checks again. It also
//! knows itself as a complete description, from which the same plan can be made later.

mod complete;
mod engine_errors;
mod files;
mod input;
mod planner;
mod population;
mod positions;
mod projection;
mod recording;
mod resolve;
mod values;

pub(super) use planner::Planner;

use super::document::Document;
use super::spec::NetworkSpec;
use adexnet_engine::{Network, Precision, Recording, SimulationOptions};
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// A run, ready to start.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the run is called: the preset, or the description's file name without extension.
    pub title: String,
    /// The network.
    pub network: Network,
    /// What is recorded.
    pub recording: Recording,
    /// Number of steps to simulate, at least 1.
    pub steps: u64,
    /// Float type of the state.
    pub precision: Precision,
    /// Number of threads; 0 takes as many as pay off.
    pub threads: usize,
    /// Neurons that figures and statistics take for inhibitory, numbered through the network,
    /// ascending.
    pub inhibitory: Vec<Range<u32>>,
    /// The files that were read besides the description, in the order in which it names them.
    pub files: Vec<FileRead>,
    /// Projections from files that connect neurons to themselves.
    pub autapses: Vec<Autapses>,
    /// The description with all defaults and overrides filled in.
    spec: NetworkSpec,
    /// The description of which it was made.
    document: Document,
}

/// A file that was read, and what was in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its absolute path.
    pub path: PathBuf,
    /// The SHA-256 of its content, 64 hexadecimal digits in lower case.
    pub sha256: String,
}

/// The autapses that a file gives, which are kept.
///
/// `Display` is a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autapses {
    /// Name of the projection.
    pub projection: String,
    /// Number of synapses that connect a neuron to itself.
    pub count: usize,
}

impl fmt::Display for Autapses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { projection, count } = self;
        let neurons = if *count == 1 { "neuron" } else { "neurons" };
        write!(
            f,
            "the file of projection \"{projection}\" connects {count} {neurons} to itself or \
             themselves; these autapses are kept"
        )
    }
}

impl Plan {
    /// The description with all defaults and overrides filled in: every parameter of every neuron,
    /// absolute paths, and the SHA-256 of every file that is read.
    pub fn spec(&self) -> &NetworkSpec {
        &self.spec
    }

    /// [`spec`](Self::spec) as NETWORK.toml, with the expressions that were typed, and their values
    /// as comments. Reading it gives the same plan, bit by bit, or an error
    /// if a file has changed since.
    #[must_use]
    pub fn to_toml(&self) -> String {
        complete::to_toml(&self.spec, &self.document)
    }

    /// What the engine needs to know of the plan besides network and recording. What is recorded is taken to go to
    /// disk while the run goes on, as that of a [`Run`](crate::run::Run) does: the estimate of memory does not count it.
    #[must_use]
    pub fn options(&self) -> SimulationOptions {
        SimulationOptions {
            precision: self.precision,
            threads: self.threads,
            expected_steps: 0,
            ..SimulationOptions::default()
        }
    }
}
