//! Promise 1: the notebook's network, drawn and run from the seed 1234, is the published one.

mod support;

use adexnet::engine::{Generator, Precision, TimeStep};
use ndarray::Ix2;
use support::{Reference, few_ways, network, notebook, record, run};

/// 488 synapses, 29,776 spikes of 60 s, and V of neuron 0 over the first 2 s.
#[test]
fn the_seed_1234_gives_the_published_matrix_and_spikes() {
    let mut reference = Reference::open("notebook_spikes.npz");
    let matrix = reference.array::<i8, Ix2>("W");
    let neurons: Vec<u8> = reference.vector("i");
    let steps: Vec<u32> = reference.vector("step");
    let potential: Vec<f64> = reference.vector("V0_first_2s");
    let network = network(notebook(1234, Generator::NumpyLegacy));
    for way in few_ways(Precision::Double) {
        let simulation = run(&network, record(&[0]), &way, 600_000);
        let found = [0, 1].map(|k| simulation.projection_matrix(k).expect("it exists"));
        assert_eq!(found[0].nnz() + found[1].nnz(), 488);
        for ((row, column), &weight) in matrix.indexed_iter() {
            let nanosiemens = found.iter().filter_map(|m| m.get(row, column)).sum::<f64>();
            assert_eq!(
                nanosiemens,
                2.0 * f64::from(weight),
                "synapse {row} -> {column}"
            );
        }
        let spikes = simulation.spikes();
        assert_eq!(spikes.len(), 29_776, "{:?}", way.label);
        assert!(
            spikes
                .neurons
                .iter()
                .map(|&i| i as u8)
                .eq(neurons.iter().copied()),
            "{:?}",
            way.label
        );
        assert!(
            spikes
                .steps
                .iter()
                .map(|&n| n as u32)
                .eq(steps.iter().copied()),
            "{:?}",
            way.label
        );
        let record = &simulation.states()[0];
        let (_, v) = &record.variables[0];
        for (n, &expected) in potential.iter().enumerate() {
            let found = v[[0, n]];
            // Above -45 mV the exponential magnifies the last bits.
            assert!(
                expected > -45.0 || (found - expected).abs() < 1e-9,
                "V[{n}] = {found}, not {expected}"
            );
        }
    }
}

/// The train of neuron 0 as the notebook prints it, in seconds: bits of n·dt, not of another product.
#[test]
fn the_train_of_neuron_0_is_the_printed_one() {
    let mut reference = Reference::open("notebook_spikes.npz");
    let neurons: Vec<u8> = reference.vector("i");
    let steps: Vec<u32> = reference.vector("step");
    let dt = TimeStep::from_ms(0.1);
    let train = steps.iter().zip(neurons).filter(|&(_, neuron)| neuron == 0);
    let times: Vec<f64> = train.map(|(&step, _)| dt.stamp(u64::from(step))).collect();
    assert_eq!(times.len(), 251);
    assert_eq!(
        times[..3]
            .iter()
            .map(|t| format!("{t:.4}"))
            .collect::<Vec<_>>(),
        ["0.0981", "0.2154", "0.4087"]
    );
    assert_eq!(format!("{:.4}", times[250]), "59.5373");
}
