//! The network of the preset `notebook`, described in Rust: 100 neurons for 2 s.
//!
//! ```text
//! cargo run --release --example notebook
//! ```

use adexnet::prelude::*;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut network = NetworkBuilder::new(0.1) // ms
        .seed(1234)
        .generator(Generator::NumpyLegacy);
    let cells = network.add(Population::new("cells", 100, AdexParameters::default()));
    let pairwise = ConnectionRule::pairwise_bernoulli(0.05);
    network.connect(
        Projection::new("E", cells.part(..80), cells.all(), pairwise.clone()).with_weight(2.0), // nS
    );
    // Neuron 80 projects to nobody, as in the notebook.
    network.connect(
        Projection::new("I", cells.part(81..), cells.all(), pairwise)
            .inhibitory()
            .with_weight(8.0), // nS
    );
    let network = network.build()?;
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, Recording::all_spikes(), options)?;
    assert_eq!(simulation.synapses(), 488);

    simulation.run_for(20_000)?;

    let seconds = network.time_step().stamp(simulation.step());
    let spikes = simulation.spikes();
    let rate = spikes.len() as f64 / (network.size() as f64 * seconds);
    println!(
        "{} spikes in {seconds} s: a mean rate of {rate:.2} Hz",
        spikes.len()
    );
    let train = &spikes.trains(network.size())[0];
    let times = train.iter().map(|&step| network.time_step().stamp(step));
    let times: Vec<String> = times.map(|time| format!("{time:.4}")).collect();
    println!("neuron 0: {} s", times.join(", "));
    // As the notebook prints them.
    assert_eq!(times[..3], ["0.0981", "0.2154", "0.4087"]);
    Ok(())
}
