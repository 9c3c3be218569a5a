//! Reading a simulation between two runs, and setting its state.

use super::engine::{Engine, lock};
use super::{ReadError, SynapseRecord};
use crate::block::{Block, Inbound};
use crate::cells::{CellFloat, Observed};
use crate::network::{Model, NeuronNumbers, Receptor};
use crate::recording::{StateRecord, StateRecording};
use adexnet_model::neuron::Variable;
use ndarray::{Array2, ShapeBuilder};
use sprs::{CsMatI, TriMatI};
use std::sync::PoisonError;

impl<F: CellFloat> Engine<F> {
    /// The recorded samples that have not been taken, put together; in memory either neuron by neuron or sample by sample.
    pub(super) fn read_states(&self, by_sample: bool) -> Vec<StateRecord> {
        let record = |(number, recording): (usize, &StateRecording)| {
            let neurons = self.network.slice_numbers(&recording.neurons);
            let steps = recording.steps(self.recorded_from..self.step);
            let array = || {
                let shape = (neurons.len(), steps.len());
                Array2::zeros(shape.set_f(by_sample))
            };
            let mut record = StateRecord {
                name: recording.name.clone(),
                variables: recording.variables.iter().map(|&v| (v, array())).collect(),
                neurons: neurons.iter().collect(),
                steps,
            };
            self.read_blocks(|block| block.copy_samples(number, &mut record));
            record
        };
        self.recordings.iter().enumerate().map(record).collect()
    }

    /// The value of a variable of every neuron of a population.
    pub(super) fn read_values(
        &self,
        population: usize,
        variable: Variable,
    ) -> Result<Vec<f64>, ReadError> {
        let observed = self.observed(population, variable)?;
        let mut values = Vec::new();
        self.read_blocks(|block| block.append_values(population, observed, &mut values));
        Ok(values)
    }

    /// Replaces them.
    pub(super) fn write_values(
        &mut self,
        population: usize,
        variable: Variable,
        values: &[f64],
    ) -> Result<(), ReadError> {
        let Observed::State(number) = self.observed(population, variable)? else {
            return Err(self.no_such_variable(population, variable));
        };
        let needed = self.network.population_range(population).len();
        let usable = values.iter().filter(|value| value.is_finite()).count();
        if usable != needed || values.len() != needed {
            let found = usable;
            return Err(ReadError::WrongValues { found, needed });
        }
        let mut left = values;
        for block in &mut self.blocks {
            let block = block.get_mut().unwrap_or_else(PoisonError::into_inner);
            block.set_values(population, number, &mut left);
        }
        Ok(())
    }

    /// Sets the current of some neurons from the next step on, in pA.
    pub(super) fn write_current(&mut self, neurons: &NeuronNumbers, current: f64) {
        for block in &mut self.blocks {
            let block = block.get_mut().unwrap_or_else(PoisonError::into_inner);
            block.set_current(neurons, current);
        }
    }

    /// The synapses of a projection as a matrix.
    pub(super) fn read_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError> {
        let size = self.network.size();
        let mut matrix = TriMatI::new((size, size));
        self.read_synapses(projection, |source, target, weight, _| {
            matrix.add_triplet(source as usize, target as usize, weight);
        })?;
        let synapses = matrix.nnz();
        // Entries of the same place are added up.
        let matrix: CsMatI<f64, u32> = matrix.to_csr();
        if matrix.nnz() < synapses {
            return Err(ReadError::Multapses { projection });
        }
        Ok(matrix)
    }

    /// The synapses of a projection as a list.
    pub(super) fn read_listed(&self, projection: usize) -> Result<SynapseRecord, ReadError> {
        let mut record = SynapseRecord::default();
        self.read_synapses(projection, |source, target, weight, delay| {
            record.push(source, target, weight, delay);
        })?;
        Ok(record.sorted())
    }

    /// Number of synapses; of those that are not stored, the number to be expected.
    pub(super) fn count_synapses(&self) -> u64 {
        let mut synapses = 0;
        self.read_blocks(|block| {
            synapses += block.inbound.iter().map(Inbound::len).sum::<u64>();
        });
        synapses
    }

    /// Whether any synapses are stored.
    pub(super) fn has_stored_synapses(&self) -> bool {
        let mut any = false;
        self.read_blocks(|block| any |= block.inbound.iter().any(Inbound::is_stored));
        any
    }

    /// Synapses passed by a spike so far.
    pub(super) fn count_events(&self) -> u64 {
        let mut events = 0;
        self.read_blocks(|block| events += block.synaptic_events);
        events
    }

    /// What a variable is to the neurons of a population.
    fn observed(&self, population: usize, variable: Variable) -> Result<Observed, ReadError> {
        let populations = &self.network.description().populations;
        let Some(found) = populations.get(population) else {
            let populations = populations.len();
            return Err(ReadError::NoSuchPopulation {
                population,
                populations,
            });
        };
        let observed = found
            .model()
            .and_then(|model| Observed::of(model, variable));
        observed.ok_or_else(|| self.no_such_variable(population, variable))
    }

    fn no_such_variable(&self, population: usize, variable: Variable) -> ReadError {
        let model = self.network.description().populations[population].model();
        let known = model.map_or(&[][..], Model::variables).iter();
        ReadError::NoSuchVariable {
            population,
            symbol: variable.symbol,
            known: known.map(|known| known.symbol).collect(),
        }
    }

    /// Visits the synapses of a projection, block by block: source, target, weight in nS, and delay in steps.
    fn read_synapses(
        &self,
        projection: usize,
        mut visit: impl FnMut(u32, u32, f64, u64),
    ) -> Result<(), ReadError> {
        let description = self.network.description();
        let Some(described) = description.projections.get(projection) else {
            return Err(ReadError::NoSuchProjection {
                projection,
                projections: description.projections.len(),
            });
        };
        let mut synapses = 0;
        self.read_blocks(|block| synapses += block.synapses_of(projection));
        if synapses > u64::from(u32::MAX) {
            return Err(ReadError::TooManySynapses { synapses });
        }
        let model = description.populations[described.target.population].model();
        let receptors = model.map_or(&[][..], Model::receptors);
        let is_inhibitory = |receptor: Receptor| receptors[receptor.index()].is_inhibitory;
        self.read_blocks(|block| {
            block.visit_synapses(projection, is_inhibitory, self.level, &mut visit);
        });
        Ok(())
    }

    /// Visits the blocks in the order of their neurons, between two runs.
    fn read_blocks(&self, mut read: impl FnMut(&Block<F>)) {
        self.blocks.iter().for_each(|block| read(&lock(block)));
    }
}
