//! Connectivity as a sparse matrix: one goes in, and the one that is simulated comes out.
//!
//! ```text
//! cargo run --release --example given_matrix
//! ```

use adexnet::engine::{
    ConnectionRule, Network, NetworkDescription, Population, Projection, ReceptorChoice, Recording,
    Simulation, SimulationOptions, SpikeRecording, Storage,
};
use adexnet::model::adex::AdexParameters;
use sprs::TriMatI;
use std::error::Error;
use std::sync::Arc;

const SIZE: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    // A ring: each neuron excites the next two and inhibits the one opposite, four times as strongly.
    let mut ring = TriMatI::<f64, u32>::new((SIZE, SIZE));
    for source in 0..SIZE {
        for (step, entry) in [(1, 1.0), (2, 1.0), (SIZE / 2, -4.0)] {
            ring.add_triplet(source, (source + step) % SIZE, entry);
        }
    }
    let ring = Arc::new(ring.to_csr());

    let cells = Population::new("cells", SIZE, AdexParameters::default());
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        seed: 1,
        projections: vec![Projection {
            name: "ring".to_owned(),
            source: cells.all(0),
            target: cells.all(0),
            // Positive entries act on ge, negative ones on gi.
            receptor: ReceptorChoice::BySign,
            rule: ConnectionRule::FromMatrix(Arc::clone(&ring)),
            weight: 2.0.into(),
            delay: 1.5.into(),
            plasticity: None,
            storage: Storage::Auto,
        }],
        populations: vec![cells],
        ..NetworkDescription::default()
    })?;
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
    simulation.run_for(10_000)?;
    println!("{} spikes in 1 s", simulation.spikes().len());

    // Row = source, column = target, weights in nS; inhibitory ones are negative.
    let simulated = simulation.projection_matrix(0)?;
    assert_eq!(simulated, ring.map(|entry| 2.0 * entry));
    println!("{} synapses", simulated.nnz());
    println!("0 -> 1: {:+} nS", simulated.get(0, 1).unwrap_or(&0.0));
    println!("0 -> 100: {:+} nS", simulated.get(0, 100).unwrap_or(&0.0));
    Ok(())
}
