//! A closed loop: a controller watches the spikes of a network and holds its rate by a current.
//!
//! Every 10 ms it counts the spikes since the last time, compares their rate with the wanted one, and
//! sets the current of the next 10 ms: a part of it follows the error at once, the other adds it up
//! (a proportional and integral controller). Halfway it is asked for another rate.
//!
//! ```text
//! cargo run --release --example closed_loop
//! ```

use adexnet::prelude::*;
use std::error::Error;
use std::ops::ControlFlow;

const SIZE: usize = 1_000;

/// Steps of 0.1 ms from one look at the spikes to the next, and their time in s.
const PERIOD: u64 = 100;
const SECONDS: f64 = 0.01;

/// How the current follows the error: in pA per Hz, and in pA per Hz and s.
const PROPORTIONAL: f64 = 0.5;
const INTEGRAL: f64 = 20.0;

/// The rate that is wanted at a step, in Hz.
fn wanted(step: u64) -> f64 {
    if step <= 20_000 { 5.0 } else { 15.0 }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut network = NetworkBuilder::new(0.1).seed(1); // ms
    let cells = network.add(Population::new("cells", SIZE, AdexParameters::default()));
    let rule = ConnectionRule::fixed_in_degree(50);
    network.connect(
        Projection::new("E", cells.part(..800), cells.all(), rule.clone())
            .with_weight(0.2) // nS
            .with_delay(Values::uniform(0.5, 2.0)), // ms
    );
    network.connect(
        Projection::new("I", cells.part(800..), cells.all(), rule)
            .inhibitory()
            .with_weight(1.0) // nS
            .with_delay(0.5), // ms
    );
    let network = network.build()?;
    let all = cells.all();

    let recording = Recording::default(); // a pause sees all spikes, recorded or not
    let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
    let (mut current, mut sum, mut spikes) = (0.0, 0.0, 0);
    let mut reached = Vec::new();
    simulation.run_with_pauses(40_000, PERIOD, |pause| {
        let count = pause.spikes().len();
        let rate = count as f64 / SIZE as f64 / SECONDS;
        let error = wanted(pause.step()) - rate;
        sum += error * SECONDS;
        current = PROPORTIONAL * error + INTEGRAL * sum; // pA
        pause
            .set_current(&all, current)
            .expect("there are these neurons");
        // A line every 0.5 s, with the mean rate of this time.
        spikes += count;
        if pause.step().is_multiple_of(5_000) {
            let mean = spikes as f64 / SIZE as f64 / 0.5;
            let time = network.time_step().stamp(pause.step());
            let wanted = wanted(pause.step());
            println!("{time:.1} s: {mean:5.2} Hz of {wanted:.0} Hz at {current:6.1} pA");
            reached.push(mean / wanted);
            spikes = 0;
        }
        ControlFlow::Continue(())
    })?;
    // At the end of each half, the rate is the wanted one.
    assert!(
        [reached[3], reached[7]]
            .iter()
            .all(|part| (part - 1.0).abs() < 0.1)
    );
    Ok(())
}
