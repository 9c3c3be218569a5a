//! Connectivity as a sparse matrix: one goes in, and the one that is simulated comes out.
//!
//! ```text
//! cargo run --release --example given_matrix
//! ```

use adexnet::prelude::*;
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

    let mut network = NetworkBuilder::new(0.1).seed(1); // ms
    let cells = network.add(Population::new("cells", SIZE, AdexParameters::default()));
    let rule = ConnectionRule::FromMatrix(Arc::clone(&ring));
    network.connect(
        Projection::new("ring", cells.all(), cells.all(), rule)
            // Positive entries act on ge, negative ones on gi.
            .with_receptor(ReceptorChoice::BySign)
            .with_weight(2.0) // nS
            .with_delay(1.5), // ms
    );
    let network = network.build()?;
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, Recording::all_spikes(), options)?;
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
