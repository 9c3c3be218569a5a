//! A scan of two parameters: simulations side by side, each with one thread.
//!
//! How does the rate of a network fall with the adaptation of its neurons, and rise with their noise? A
//! simulation belongs to no thread, and with `threads: 1` it starts none: many small ones keep a machine
//! busier side by side than one after the other with many threads each.
//!
//! ```text
//! cargo run --release --example parameter_scan
//! ```

use adexnet::prelude::*;
use rayon::prelude::*;

/// Spike-triggered adaptation b, in pA.
const ADAPTATION: [f64; 5] = [40.0, 60.0, 80.0, 100.0, 120.0];
/// Strength of the noise Iext, in pA·sqrt(s).
const NOISE: [f64; 4] = [4.0, 8.0, 12.0, 16.0];

/// An error that can go from one thread to another, as all of adexnet's can.
type Error = Box<dyn std::error::Error + Send + Sync>;

/// Mean rate of 100 neurons during 1 s, in Hz.
fn rate(adaptation: f64, noise: f64) -> Result<f64, Error> {
    let mut network = NetworkBuilder::new(0.1).seed(1); // ms
    let cells = network.add(
        Population::new("cells", 100, AdexParameters::default())
            .with_parameter("b", adaptation)
            .with_parameter("Iext", noise),
    );
    let pairwise = ConnectionRule::pairwise_bernoulli(0.05);
    network.connect(
        Projection::new("E", cells.part(..80), cells.all(), pairwise.clone()).with_weight(2.0), // nS
    );
    network.connect(
        Projection::new("I", cells.part(80..), cells.all(), pairwise)
            .inhibitory()
            .with_weight(8.0), // nS
    );
    let network = network.build()?;
    let options = SimulationOptions {
        threads: 1,
        ..SimulationOptions::default()
    };
    let mut simulation = Simulation::new(&network, Recording::default(), options)?;
    simulation.run_for(10_000)?;
    Ok(simulation.spike_count() as f64 / network.size() as f64)
}

fn main() -> Result<(), Error> {
    let points: Vec<(f64, f64)> = ADAPTATION
        .iter()
        .flat_map(|&adaptation| NOISE.map(|noise| (adaptation, noise)))
        .collect();
    // Whichever thread takes which point, and when: the rates are the same.
    let rates = points
        .par_iter()
        .map(|&(adaptation, noise)| rate(adaptation, noise))
        .collect::<Result<Vec<f64>, Error>>()?;

    println!("mean rate in Hz");
    println!(
        "{:>12} {}",
        "Iext",
        NOISE.map(|noise| format!("{noise:8}")).concat()
    );
    for (adaptation, row) in ADAPTATION.iter().zip(rates.chunks(NOISE.len())) {
        print!("b = {adaptation:5} pA ");
        for rate in row {
            print!("{rate:8.2}");
        }
        println!();
    }
    for (&(adaptation, noise), &found) in points.iter().zip(&rates).step_by(7) {
        assert_eq!(rate(adaptation, noise)?, found, "alone as in company");
    }
    Ok(())
}
