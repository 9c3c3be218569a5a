//! Promise 2, feature by feature: whatever a network has, threads, blocks, instruction set, storage and interruptions
//! change no bit of what is read out.
//!
//! One idea: a feature is an entry of a table that switches it on in a small network, on top of another entry. Every
//! entry is run in all ways there are, and must differ from the entry below it, so that no feature passes by doing
//! nothing.

#[path = "../support/mod.rs"]
mod support;
mod table;

use adexnet::engine::{
    Level, Network, NetworkDescription, Pause, Precision, RateRecord, Recording, Simulation,
    SimulationOptions, Snapshot, SpikeRecord, StateRecord, Storage, Variable,
};
use ndarray::Axis;
use rayon::prelude::*;
use std::ops::ControlFlow;
use support::{PRECISIONS, network};

/// 16 ms of 0.1 ms.
const STEPS: u64 = 160;

/// Steps from one action in pauses to the next.
const ACTS_EVERY: u64 = 40;

/// A network with what is recorded of it, and what is done in pauses of its runs.
struct Setting {
    description: NetworkDescription,
    recording: Recording,
    /// Is given the number of spikes since it was called last.
    act: Option<fn(&mut Pause<'_>, usize)>,
}

/// An entry of the table.
struct Feature {
    name: &'static str,
    /// The entry on top of which it is switched on; the first has none.
    on: Option<&'static str>,
    switch: fn(&mut Setting),
}

/// Everything that can be read out of a run, numbers as bits.
#[derive(PartialEq)]
struct Outcome {
    spikes: (Vec<u64>, Vec<u32>),
    samples: Vec<u64>,
    rates: Vec<(Vec<u64>, Vec<u64>)>,
    end: Vec<u64>,
    events: u64,
    spike_count: u64,
    /// Spikes that were seen in pauses.
    seen: Vec<(u64, u32)>,
    /// What would be kept if the run were to be resumed.
    kept: Snapshot,
}

/// How the steps of a run are simulated.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cut {
    /// At once.
    Whole,
    /// In portions of any length.
    Portions,
    /// Each portion by another simulation, which has been restored to where the one before ended and is
    /// arranged in another way.
    Restored,
}

/// What has been taken from the simulations of a run.
#[derive(Default)]
struct Taken {
    spikes: SpikeRecord,
    states: Vec<StateRecord>,
    rates: Vec<RateRecord>,
}

impl Taken {
    /// Takes what has been recorded since this was called last.
    fn take(&mut self, simulation: &mut Simulation) {
        let spikes = simulation.take_spikes();
        self.spikes.steps.extend(spikes.steps);
        self.spikes.neurons.extend(spikes.neurons);
        let states = simulation.take_states();
        if self.states.is_empty() {
            self.states = states;
        } else {
            for (all, new) in self.states.iter_mut().zip(states) {
                all.steps.extend(new.steps);
                for ((_, all), (_, new)) in all.variables.iter_mut().zip(new.variables) {
                    all.append(Axis(1), new.view())
                        .expect("the neurons are the same");
                }
            }
        }
        let rates = simulation.take_rates();
        if self.rates.is_empty() {
            self.rates = rates;
        } else {
            for (all, new) in self.rates.iter_mut().zip(rates) {
                all.counts.extend(new.counts);
                all.rates.extend(new.rates);
            }
        }
    }
}

/// The network in which an entry is switched on, and all those below it.
fn setting(features: &[Feature], name: &str) -> Setting {
    let feature = features.iter().find(|feature| feature.name == name);
    let feature = feature.unwrap_or_else(|| panic!("there is no feature {name:?}"));
    let mut setting = match feature.on {
        Some(below) => setting(features, below),
        None => table::nothing(),
    };
    (feature.switch)(&mut setting);
    setting
}

/// The same network with all synapses stored, or with those drawn again that can be.
fn with_storage(description: &NetworkDescription, storage: Storage) -> Network {
    let stored = network(description.clone());
    let mut description = description.clone();
    for projection in &mut description.projections {
        projection.storage = if stored.may_be_procedural(projection) {
            storage
        } else {
            Storage::Stored
        };
    }
    network(description)
}

/// The same options, but for how the work is divided.
fn arranged_otherwise(options: SimulationOptions) -> SimulationOptions {
    SimulationOptions {
        threads: options.threads % 3 + 1,
        block_size: match options.block_size {
            None => Some(256),
            Some(_) => None,
        },
        ..options
    }
}

/// Runs a network.
fn outcome(
    setting: &Setting,
    network: &Network,
    mut options: SimulationOptions,
    cut: Cut,
) -> Outcome {
    let new = |options| {
        let recording = setting.recording.clone();
        Simulation::new(network, recording, options).expect("it can be built")
    };
    let mut simulation = new(options);
    let mut taken = Taken::default();
    let mut seen = Vec::new();
    let mut go_on = |simulation: &mut Simulation| {
        if cut == Cut::Restored {
            taken.take(simulation);
            let snapshot = simulation.snapshot();
            options = arranged_otherwise(options);
            *simulation = new(options);
            simulation
                .restore(&snapshot)
                .expect("it is of the same network");
        }
    };
    if let Some(act) = setting.act {
        // Pauses in which nothing is done must change nothing.
        let (portions, every) = match cut {
            Cut::Whole => (&[STEPS][..], ACTS_EVERY),
            _ => (&[48, 0, 8, 64, 40][..], 8),
        };
        let mut since = 0;
        for &steps in portions {
            let pause = |pause: &mut Pause<'_>| {
                let spikes = pause.spikes();
                since += spikes.len();
                let spikes = spikes.steps.iter().zip(&spikes.neurons);
                seen.extend(spikes.map(|(&step, &neuron)| (step, neuron)));
                if pause.step().is_multiple_of(ACTS_EVERY) {
                    act(pause, std::mem::take(&mut since));
                }
                ControlFlow::Continue(())
            };
            let run = simulation.run_with_pauses(steps, every, pause);
            run.expect("the run goes through");
            go_on(&mut simulation);
        }
    } else {
        let portions = match cut {
            Cut::Whole => &[STEPS][..],
            _ => &[1, 2, 0, 97, 60][..],
        };
        for &steps in portions {
            simulation.run_for(steps).expect("the run goes through");
            go_on(&mut simulation);
        }
    }
    assert_eq!(simulation.step(), STEPS);
    taken.take(&mut simulation);
    read_out(&simulation, taken, seen)
}

fn read_out(simulation: &Simulation, taken: Taken, seen: Vec<(u64, u32)>) -> Outcome {
    let Taken {
        spikes,
        states: records,
        rates,
    } = taken;
    let samples = records.iter().flat_map(|record| {
        let arrays = record.variables.iter();
        arrays.flat_map(|(_, array)| array.iter().map(|sample| sample.to_bits()))
    });
    let rates = rates.into_iter().map(|record| {
        let rates = record.rates.iter().map(|rate| rate.to_bits());
        (record.counts, rates.collect())
    });
    let populations = simulation.network().description().populations.iter();
    let populations = populations.enumerate().filter_map(|(number, population)| {
        let model = population.model()?;
        Some((number, model.variables().to_vec()))
    });
    let end = populations.flat_map(|(number, variables)| {
        let variables = variables.into_iter().chain([Variable::I]);
        variables.flat_map(move |variable| {
            let values = simulation.values(number, variable);
            values.expect("a variable of the model")
        })
    });
    Outcome {
        spikes: (spikes.steps, spikes.neurons),
        samples: samples.collect(),
        rates: rates.collect(),
        end: end.map(f64::to_bits).collect(),
        events: simulation.synaptic_events(),
        spike_count: simulation.spike_count(),
        seen,
        kept: simulation.snapshot(),
    }
}

/// Threads, neurons per block, instruction set, and how the run is cut.
type Way = (usize, Option<usize>, Level, Cut);

/// All ways to run a network; with any but the fastest instruction set three of the nine pairs of threads and blocks.
fn ways() -> Vec<Way> {
    let mut ways = Vec::new();
    for level in Level::available().into_iter().rev() {
        let is_best = level.name() == Level::best().name();
        for (k, threads) in [1, 2, 3].into_iter().enumerate() {
            for (l, block_size) in [None, Some(128), Some(384)].into_iter().enumerate() {
                if k == l || is_best {
                    let cuts = [Cut::Whole, Cut::Portions, Cut::Restored];
                    ways.extend(cuts.map(|cut| (threads, block_size, level, cut)));
                }
            }
        }
    }
    ways
}

fn run(
    setting: &Setting,
    network: &Network,
    precision: Precision,
    (threads, block_size, level, cut): Way,
) -> Outcome {
    let options = SimulationOptions {
        precision,
        threads,
        block_size,
        level: Some(level),
        ..SimulationOptions::default()
    };
    outcome(setting, network, options, cut)
}

/// Runs an entry in all ways and returns what comes out.
fn check(name: &str, setting: &Setting, precision: Precision) -> Outcome {
    let ways = ways();
    let stored = with_storage(&setting.description, Storage::Stored);
    let expected = run(setting, &stored, precision, ways[0]);
    let drawn = with_storage(&setting.description, Storage::Procedural);
    for (network, storage) in [(&stored, "stored"), (&drawn, "procedural")] {
        for &way in &ways {
            let found = run(setting, network, precision, way);
            assert!(
                found == expected,
                "{name}: {storage}, {precision:?}, {way:?} differs"
            );
        }
    }
    expected
}

#[test]
fn no_feature_depends_on_how_it_is_run() {
    let features = table::features();
    let outcomes = features.par_iter().map(|feature| {
        let setting = setting(&features, feature.name);
        PRECISIONS.map(|precision| check(feature.name, &setting, precision))
    });
    let outcomes: Vec<[Outcome; 2]> = outcomes.collect();
    for (feature, found) in features.iter().zip(&outcomes) {
        let [single, double] = found;
        assert!(single != double, "{}: precision counts", feature.name);
        println!("{:40} {:6} spikes", feature.name, double.spike_count);
        assert!(double.spike_count > 50, "{}: too silent", feature.name);
        if let Some(below) = feature.on {
            let below = features.iter().position(|other| other.name == below);
            let below = &outcomes[below.expect("it has been found before")];
            let differs = single != &below[0] && double != &below[1];
            assert!(differs, "{} does nothing", feature.name);
        }
    }
}
