//! A run in portions: values are read between them, and another thread watches and stops it.
//!
//! ```text
//! cargo run --release --example stepwise
//! ```

use adexnet::prelude::*;
use std::error::Error;
use std::thread;
use std::time::Duration;

/// 100 ms in steps of 0.1 ms.
const PORTION: u64 = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut network = NetworkBuilder::new(0.1).seed(1);
    let cells = network.add(Population::new("cells", 1_000, AdexParameters::default()));
    // 50 pA from 0.2 s on.
    network.input(CurrentInput::steps(cells.all(), &[(200.0, 50.0)]));
    let network = network.build()?;
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, Recording::all_spikes(), options)?;

    // However the time is cut into portions, the result is the same.
    let mut before = 0;
    for _ in 0..5 {
        simulation.run_for(PORTION)?;
        let spikes = simulation.spikes().len();
        let potentials = simulation.values(cells.population(), Variable::V)?;
        println!(
            "{:.1} s: {:4} spikes in 100 ms, mean membrane potential {:.1} mV",
            network.time_step().stamp(simulation.step()),
            spikes - before,
            potentials.iter().sum::<f64>() / potentials.len() as f64,
        );
        before = spikes;
    }

    // A control may go to any thread; here one stops the run after 50 ms of wall time.
    let control = simulation.control();
    let timer = thread::spawn(move || {
        thread::sleep(Duration::from_millis(50));
        control.stop();
    });
    let outcome = simulation.run_for(100_000_000)?;
    timer.join().expect("the timer does not panic");
    assert_eq!(outcome, Outcome::Interrupted);
    println!("stopped after {} steps", simulation.step());
    Ok(())
}
