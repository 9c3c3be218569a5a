//! The network of the preset `notebook`, described in Rust: 100 neurons for 2 s.
//!
//! ```text
//! cargo run --release --example notebook
//! ```

use adexnet::engine::{
    ConnectionRule, Generator, Network, NetworkDescription, Population, Projection, Receptor,
    ReceptorChoice, Recording, Simulation, SimulationOptions, Slice, SpikeRecording, Storage,
};
use adexnet::model::adex::AdexParameters;
use std::error::Error;
use std::ops::Range;

/// Synapses from a part of the population to all of it, with probability 0.05 and without delay.
fn projection(name: &str, source: Range<usize>, receptor: Receptor, weight: f64) -> Projection {
    let slice = |neurons| Slice::range(0, neurons);
    Projection {
        name: name.to_owned(),
        source: slice(source),
        target: slice(0..100),
        receptor: ReceptorChoice::One(receptor),
        rule: ConnectionRule::PairwiseBernoulli {
            p: 0.05,
            autapses: false,
        },
        weight: weight.into(),
        delay: 0.0.into(),
        plasticity: None,
        storage: Storage::Auto,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        seed: 1234,
        generator: Generator::NumpyLegacy,
        populations: vec![Population::new("cells", 100, AdexParameters::default())],
        projections: vec![
            projection("E", 0..80, Receptor::EXCITATORY, 2.0),
            // Neuron 80 projects to nobody, as in the notebook.
            projection("I", 81..100, Receptor::INHIBITORY, 8.0),
        ],
        ..NetworkDescription::default()
    })?;
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
    println!("{} synapses", simulation.synapses());

    simulation.run_for(20_000)?;

    let seconds = network.time_step().stamp(simulation.step());
    let spikes = simulation.spikes().len();
    let rate = spikes as f64 / (network.size() as f64 * seconds);
    println!("{spikes} spikes in {seconds} s: a mean rate of {rate:.2} Hz");
    Ok(())
}
