//! Excitation and inhibition in balance: irregular activity that sustains itself, without any noise.
//!
//! It is benchmark 1 (COBA) of Brette et al. (2007), after Vogels & Abbott (2005): 4000 leaky
//! integrate-and-fire neurons, four fifths of them excitatory, each connected to every other with
//! probability 0.02. A current of 100 ms starts it. Brian2 finds mean rates of 19.5 Hz, and CVs of the
//! intervals of 1.8, with 1.5 Hz and 0.04 between seeds.
//!
//! ```text
//! cargo run --release --example balanced_network
//! ```

use adexnet::io::statistics::{Group, Statistics};
use adexnet::prelude::*;
use std::error::Error;

const SIZE: usize = 4_000;
const EXCITATORY: usize = SIZE / 5 * 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut network = NetworkBuilder::new(0.1).seed(1); // steps of 0.1 ms
    let cells = network.add(
        Population::new("cells", SIZE, LifParameters::default())
            .with_initial("V", Values::uniform(-60.0, -50.0)) // mV
            .with_refractory(5.0), // ms
    );
    let pairwise = ConnectionRule::pairwise_bernoulli(0.02);
    let (excitatory, inhibitory) = (cells.part(..EXCITATORY), cells.part(EXCITATORY..));
    network.connect(
        Projection::new("E", excitatory, cells.all(), pairwise.clone()).with_weight(6.0), // nS
    );
    network.connect(
        Projection::new("I", inhibitory, cells.all(), pairwise)
            .inhibitory()
            .with_weight(67.0), // nS
    );
    // 200 pA into all neurons from 0 to 100 ms.
    network.input(CurrentInput::steps(
        cells.all(),
        &[(0.0, 200.0), (100.0, 0.0)],
    ));
    let network = network.build()?;

    let mut simulation = Simulation::new(
        &network,
        Recording::all_spikes(),
        SimulationOptions::default(),
    )?;
    simulation.run_for(20_000)?; // 2 s

    // Without the first half second, in which the start dies away.
    let trains = simulation.spikes().trains(SIZE);
    let groups = [("E", 0..EXCITATORY), ("I", EXCITATORY..SIZE)].map(|(name, neurons)| Group {
        name: name.to_owned(),
        neurons: neurons.collect(),
    });
    let window = 5_000..simulation.step();
    let dt = network.time_step().seconds();
    let statistics = Statistics::compute(&trains, dt, window, &groups)?;
    println!("{} synapses", simulation.synapses());
    for group in &statistics.groups {
        let rate = group.rate_hz.map_or(0.0, |rate| rate.mean);
        let cv = group.isi_cv.map_or(0.0, |cv| cv.mean);
        println!("{}: {rate:.1} Hz, CV of the intervals {cv:.2}", group.name);
        assert!((10.0..30.0).contains(&rate), "the activity sustains itself");
        assert!(cv > 1.2, "and is irregular");
    }
    Ok(())
}
