//! Connectivity from SciPy: a sparse matrix in an npz file becomes a network, and goes back into one.
//!
//! In Python such a file is made and read by
//!
//! ```text
//! W = scipy.sparse.random_array((300, 300), density=0.05, format="csr")   # W[i, j]: from i to j, in nS
//! W.data[W.indices < 60] *= -4                                            # inhibitory: negative
//! scipy.sparse.save_npz("W.npz", W)
//! back = scipy.sparse.load_npz("back.npz")
//! ```
//!
//! (scipy.sparse in CSR, CSC or COO form). Dense matrices (`numpy.save`), lists of edges
//! (`numpy.savez("edges.npz", i=..., j=..., weight=..., delay=...)`) and Matrix Market files are read by the
//! same function, which tells them by their content.
//!
//! ```text
//! cargo run --release --example scipy_connectivity -- [W.npz]
//! ```

use adexnet::io::files::{Connectivity, read_connectivity, write_csr_npz};
use adexnet::io::synapses::SimulatedSynapses;
use adexnet::prelude::*;
use sprs::{CsMatI, TriMatI};
use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes what SciPy would have written: neurons on a ring excite their neighbours, the less the
/// farther they are, and inhibit those beyond.
fn write_ring(path: &Path) -> Result<(), Box<dyn Error>> {
    const SIZE: usize = 300;
    let mut ring = TriMatI::<f64, u32>::new((SIZE, SIZE));
    for source in 0..SIZE {
        for distance in 1..=30 {
            let weight = match distance {
                ..=10 => 0.6 * (-(f64::from(distance) / 5.0).powi(2)).exp(), // nS
                _ => -0.4,
            };
            let distance = distance as usize;
            ring.add_triplet(source, (source + distance) % SIZE, weight);
            ring.add_triplet(source, (source + SIZE - distance) % SIZE, weight);
        }
    }
    Ok(write_csr_npz(path, &ring.to_csr())?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let path = match env::args_os().nth(1) {
        Some(given) => PathBuf::from(given),
        None => {
            let path = directory.path().join("ring.npz");
            write_ring(&path)?;
            path
        }
    };
    // Whatever is wrong with the file is told here: its shape, its types, entries that are not finite.
    let Connectivity::Matrix(weights) = read_connectivity(&path)? else {
        return Err("a list of edges is for ConnectionRule::FromEdges".into());
    };
    println!(
        "{} x {}, {} entries",
        weights.rows(),
        weights.cols(),
        weights.nnz()
    );

    let mut network = NetworkBuilder::new(0.1).seed(1); // ms
    let cells = network.add(Population::new(
        "cells",
        weights.rows(),
        AdexParameters::default(),
    ));
    let rule = ConnectionRule::FromMatrix(Arc::new(weights.clone()));
    network.connect(
        Projection::new("W", cells.all(), cells.all(), rule)
            .with_receptor(ReceptorChoice::BySign) // positive: ge, negative: gi
            .with_weight(1.0) // nS for an entry of 1
            .with_delay(1.5), // ms
    );
    network.input(CurrentInput::constant(cells.all(), 60.0)); // pA
    let network = network.build()?;
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, Recording::all_spikes(), options)?;
    simulation.run_for(10_000)?; // 1 s
    println!("{} spikes in 1 s", simulation.spikes().len());

    // What was simulated, as a file for scipy.sparse.load_npz.
    let simulated = SimulatedSynapses::of_projection(&simulation, 0)?;
    let back = directory.path().join("back.npz");
    let format = simulated.npz_format();
    simulated.write(&back, format)?;
    let without_zeros = |matrix: &CsMatI<f64, u32>| {
        let entries = matrix.iter().filter(|(weight, _)| **weight != 0.0);
        let entries = entries.map(|(&weight, place)| (place, weight));
        entries.collect::<Vec<_>>()
    };
    let Connectivity::Matrix(read) = read_connectivity(&back)? else {
        return Err("one delay and one synapse for each pair make a matrix".into());
    };
    assert_eq!(without_zeros(&read), without_zeros(&weights));
    Ok(())
}
