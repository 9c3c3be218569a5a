//! What a simulation does apart from being right: control, limits, refusals.

use super::*;
use crate::network::{
    Arrival, ArrivalInput, ConnectionRule, CurrentInput, Generator, NetworkDescription, Noise,
    Population, Projection, Receptor, ReceptorChoice, Slice, Storage,
};
use crate::recording::{ALWAYS, SpikeRecording, StateRecording};
use adexnet_model::adex::{AdexParameters, preset};
use ndarray::Array2;
use std::sync::Arc;

fn population(name: &str, size: usize) -> Population {
    let neuron = preset("cortical-rs").expect("a preset").parameters.clone();
    Population::new(name, size, neuron)
}

fn description(size: usize) -> NetworkDescription {
    NetworkDescription {
        dt: 0.1,
        seed: 3,
        populations: vec![population("cells", size)],
        ..NetworkDescription::default()
    }
}

fn start(description: NetworkDescription, options: SimulationOptions) -> Simulation {
    let network = Network::new(description).expect("a valid network");
    let recording = Recording {
        spikes: SpikeRecording::All,
        states: vec![StateRecording {
            name: "some".to_owned(),
            variables: vec![Variable::V],
            neurons: Slice::range(0, 0..1),
            every: 3,
            window: ALWAYS,
        }],
        ..Recording::default()
    };
    Simulation::new(&network, recording, options).expect("a simulation")
}

/// Sweeps run simulations side by side, each on a thread of its own.
#[test]
fn a_simulation_can_be_sent_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Simulation>();
}

#[test]
fn stopping_ends_the_run_at_an_interval_and_can_be_read() {
    for threads in [1, 2, 3] {
        let options = SimulationOptions {
            threads,
            ..SimulationOptions::default()
        };
        let mut simulation = start(description(300), options);
        let control = simulation.control();
        let watcher = std::thread::spawn(move || {
            while control.step() < 200 {
                std::thread::yield_now();
            }
            control.stop();
        });
        let outcome = simulation.run_for(u64::MAX);
        watcher.join().expect("the watcher does not panic");
        assert_eq!(outcome, Ok(Outcome::Interrupted));
        let end = simulation.step();
        assert!(end >= 200);
        assert_eq!(simulation.states()[0].steps.len() as u64, end.div_ceil(3));
        // A stopped simulation stays stopped, until it is put under another handle.
        assert_eq!(simulation.run_for(10), Ok(Outcome::Interrupted));
        assert_eq!(simulation.step(), end);
        simulation.set_control(Control::default());
        assert_eq!(simulation.run_for(10), Ok(Outcome::Completed));
    }
}

#[test]
fn recorded_normals_that_are_too_short_are_refused_before_the_first_step() {
    let noise = Noise::Recorded(Arc::new(Array2::zeros((50, 10))));
    let mut simulation = start(
        NetworkDescription {
            noise,
            ..description(10)
        },
        SimulationOptions::default(),
    );
    let refused = RunError::NoiseTooShort {
        available: 50,
        needed: 51,
    };
    assert_eq!(simulation.run_for(51), Err(refused));
    assert_eq!(simulation.step(), 0);
    assert_eq!(simulation.run_for(50), Ok(Outcome::Completed));
}

#[test]
fn a_network_beyond_the_memory_limit_is_refused_with_its_parts() {
    let network = Network::new(description(4_000_000_000)).expect("a valid network");
    let options = SimulationOptions {
        memory_limit: Some(1 << 30),
        ..SimulationOptions::default()
    };
    let error = Simulation::new(&network, Recording::default(), options).expect_err("too large");
    let text = error.to_string();
    assert!(
        text.contains("neuron state") && text.contains("1.1 GB can be had"),
        "{text}"
    );
}

/// What single precision cannot hold would turn into infinity, and with a count of 0 into NaN.
#[test]
fn weights_and_currents_beyond_single_precision_are_refused() {
    let huge = 1e39;
    let refused = |description| {
        Network::new(description)
            .expect_err("too large")
            .to_string()
    };
    let current = CurrentInput::constant(Slice::range(0, 0..1), huge);
    let text = refused(NetworkDescription {
        inputs: vec![current.into()],
        ..description(1)
    });
    assert!(text.contains("1e15"), "{text}");
    let input = ArrivalInput {
        population: 0,
        receptor: Receptor::EXCITATORY,
        weight: huge,
        events: Vec::new(),
    };
    let text = refused(NetworkDescription {
        inputs: vec![input.into()],
        ..description(1)
    });
    assert!(text.contains("1e15"), "{text}");
}

/// No step has that number, so nothing may arrive, least of all at step 0.
#[test]
fn an_arrival_at_the_last_possible_number_never_comes() {
    let event = Arrival {
        step: u64::MAX,
        neuron: 0,
        count: 1,
    };
    let input = ArrivalInput {
        population: 0,
        receptor: Receptor::EXCITATORY,
        weight: 2.0,
        events: vec![event],
    };
    let network = NetworkDescription {
        inputs: vec![input.into()],
        ..description(1)
    };
    let mut simulation = start(network, SimulationOptions::default());
    simulation.run_for(3).expect("runs");
    assert_eq!(simulation.values(0, Variable::GE), Ok(vec![0.0]));
}

#[test]
fn absurd_numbers_of_threads_are_refused() {
    let network = Network::new(description(100)).expect("a valid network");
    for threads in [65_536, usize::MAX / 2, usize::MAX] {
        let options = SimulationOptions {
            threads,
            ..SimulationOptions::default()
        };
        let refused = Simulation::new(&network, Recording::default(), options);
        let error = refused.expect_err("too many threads").to_string();
        assert!(error.contains("65535"), "{error}");
    }
}

/// Arrivals that are due when a run ends belong to the state that is read then.
#[test]
fn the_state_between_runs_includes_what_has_arrived() {
    let all = |population| Slice::range(population, 0..1);
    let network = NetworkDescription {
        noise: Noise::None,
        populations: vec![population("driven", 1), population("silent", 1)],
        projections: vec![Projection {
            name: "forward".to_owned(),
            source: all(0),
            target: all(1),
            receptor: ReceptorChoice::One(Receptor::INHIBITORY),
            rule: ConnectionRule::PairwiseBernoulli {
                p: 1.0,
                autapses: false,
            },
            weight: 5.0.into(),
            delay: 0.2.into(),
            plasticity: None,
            storage: Storage::Auto,
        }],
        inputs: vec![CurrentInput::constant(all(0), 500.0).into()],
        ..description(1)
    };
    let mut whole = start(network.clone(), SimulationOptions::default());
    whole.run_for(400).expect("runs");
    let mut parts = start(network, SimulationOptions::default());
    let mut jumped = Vec::new();
    for step in 0..400 {
        let before = parts.values(1, Variable::GI).expect("gi")[0];
        parts.run_for(1).expect("runs");
        if parts.values(1, Variable::GI).expect("gi")[0] > before {
            jumped.push(step + 1);
        }
    }
    let spikes = &parts.spikes().steps;
    assert!(!spikes.is_empty());
    // A spike of step n with a delay of two steps first changes the conductance of step n + 3.
    let expected: Vec<u64> = spikes.iter().map(|n| n + 3).filter(|n| *n <= 400).collect();
    assert_eq!(jumped, expected);
    assert_eq!(whole.spikes(), parts.spikes());
    for variable in [
        Variable::V,
        Variable::W,
        Variable::GE,
        Variable::GI,
        Variable::I,
    ] {
        for population in 0..2 {
            let [whole, parts] = [&whole, &parts].map(|run| run.values(population, variable));
            assert!(whole.is_ok());
            assert_eq!(whole, parts, "{variable:?}");
        }
    }
}

/// What is kept must not depend on whether it is known that a projection has no synapses.
#[test]
fn a_snapshot_fits_another_storage_where_there_are_no_synapses() {
    let network = |storage| NetworkDescription {
        generator: Generator::ChaCha8,
        projections: vec![Projection {
            name: "to itself".to_owned(),
            source: Slice::range(0, 0..1),
            target: Slice::range(0, 0..1),
            receptor: ReceptorChoice::One(Receptor::INHIBITORY),
            rule: ConnectionRule::AllToAll { autapses: false },
            weight: 5.0.into(),
            delay: 10.0.into(),
            plasticity: None,
            storage,
        }],
        ..description(1)
    };
    let [mut stored, mut procedural] = [Storage::Stored, Storage::Procedural]
        .map(|storage| start(network(storage), SimulationOptions::default()));
    stored.run_for(200).expect("runs");
    let snapshot = stored.snapshot();
    procedural.restore(&snapshot).expect("it fits");
    for simulation in [&mut stored, &mut procedural] {
        simulation.run_for(200).expect("runs");
    }
    let [stored, procedural] = [stored, procedural].map(|run| run.values(0, Variable::V));
    assert!(stored.is_ok());
    assert_eq!(stored, procedural);
}

/// Counts of arrivals are kept in bytes: more than 255 at a time must be counted all the same.
#[test]
fn a_neuron_receives_hundreds_of_spikes_at_a_time() {
    let sources = 700;
    let mut network = NetworkDescription {
        dt: 0.1,
        noise: Noise::None,
        populations: vec![
            Population::new("alike", sources, AdexParameters::default()),
            Population::new("targets", 300, AdexParameters::default()),
        ],
        ..NetworkDescription::default()
    };
    let slice = |population, neurons| Slice::range(population, neurons);
    network.inputs = vec![CurrentInput::constant(slice(0, 0..sources), 500.0).into()];
    network.projections = vec![Projection {
        name: "all".to_owned(),
        source: slice(0, 0..sources),
        target: slice(1, 0..300),
        receptor: ReceptorChoice::One(Receptor::INHIBITORY),
        rule: ConnectionRule::AllToAll { autapses: false },
        weight: 0.5.into(),
        delay: 0.0.into(),
        plasticity: None,
        storage: Storage::Stored,
    }];
    let network = Network::new(network).expect("the network is valid");
    for level in Level::available() {
        let options = SimulationOptions {
            level: Some(level),
            ..SimulationOptions::default()
        };
        let mut simulation =
            Simulation::new(&network, Recording::default(), options).expect("it can be built");
        while simulation.spike_count() == 0 {
            simulation.run_for(1).expect("it runs");
            assert!(simulation.step() < 10_000, "nobody spikes");
        }
        assert_eq!(
            simulation.spike_count(),
            sources as u64,
            "all spike together"
        );
        let received = simulation.values(1, Variable::GI).expect("gi");
        assert!(
            received.iter().all(|&g| g == 350.0),
            "{level}: {:?}",
            &received[..3]
        );
    }
}
