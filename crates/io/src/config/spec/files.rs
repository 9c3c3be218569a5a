//! All the files that a description names.

use super::{
    CellsSpec, CurrentSpec, FileSpec, InputKindSpec, NetworkSpec, NoiseSpec, PopulationSpec,
    PositionsSpec, SelectionSpec, SelectionsSpec, SpikeRecordSpec, SpikesSpec, ValuesSpec,
};
use crate::config::document::KeyPath;

/// What is done with a file: its key, its path and its SHA-256.
type Visit<'a> = dyn FnMut(&KeyPath, &mut String, &mut Option<String>) + 'a;

impl NetworkSpec {
    /// Visits every file with the key that names it.
    pub(in crate::config) fn visit_files(&mut self, visit: &mut Visit<'_>) {
        if let Some(NoiseSpec::Recorded { path, sha256 }) = &mut self.simulation.noise {
            visit(&KeyPath::of("simulation.noise.recorded"), path, sha256);
        }
        for (number, population) in self.population.iter_mut().enumerate() {
            population.visit_files(&KeyPath::of("population").at(number), visit);
        }
        for (number, projection) in self.projection.iter_mut().enumerate() {
            let key = KeyPath::of("projection").at(number);
            projection.source.visit_file(&key.then("source"), visit);
            projection.target.visit_file(&key.then("target"), visit);
            if let Some((path, sha256)) = projection.connect.file_mut() {
                visit(&key.then("connect.path"), path, sha256);
            }
            if let Some(weight) = &mut projection.weight {
                weight.spec_mut().visit_file(&key.then("weight"), visit);
            }
            if let Some(delay) = &mut projection.delay {
                delay.spec_mut().visit_file(&key.then("delay"), visit);
            }
        }
        for (number, input) in self.input.iter_mut().enumerate() {
            let key = KeyPath::of("input").at(number);
            input.target.visit_file(&key.then("target"), visit);
            if let InputKindSpec::Current(CurrentSpec::Sampled(sampled)) = &mut input.kind {
                sampled.file.visit(&key.then("current"), visit);
            }
        }
        if let Some(SpikeRecordSpec::Part(part)) = &mut self.record.spikes
            && let Some(neurons) = &mut part.neurons
        {
            neurons.visit_files(&KeyPath::of("record.spikes.neurons"), visit);
        }
        for (number, rate) in self.record.rate.iter_mut().enumerate() {
            let key = KeyPath::of("record.rate").at(number);
            rate.neurons.visit_files(&key.then("neurons"), visit);
        }
        for (number, state) in self.record.state.iter_mut().enumerate() {
            let key = KeyPath::of("record.state").at(number);
            state.neurons.visit_file(&key.then("neurons"), visit);
        }
    }
}

impl PopulationSpec {
    fn visit_files(&mut self, key: &KeyPath, visit: &mut Visit<'_>) {
        if let Some(inhibitory) = &mut self.inhibitory {
            inhibitory.visit_file(&key.then("inhibitory"), visit);
        }
        if let Some(PositionsSpec::File(positions)) = &mut self.positions {
            positions.file.visit(&key.then("positions"), visit);
        }
        match &mut self.cells {
            CellsSpec::Neurons(neurons) => {
                for (symbol, values) in neurons.neuron.given_mut() {
                    values.visit_file(&key.then("neuron").then(symbol), visit);
                }
                for (variable, values) in &mut neurons.initial.0 {
                    values.visit_file(&key.then("initial").then(variable.symbol), visit);
                }
                if let Some(period) = &mut neurons.refractory {
                    period.spec_mut().visit_file(&key.then("refractory"), visit);
                }
            }
            CellsSpec::Spikes(SpikesSpec::File(file)) => file.visit(&key.then("spikes"), visit),
            CellsSpec::Spikes(SpikesSpec::Listed { .. }) => {}
            CellsSpec::Poisson(source) => {
                let rate = source.rate.spec_mut();
                rate.visit_file(&key.then("poisson.rate"), visit);
            }
        }
    }
}

impl ValuesSpec {
    /// Visits the file of the values at `key`, if they are in one.
    fn visit_file(&mut self, key: &KeyPath, visit: &mut Visit<'_>) {
        if let Self::File(values) = self {
            values.file.visit(key, visit);
        }
    }
}

impl SelectionSpec {
    /// Visits the file of the neurons at `key`, if they are in one.
    fn visit_file(&mut self, key: &KeyPath, visit: &mut Visit<'_>) {
        if let Self::File(listed) = self {
            listed.file.visit(key, visit);
        }
    }
}

impl SelectionsSpec {
    fn visit_files(&mut self, key: &KeyPath, visit: &mut Visit<'_>) {
        match self {
            Self::One(selection) => selection.visit_file(key, visit),
            Self::Several(selections) => {
                for (index, selection) in selections.iter_mut().enumerate() {
                    selection.visit_file(&key.at(index), visit);
                }
            }
        }
    }
}

impl FileSpec {
    /// Visits the file in the table at `key`.
    fn visit(&mut self, key: &KeyPath, visit: &mut Visit<'_>) {
        visit(&key.then("file"), &mut self.file, &mut self.sha256);
    }
}
