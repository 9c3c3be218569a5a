//! A reference network as several copies side by side, so that its neurons lie in several blocks and groups.

use super::{Reference, among, compare, from_si, network, normals, run, slice, ways};
use adexnet::engine::{
    ALWAYS, Arrival, ArrivalInput, ConnectionRule, CurrentInput, Input, Model, NetworkDescription,
    Noise, Population, Precision, Projection, Receptor, ReceptorChoice, Recording, Simulation,
    Slice, SpikeRecording, StateRecording, Values, Variable, Waveform,
};
use ndarray::{Array2, Ix2};
use sprs::TriMatI;
use std::sync::Arc;

/// Copies of a network: of the smallest, of six neurons, more than a block of 128.
const COPIES: usize = 22;

/// Copies whose states are recorded step by step: in the first, a middle and the last group.
const WATCHED: [usize; 3] = [0, COPIES / 2, COPIES - 1];

/// Time step in ms.
pub const DT: f64 = 0.1;

/// A file of the reference data, and the copies of its network.
pub struct Copies {
    name: &'static str,
    pub reference: Reference,
    /// Neurons of one copy.
    size: usize,
    steps: usize,
}

impl Copies {
    pub fn open(name: &'static str) -> Self {
        let mut reference = Reference::open(name);
        Self {
            name,
            size: reference.integer("size") as usize,
            steps: reference.integer("steps") as usize,
            reference,
        }
    }

    /// Numbers for every neuron of all copies: the same for all, or one for each neuron of a copy.
    pub fn values(&mut self, key: &str, factor: f64) -> Values {
        match &*self.reference.numbers(key) {
            [value] => Values::constant(factor * value),
            values => {
                let scaled: Vec<f64> = values.iter().map(|value| factor * value).collect();
                scaled.repeat(COPIES).into()
            }
        }
    }

    /// Some neurons of each copy.
    pub fn slice(&self, neurons: &[usize]) -> Slice {
        let of_copy = |copy| neurons.iter().map(move |&i| (copy * self.size + i) as u32);
        Slice::list(0, (0..COPIES).flat_map(of_copy).collect::<Vec<_>>())
    }

    pub fn all(&self) -> Slice {
        slice(0, 0..COPIES * self.size)
    }

    /// The neurons of all copies, with the parameters, initial values and refractory period that the file gives.
    fn population(&mut self, model: &Model) -> Population {
        let mut cells = Population::new("cells", COPIES * self.size, model.clone());
        for parameter in model.parameters() {
            if self.reference.has(parameter.symbol) {
                let values = self.values(parameter.symbol, from_si(parameter.unit));
                cells = cells.with_parameter(parameter.symbol, values);
            }
        }
        for variable in model.variables() {
            let key = format!("{}0", variable.symbol);
            if self.reference.has(&key) {
                let values = self.values(&key, from_si(variable.unit));
                cells = cells.with_initial(variable.symbol, values);
            }
        }
        if self.reference.has("refractory_steps") {
            let steps = self.reference.integer("refractory_steps");
            cells = cells.with_refractory(DT * steps as f64);
        }
        cells
    }

    fn noise(&mut self) -> Noise {
        if !self.reference.has("noise_seed") {
            return Noise::None;
        }
        let seed = self.reference.integer("noise_seed") as u32;
        let normals = normals(seed, self.steps, self.size);
        let shape = (self.steps, COPIES * self.size);
        let of_copy = |(step, neuron): (usize, usize)| normals[[step, neuron % self.size]];
        Noise::Recorded(Arc::new(Array2::from_shape_fn(shape, of_copy)))
    }

    /// The given arrivals and the constant currents of the file.
    fn inputs(&mut self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for (name, receptor, weight) in [
            ("exc", Receptor::EXCITATORY, "we"),
            ("inh", Receptor::INHIBITORY, "wi"),
        ] {
            if self.reference.has(&format!("{name}_count")) {
                inputs.push(self.arrivals(name, receptor, weight).into());
            }
        }
        if self.reference.has("Iinj") {
            let current = self.reference.numbers("Iinj").repeat(COPIES);
            let current = current.iter().map(|current| 1e12 * current);
            let samples = Array2::from_shape_vec((1, current.len()), current.collect());
            let samples = Arc::new(samples.expect("a row"));
            let waveform = Waveform::Sampled { every: DT, samples };
            let target = self.all();
            inputs.push(CurrentInput { target, waveform }.into());
        }
        inputs
    }

    fn arrivals(&mut self, name: &str, receptor: Receptor, weight: &str) -> ArrivalInput {
        let reference = &mut self.reference;
        let steps: Vec<i64> = reference.vector(&format!("{name}_step"));
        let neurons: Vec<i32> = reference.vector(&format!("{name}_i"));
        let counts: Vec<i64> = reference.vector(&format!("{name}_count"));
        let weight = 1e9 * reference.numbers(weight)[0];
        let size = self.size;
        let events = steps.into_iter().zip(neurons).zip(counts);
        let events = events.flat_map(|((step, neuron), count)| {
            (0..COPIES).map(move |copy| Arrival {
                step: step as u64,
                neuron: (copy * size) as u32 + neuron as u32,
                count: count as u32,
            })
        });
        ArrivalInput {
            population: 0,
            receptor,
            weight,
            events: events.collect(),
        }
    }

    /// The matrix of the file: within each copy, and not between copies.
    pub fn projection(&mut self) -> Projection {
        let matrix = self.reference.array::<i8, Ix2>("W");
        let [excitatory, inhibitory] = ["we", "wi"].map(|key| 1e9 * self.reference.numbers(key)[0]);
        let delay = DT * self.reference.integer("delay_steps") as f64;
        let size = COPIES * self.size;
        let mut all = TriMatI::<f64, u32>::new((size, size));
        for copy in 0..COPIES {
            let first = copy * self.size;
            for ((source, target), &sign) in matrix.indexed_iter() {
                let weight = match sign {
                    0 => continue,
                    1.. => excitatory,
                    _ => -inhibitory,
                };
                all.add_triplet(first + source, first + target, weight);
            }
        }
        Projection {
            receptor: ReceptorChoice::BySign,
            rule: ConnectionRule::FromMatrix(Arc::new(all.to_csr())),
            delay: delay.into(),
            ..among("given", 0..size, size, Receptor::EXCITATORY, 1.0)
        }
    }

    /// The network of the file.
    pub fn describe(&mut self, model: impl Into<Model>) -> NetworkDescription {
        NetworkDescription {
            dt: DT,
            noise: self.noise(),
            populations: vec![self.population(&model.into())],
            inputs: self.inputs(),
            ..Default::default()
        }
    }

    /// Runs the copies in all ways and compares all that the file holds. V is compared below `upswing`, in mV.
    pub fn check(&mut self, description: NetworkDescription, upswing: f64) {
        let model = description.populations[0].model().expect("neurons").clone();
        let variables = model.variables().to_vec();
        let network = network(description);
        let watched: Vec<i32> = self.reference.vector("rec_ids");
        let steps: Vec<i64> = self.reference.vector("spike_step");
        let neurons: Vec<i32> = self.reference.vector("spike_i");
        let recording = self.recording(&variables, &watched);
        for way in ways(Precision::Double) {
            let what = format!("{} {:?}", self.name, way.label);
            let simulation = run(&network, recording.clone(), &way, self.steps as u64);
            self.check_spikes(&simulation, &steps, &neurons, &what);
            self.check_states(&simulation, &variables, watched.len(), upswing, &what);
        }
    }

    /// The watched neurons at the first steps, and all neurons every so many steps.
    fn recording(&mut self, variables: &[Variable], watched: &[i32]) -> Recording {
        let mut kept = variables.iter().map(|variable| variable.symbol);
        let kept = kept.find(|symbol| self.reference.has(symbol));
        let steps = self
            .reference
            .array::<f64, Ix2>(kept.expect("some variable is kept"));
        let of_copy = |copy: usize| watched.iter().map(move |&i| (copy, i as usize));
        let neurons = WATCHED.into_iter().flat_map(of_copy);
        let neurons = neurons.map(|(copy, i)| (copy * self.size + i) as u32);
        let neurons = Slice::list(0, neurons.collect::<Vec<_>>());
        let watched = StateRecording {
            window: 0..steps.ncols() as u64,
            ..StateRecording::new("watched", variables, neurons)
        };
        let all = StateRecording {
            every: self.reference.integer("every") as u64,
            window: ALWAYS,
            ..StateRecording::new("all", variables, self.all())
        };
        Recording {
            spikes: SpikeRecording::All,
            states: vec![watched, all],
            ..Recording::default()
        }
    }

    fn check_spikes(&self, simulation: &Simulation, steps: &[i64], neurons: &[i32], what: &str) {
        let trains = simulation.spikes().trains(COPIES * self.size);
        let mut expected = vec![Vec::new(); self.size];
        for (&step, &neuron) in steps.iter().zip(neurons) {
            expected[neuron as usize].push(step as u64);
        }
        for (neuron, train) in trains.iter().enumerate() {
            let expected = &expected[neuron % self.size];
            assert!(train == expected, "{what}: spikes of {neuron}");
        }
    }

    fn check_states(
        &mut self,
        simulation: &Simulation,
        variables: &[Variable],
        watched: usize,
        upswing: f64,
        what: &str,
    ) {
        let records = simulation.states();
        let [dense, sparse] = &records[..] else {
            panic!("two recordings");
        };
        for (number, variable) in variables.iter().enumerate() {
            let symbol = variable.symbol;
            if self.reference.has(symbol) {
                let expected = self.reference.array::<f64, Ix2>(symbol);
                for (row, found) in dense.variables[number].1.rows().into_iter().enumerate() {
                    let expected = expected.row(row % watched).to_vec();
                    compare(*variable, upswing, &found.to_vec(), &expected, what);
                }
            }
            let expected = self.reference.array::<f64, Ix2>(&format!("{symbol}_every"));
            for (row, found) in sparse.variables[number].1.rows().into_iter().enumerate() {
                let expected = expected.row(row % self.size).to_vec();
                compare(*variable, upswing, &found.to_vec(), &expected, what);
            }
            let end = simulation.values(0, *variable).expect("of the model");
            let expected: Vec<f64> = self.reference.vector(&format!("{symbol}_final"));
            compare(*variable, upswing, &end, &expected.repeat(COPIES), what);
        }
    }
}
