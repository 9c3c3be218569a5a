//! Recorded rates are those of the spikes.

use crate::support::{cells, network, slice};
use adexnet::engine::{
    ALWAYS, CurrentInput, NetworkDescription, Noise, RateRecording, Recording, Simulation,
    SimulationOptions, Slice, SpikeRecording,
};

/// Spikes in bins of so many steps, of those bins that have passed when the run has come to `end`.
fn binned(spikes: &[(u64, u32)], recording: &RateRecording, neurons: &[u32], end: u64) -> Vec<u64> {
    let last = recording.window.end.min(end);
    let mut bins = Vec::new();
    let mut first = recording.window.start;
    while first + recording.bin <= last {
        let bin = first..first + recording.bin;
        let here = spikes
            .iter()
            .filter(|(step, neuron)| bin.contains(step) && neurons.contains(neuron));
        bins.push(here.count() as u64);
        first = bin.end;
    }
    bins
}

/// Neurons that fire for a while and then no more: bins without spikes are bins too, before, between and after.
#[test]
fn rates_are_those_of_the_spikes_in_bins() {
    const STEPS: u64 = 1500;
    let rate = |name: &str, neurons, bin, window| RateRecording {
        name: name.to_owned(),
        neurons,
        bin,
        window,
    };
    let some = Slice::list(0, vec![3, 5, 150, 190]);
    let recordings = [
        rate("all", vec![slice(0, 0..200)], 50, ALWAYS),
        rate("window", vec![slice(0, 0..200)], 37, 133..1400),
        rate(
            "some, some of them twice",
            vec![some, slice(0, 4..8)],
            100,
            20..u64::MAX,
        ),
        rate("late", vec![slice(0, 0..200)], 10, 1490..5000),
        rate("longer than the run", vec![slice(0, 0..200)], 2000, ALWAYS),
    ];
    let numbers: [Vec<u32>; 5] = [
        (0..200).collect(),
        (0..200).collect(),
        vec![3, 4, 5, 6, 7, 150, 190],
        (0..200).collect(),
        (0..200).collect(),
    ];
    let changes = [(20.0, 500.0), (60.0, 0.0)];
    let network = network(NetworkDescription {
        dt: 0.1,
        noise: Noise::None,
        populations: vec![
            cells(200).with_initial("V", adexnet::engine::Values::uniform(-70.0, -60.0)),
        ],
        inputs: vec![CurrentInput::steps(slice(0, 0..200), &changes).into()],
        ..NetworkDescription::default()
    });
    let recording = Recording {
        spikes: SpikeRecording::All,
        rates: recordings.to_vec(),
        ..Recording::default()
    };
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, recording, options).expect("it can be built");
    for portion in [0, 75, 500, STEPS - 575] {
        simulation.run_for(portion).expect("it runs");
        let spikes = simulation.spikes();
        let pairs = spikes
            .steps
            .iter()
            .copied()
            .zip(spikes.neurons.iter().copied());
        let pairs: Vec<_> = pairs.collect();
        let records = simulation.rates();
        for ((recording, neurons), record) in recordings.iter().zip(&numbers).zip(records) {
            let name = &recording.name;
            let expected = binned(&pairs, recording, neurons, simulation.step());
            assert_eq!(record.counts, expected, "{name}");
            assert_eq!(record.neurons, neurons.len(), "{name}");
            let seconds = 1e-4 * recording.bin as f64;
            for (k, (&count, &rate)) in record.counts.iter().zip(&record.rates).enumerate() {
                assert_eq!(
                    record.steps[k],
                    recording.window.start + k as u64 * recording.bin
                );
                let expected = count as f64 / (neurons.len() as f64 * seconds);
                assert!((rate - expected).abs() < 1e-9 * expected.max(1.0), "{name}");
            }
            assert_eq!(record.steps.len(), record.counts.len(), "{name}");
        }
    }
    assert!(simulation.spike_count() > 1000, "too few spikes to count");
    let silent = simulation.rates()[0].counts.ends_with(&[0, 0, 0]);
    assert!(silent, "the end should be silent");
}
