//! What snapshots refuse, and going back to one. That they hold everything is tested with all features, in
//! `tests/features`.

use super::super::{Simulation, SimulationOptions};
use crate::network::{
    ConnectionRule, CurrentInput, Generator, Network, NetworkDescription, Population, Projection,
    Receptor, ReceptorChoice, ShortTerm, Slice, Storage,
};
use crate::recording::Recording;
use crate::simulation::{Precision, RunError};
use crate::snapshot::{RestoreError, Snapshot, SnapshotArray};
use adexnet_model::adex::preset;
use adexnet_model::neuron::Variable;

const SIZE: usize = 300;

/// A network with delays, plasticity and serial noise, all of which a snapshot must hold.
fn simulation(precision: Precision, threads: usize) -> Simulation {
    let neuron = preset("cortical-rs").expect("a preset").parameters.clone();
    let all = || Slice::range(0, 0..SIZE);
    let network = NetworkDescription {
        dt: 0.1,
        seed: 3,
        generator: Generator::NumpyLegacy,
        populations: vec![Population::new("cells", SIZE, neuron)],
        inputs: vec![CurrentInput::constant(all(), 600.0).into()],
        projections: vec![Projection {
            name: "E".to_owned(),
            source: all(),
            target: all(),
            receptor: ReceptorChoice::One(Receptor::EXCITATORY),
            rule: ConnectionRule::pairwise_bernoulli(0.05),
            weight: 1.0.into(),
            delay: 1.5.into(),
            plasticity: Some(ShortTerm {
                utilization: 0.4,
                tau_rec: 100.0,
                tau_facil: 20.0,
            }),
            storage: Storage::Stored,
        }],
        ..NetworkDescription::default()
    };
    let network = Network::new(network).expect("a valid network");
    let options = SimulationOptions {
        precision,
        threads,
        ..SimulationOptions::default()
    };
    Simulation::new(&network, Recording::all_spikes(), options).expect("a simulation")
}

/// If this fails, a checkpoint that is damaged, or of another network, leaves a mixture of two states.
#[test]
fn a_snapshot_that_does_not_fit_is_refused_and_changes_nothing() {
    let mut simulation = simulation(Precision::Double, 2);
    simulation.run_for(500).expect("it runs");
    let good = simulation.snapshot();
    assert!(simulation.spike_count() > 100, "there is something to keep");
    simulation.run_for(7).expect("it runs");
    let before = simulation.snapshot();
    let mut refuse = |snapshot: &Snapshot| {
        let error = simulation.restore(snapshot).expect_err("it does not fit");
        assert_eq!(simulation.snapshot(), before, "{error}");
        error
    };

    for number in 0..good.arrays.len() {
        let own = good.arrays[number].0.clone();
        let mut missing = good.clone();
        missing.arrays.remove(number);
        assert_eq!(
            refuse(&missing),
            RestoreError::Missing { name: own.clone() }
        );

        let mut longer = good.clone();
        // Of the spare number there may be one.
        (0..2).for_each(|_| grow(&mut longer.arrays[number].1));
        let error = refuse(&longer).to_string();
        assert!(
            error.contains(&format!("{own:?}")) || own.starts_with("history"),
            "{error}"
        );

        let mut other = good.clone();
        other.arrays[number].1 = match &other.arrays[number].1 {
            SnapshotArray::F64(values) => SnapshotArray::U32(vec![0; values.len()]),
            others => SnapshotArray::F64(vec![0.0; others.len()]),
        };
        assert!(
            matches!(refuse(&other), RestoreError::Shape { name, .. } if name == own),
            "{own}"
        );
    }
    let mut more = good.clone();
    let name = "zebra".to_owned();
    more.arrays
        .push((name.clone(), SnapshotArray::U32(Vec::new())));
    assert_eq!(refuse(&more), RestoreError::Unknown { name });
    let mut single = good.clone();
    single.precision = Precision::Single;
    assert!(matches!(refuse(&single), RestoreError::Precision { .. }));

    // What no simulation can have.
    let position = SnapshotArray::U64(vec![625]);
    for (name, array) in [
        (
            "history.neurons",
            first_word(&good, "history.neurons", SIZE as u32),
        ),
        ("legacy.position", position),
    ] {
        let mut impossible = good.clone();
        replace(&mut impossible, name, array);
        assert!(
            matches!(refuse(&impossible), RestoreError::Content { .. }),
            "{name}"
        );
    }
    simulation.restore(&good).expect("the untouched one fits");
    assert_eq!(simulation.snapshot(), good);
}

fn grow(array: &mut SnapshotArray) {
    match array {
        SnapshotArray::U32(values) => values.push(0),
        SnapshotArray::U64(values) => values.push(0),
        SnapshotArray::F32(values) => values.push(0.0),
        SnapshotArray::F64(values) => values.push(0.0),
    }
}

/// An array of whole numbers with another first one.
fn first_word(snapshot: &Snapshot, name: &str, first: u32) -> SnapshotArray {
    let Some(SnapshotArray::U32(words)) = snapshot.array(name) else {
        panic!("{name} holds whole numbers");
    };
    let mut words = words.clone();
    words[0] = first;
    SnapshotArray::U32(words)
}

fn replace(snapshot: &mut Snapshot, name: &str, array: SnapshotArray) {
    let mut arrays = snapshot.arrays.iter_mut();
    let found = arrays.find(|(own, _)| own == name);
    found.expect("there is such an array").1 = array;
}

/// If this fails, going back leaves something of the future behind.
#[test]
fn a_used_simulation_can_go_back() {
    for precision in [Precision::Single, Precision::Double] {
        for threads in [1, 2, 3] {
            let mut simulation = simulation(precision, threads);
            simulation.run_for(333).expect("it runs");
            let past = simulation.snapshot();
            simulation.take_spikes();
            simulation.run_for(217).expect("it runs");
            let (first, end) = (simulation.take_spikes(), simulation.snapshot());
            assert!(!first.is_empty());
            simulation.restore(&past).expect("it is of this network");
            assert_eq!((simulation.step(), simulation.control().step()), (333, 333));
            simulation.run_for(217).expect("it runs");
            assert_eq!(simulation.take_spikes(), first);
            assert_eq!(simulation.snapshot(), end);
        }
    }
}

/// If this fails, hours are spent on numbers without meaning, or the wrong neuron is blamed.
#[test]
fn neurons_that_run_away_are_noticed_soon() {
    for threads in [1, 2, 3] {
        let mut simulation = simulation(Precision::Double, threads);
        simulation.run_for(100).expect("it runs");
        let mut potentials = simulation.values(0, Variable::V).expect("they have V");
        potentials[5] = -1e9;
        potentials[280] = -1e9;
        simulation
            .set_values(0, Variable::V, &potentials)
            .expect("one for each");
        let error = simulation.run_for(10_000).expect_err("it has run away");
        let RunError::Diverged { neuron, step, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(*neuron, 5);
        assert!((101..=100 + 64 + 16).contains(step), "{step}");
        let text = error.to_string();
        assert!(text.contains("neuron 5 of population \"cells\""), "{text}");
        assert!(text.contains("smaller dt"), "{text}");
    }
}
