//! Slices and times of a description, once populations and time step are known.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{CellsSpec, ReceptorSpec, SelectionSpec, SliceError, Time};
use crate::platform::available_memory;
use adexnet_engine::{Network, Problem, Receptor, Slice};
use adexnet_model::nearest::nearest;

/// Largest number of steps: up to here every step number is a 64-bit float as well, of which time
/// stamps are made.
const MAX_STEPS: f64 = 9_007_199_254_740_992.0;

/// Lists up to this size in bytes are made without asking how much memory there is.
const ALWAYS_FITS_BYTES: u64 = 1 << 20;

impl Planner<'_> {
    /// The neurons that are selected at `path`.
    pub(super) fn slice(
        &mut self,
        path: &KeyPath,
        selection: &SelectionSpec,
    ) -> Result<Slice, ConfigError> {
        match selection {
            SelectionSpec::Slice(slice) => {
                let population = self.population_named(path, slice.population())?;
                let ranges = slice.resolve(self.spec.population[population].size);
                let ranges = ranges.map_err(|error| self.refuse_at(path, error.into()))?;
                if let [range] = &ranges[..] {
                    return Ok(Slice::range(population, range.clone()));
                }
                let count = ranges.iter().map(ExactSizeIterator::len).sum();
                require_memory(count).map_err(|problem| self.refuse_at(path, problem))?;
                let neurons = ranges.into_iter().flatten().map(|neuron| neuron as u32);
                Ok(Slice::list(population, neurons.collect::<Vec<_>>()))
            }
            SelectionSpec::File(listed) => {
                let of = path.then("population");
                let population = self.population_named(&of, &listed.population)?;
                let key = path.then("file");
                let numbers = self.files.numbers(&key, &listed.file)?;
                let size = self.spec.population[population].size;
                let neurons = listed_neurons(&numbers, size);
                let neurons = neurons.map_err(|problem| self.refuse_at(&key, problem))?;
                Ok(Slice::list(population, neurons))
            }
        }
    }

    /// The number of the population of a name that stands at `path`.
    fn population_named(&self, path: &KeyPath, name: &str) -> Result<usize, ConfigError> {
        let mut populations = self.spec.population.iter();
        let number = populations.position(|population| population.name.as_str() == name);
        number.ok_or_else(|| {
            let names = self.spec.population.iter().map(|p| p.name.as_str());
            let problem = ConfigProblem::UnknownPopulation {
                name: name.to_owned(),
                nearest: nearest(name, names.clone()).map(str::to_owned),
                known: names.map(str::to_owned).collect(),
            };
            self.refuse_at(path, problem)
        })
    }

    /// The receptor that `item`, a projection or an input, names at a key, of the neurons of its target.
    pub(super) fn receptor(
        &self,
        (item, key): (&KeyPath, &str),
        receptor: &ReceptorSpec,
        target: &Slice,
    ) -> Result<Receptor, ConfigError> {
        let population = &self.spec.population[target.population];
        let CellsSpec::Neurons(neurons) = &population.cells else {
            let population = population.name.to_string();
            let problem = Problem::NoNeurons { population };
            return Err(self.refuse_at(&item.then("target"), problem.into()));
        };
        let names = neurons.neuron.model().receptors().iter();
        let mut names: Vec<&str> = names.map(|known| known.name).collect();
        if let Some(number) = names.iter().position(|name| *name == receptor.as_str()) {
            return Ok(Receptor::new(number as u8));
        }
        if key == "receptor" {
            names.push(ReceptorSpec::BY_SIGN);
        }
        let problem = ConfigProblem::UnknownName {
            nearest: nearest(receptor.as_str(), names.iter().copied()).map(str::to_owned),
            known: names.into_iter().map(str::to_owned).collect(),
        };
        Err(self.refuse_at(&item.then(key), problem))
    }

    /// A time as a number of steps, to the nearest and at least one.
    pub(super) fn steps(
        &self,
        network: &Network,
        time: &Time,
        path: &KeyPath,
    ) -> Result<u64, ConfigError> {
        let dt = network.time_step();
        let steps = time.value() / dt.ms();
        if (0.5..=MAX_STEPS).contains(&steps) {
            return Ok(dt.nearest_step(time.value()));
        }
        let (shortest, longest) = (Time::new(dt.ms()), MAX_STEPS);
        let accepted = format!(
            "a time from one step (dt = {}) to {longest} steps",
            shortest.text()
        );
        Err(self.refuse_at(path, ConfigProblem::OutOfRange { accepted }))
    }

    /// The first step that does not begin before a time.
    pub(super) fn first_step(
        &self,
        network: &Network,
        time: &Time,
        path: &KeyPath,
    ) -> Result<u64, ConfigError> {
        let dt = network.time_step();
        if (0.0..=MAX_STEPS).contains(&(time.value() / dt.ms())) {
            return Ok(dt.first_step_from(time.value()));
        }
        let accepted = format!("a time from 0 ms to {MAX_STEPS} steps");
        Err(self.refuse_at(path, ConfigProblem::OutOfRange { accepted }))
    }
}

/// Refuses a list of so many neurons if there is not the memory for it: few characters list many.
fn require_memory(neurons: usize) -> Result<(), ConfigProblem> {
    let needed = (neurons * size_of::<u32>()) as u64;
    if needed <= ALWAYS_FITS_BYTES {
        return Ok(());
    }
    match available_memory().filter(|&available| needed > available) {
        None => Ok(()),
        Some(available) => Err(ConfigProblem::Value(format!(
            "a list of {neurons} neurons takes {needed} bytes of memory, of which {available} are \
             available; accepted are a shorter list and a single range, which takes none"
        ))),
    }
}

/// Neurons that a file lists, of a population of `size`.
fn listed_neurons(numbers: &[f64], size: usize) -> Result<Vec<u32>, ConfigProblem> {
    if numbers.is_empty() {
        return Err(ConfigProblem::Empty);
    }
    let is_neuron = |number: f64| number >= 0.0 && number < size as f64 && number.fract() == 0.0;
    if let Some(index) = numbers.iter().position(|&number| !is_neuron(number)) {
        return Err(ConfigProblem::Value(format!(
            "element [{index}] is {}; accepted are neurons of the population, whole numbers from 0 to {}",
            numbers[index],
            size - 1
        )));
    }
    match numbers.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => {
            let (before, after) = (pair[0] as usize, pair[1] as usize);
            Err(SliceError::NotAscending { before, after }.into())
        }
        None => Ok(numbers.iter().map(|&number| number as u32).collect()),
    }
}
