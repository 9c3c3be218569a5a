//! From what was said to what is simulated.

use super::complete::complete;
use super::engine_errors::locate;
use super::files::FileReader;
use super::{Autapses, Plan};
use crate::config::document::{Document, KeyPath, Part};
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{NetworkSpec, NoiseSpec, Time};
use adexnet_engine::{Network, NetworkDescription, Noise, Problem};
use std::ops::Range;
use std::sync::Arc;

/// Time step of descriptions that give none, in ms.
pub(super) const DEFAULT_DT: f64 = 0.1;
/// Seed of descriptions that give none.
pub(super) const DEFAULT_SEED: u64 = 1234;

/// Largest number of threads: more than any machine has, and what a pool of threads can number.
const MAX_THREADS: usize = 65_535;

/// Makes a plan of a description.
pub(in crate::config) struct Planner<'a> {
    pub(super) document: &'a Document,
    pub(super) spec: &'a NetworkSpec,
    pub(super) files: FileReader<'a>,
    pub(super) autapses: Vec<Autapses>,
}

impl<'a> Planner<'a> {
    pub(in crate::config) fn new(document: &'a Document, spec: &'a NetworkSpec) -> Self {
        Self {
            document,
            spec,
            files: FileReader::new(document),
            autapses: Vec::new(),
        }
    }

    pub(in crate::config) fn plan(mut self) -> Result<Plan, ConfigError> {
        let simulation = &self.spec.simulation;
        let threads = simulation.threads.unwrap_or(0);
        if threads > MAX_THREADS {
            let accepted = format!("0 (as many as pay off) to {MAX_THREADS}");
            let problem = ConfigProblem::OutOfRange { accepted };
            return Err(self.refuse("simulation.threads", problem));
        }
        let network = Network::new(self.description()?).map_err(|error| {
            let (path, problem) = locate(error, self.spec, self.document);
            self.document.error(&path, Part::Value, problem)
        })?;
        let steps = self.steps(
            &network,
            &simulation.duration,
            &KeyPath::of("simulation.duration"),
        )?;
        self.noise_lasts(&network, steps)?;
        let recording = self.recording(&network)?;
        let inhibitory = self.inhibitory(&network)?;
        let files = self.files.into_read();
        Ok(Plan {
            title: self.document.title().to_owned(),
            spec: complete(self.spec, &network, &files),
            network,
            recording,
            steps,
            precision: simulation
                .precision
                .map_or_else(Default::default, Into::into),
            threads,
            inhibitory,
            files: files.into_iter().map(|(_, file)| file).collect(),
            autapses: self.autapses,
            document: self.document.clone(),
        })
    }

    /// An error at the value of a dotted key.
    fn refuse(&self, key: &str, problem: ConfigProblem) -> ConfigError {
        self.refuse_at(&KeyPath::of(key), problem)
    }

    pub(super) fn refuse_at(&self, path: &KeyPath, problem: ConfigProblem) -> ConfigError {
        self.document.error(path, Part::Value, problem)
    }

    fn description(&mut self) -> Result<NetworkDescription, ConfigError> {
        let spec = self.spec;
        self.neurons_can_be_numbered()?;
        let populations = spec
            .population
            .iter()
            .enumerate()
            .map(|(number, population)| self.population(number, population))
            .collect::<Result<_, _>>()?;
        let noise = self.noise()?;
        let projections = spec
            .projection
            .iter()
            .enumerate()
            .map(|(number, projection)| self.projection(number, projection))
            .collect::<Result<_, _>>()?;
        let inputs = spec
            .input
            .iter()
            .enumerate()
            .map(|(number, input)| self.input(number, input))
            .collect::<Result<_, _>>()?;
        Ok(NetworkDescription {
            dt: spec.simulation.dt.as_ref().map_or(DEFAULT_DT, Time::value),
            seed: spec.simulation.seed.unwrap_or(DEFAULT_SEED),
            generator: spec
                .simulation
                .rng
                .map_or_else(Default::default, Into::into),
            noise,
            populations,
            projections,
            inputs,
        })
    }

    /// Slices are resolved before the engine sees the network, and list neurons by their numbers.
    fn neurons_can_be_numbered(&self) -> Result<(), ConfigError> {
        let sizes = self.spec.population.iter();
        let total: u128 = sizes.map(|population| population.size as u128).sum();
        if total > u128::from(u32::MAX) {
            let problem = Problem::TooManyNeurons(total);
            return Err(self.refuse("population", problem.into()));
        }
        Ok(())
    }

    fn noise(&mut self) -> Result<Noise, ConfigError> {
        Ok(match &self.spec.simulation.noise {
            None | Some(NoiseSpec::White) => Noise::White,
            Some(NoiseSpec::None) => Noise::None,
            Some(NoiseSpec::Recorded { path, sha256 }) => {
                let table = KeyPath::of("simulation.noise");
                let key = table.then("recorded");
                Noise::Recorded(Arc::new(self.files.normals(
                    &key,
                    path,
                    sha256.as_deref(),
                )?))
            }
        })
    }

    fn noise_lasts(&self, network: &Network, needed: u64) -> Result<(), ConfigError> {
        match &network.description().noise {
            Noise::Recorded(normals) if (normals.nrows() as u64) < needed => {
                let available = normals.nrows() as u64;
                let problem = ConfigProblem::NoiseTooShort { available, needed };
                Err(self.refuse("simulation.noise.recorded", problem))
            }
            _ => Ok(()),
        }
    }

    /// The inhibitory neurons, numbered through the network.
    fn inhibitory(&mut self, network: &Network) -> Result<Vec<Range<u32>>, ConfigError> {
        let mut ranges = Vec::new();
        let populations = &self.spec.population;
        for (number, population) in populations.iter().enumerate() {
            let Some(slice) = &population.inhibitory else {
                continue;
            };
            let path = KeyPath::of("population").at(number).then("inhibitory");
            if slice.population() != population.name.as_str() {
                let expected = population.name.to_string();
                return Err(self.refuse_at(&path, ConfigProblem::OtherPopulation { expected }));
            }
            ranges.extend(network.slice_numbers(&self.slice(&path, slice)?).ranges());
        }
        Ok(ranges)
    }
}
