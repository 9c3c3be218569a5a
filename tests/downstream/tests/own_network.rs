//! Networks of a model that adexnet does not know, by what adexnet exports and nothing else.

use adexnet::engine::{NetworkError, SpikeRecord};
use adexnet::prelude::*;
use downstream::{AdaptiveThreshold, E_L, G_L, THETA, V_T};
use std::error::Error;

const NEURON: AdaptiveThreshold = AdaptiveThreshold {
    tau: 20.0,
    tau_t: 80.0,
    jump: 2.0,
};

fn own(size: usize) -> Population {
    Population::new("own", size, Model::new(NEURON))
}

/// Cells of two models that excite each other: the own model drives AdEx neurons, and is driven by them.
fn network() -> Result<Network, NetworkError> {
    let mut network = NetworkBuilder::new(0.1).seed(5);
    let own = network.add(
        own(700)
            .with_parameter("jump", Values::uniform(1.0, 3.0))
            .with_initial("V", Values::uniform(-65.0, -51.0))
            .with_refractory(2.0),
    );
    let adex = network.add(Population::new("adex", 300, AdexParameters::default()));
    for (name, source, target) in [("out", own, adex), ("back", adex, own)] {
        let rule = ConnectionRule::pairwise_bernoulli(0.1);
        network.connect(
            Projection::new(name, source.all(), target.all(), rule)
                .with_weight(0.3) // nS
                .with_delay(1.0), // ms
        );
    }
    network.input(CurrentInput::constant(own.all(), 180.0));
    network.build()
}

/// All spikes, and the threshold of all own cells at the end.
fn simulate(
    network: &Network,
    options: SimulationOptions,
) -> Result<(SpikeRecord, Vec<u64>), Box<dyn Error>> {
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let mut simulation = Simulation::new(network, recording, options)?;
    simulation.run_for(3_000)?;
    let thresholds = simulation.values(0, THETA)?;
    let bits = thresholds.into_iter().map(f64::to_bits);
    Ok((simulation.spikes().clone(), bits.collect()))
}

/// If this fails, a model of one's own does not get what adexnet promises for its own.
#[test]
fn threads_and_blocks_change_no_bit() -> Result<(), Box<dyn Error>> {
    let network = network()?;
    for precision in [Precision::Single, Precision::Double] {
        let options = |threads, block_size| SimulationOptions {
            precision,
            threads,
            block_size,
            ..SimulationOptions::default()
        };
        let expected = simulate(&network, options(1, None))?;
        let own = expected
            .0
            .neurons
            .iter()
            .filter(|&&neuron| neuron < 700)
            .count();
        assert!(own > 500, "{own} spikes of the own model");
        assert!(expected.0.len() - own > 50, "AdEx neurons are driven");
        for (threads, block_size) in [(2, None), (3, Some(128)), (1, Some(256))] {
            let found = simulate(&network, options(threads, block_size))?;
            assert!(
                found == expected,
                "{threads} threads, blocks of {block_size:?}"
            );
        }
    }
    Ok(())
}

/// If this fails, the engine does not step the model as it is written.
#[test]
fn one_neuron_follows_its_equations() -> Result<(), Box<dyn Error>> {
    let mut network = NetworkBuilder::new(0.1);
    let cell = network.add(own(1));
    network.input(CurrentInput::constant(cell.all(), 200.0));
    let network = network.build()?;
    let recording = Recording {
        spikes: SpikeRecording::All,
        states: vec![StateRecording::new(
            "cell",
            &[Variable::V, THETA],
            cell.all(),
        )],
        ..Recording::default()
    };
    let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
    simulation.run_for(2_000)?;
    let (mut v, mut theta, mut spikes) = (E_L, V_T, Vec::new());
    let records = simulation.states();
    let [(_, found_v), (_, found_theta)] = &records[0].variables[..] else {
        panic!("two variables were recorded");
    };
    for step in 0..2_000 {
        assert!((found_v[[0, step]] - v).abs() < 1e-9, "V of step {step}");
        assert!(
            (found_theta[[0, step]] - theta).abs() < 1e-9,
            "theta of step {step}"
        );
        v += 0.1 / NEURON.tau * (E_L - v + 200.0 / G_L);
        theta += 0.1 / NEURON.tau_t * (V_T - theta);
        if v > theta {
            v = E_L;
            theta += NEURON.jump;
            spikes.push(step as u64);
        }
    }
    assert!(spikes.len() > 3, "{spikes:?}");
    assert_eq!(simulation.spikes().steps, spikes);
    Ok(())
}

#[test]
fn a_model_is_described_and_changed_by_its_symbols() -> Result<(), Box<dyn Error>> {
    let model = Model::new(NEURON);
    assert_eq!(model.with("tau", 10.0)?.get("tau")?, 10.0);
    assert_eq!(
        model.describe(),
        "\
tau   = 20 ms  membrane time constant
tau_t = 80 ms  threshold time constant
jump  =  2 mV  jump of the threshold
"
    );
    let error = model.get("tau_T").unwrap_err().to_string();
    assert!(error.contains("did you mean \"tau_t\""), "{error}");
    Ok(())
}

/// If this fails, somebody else's model can bring a run down, or its refusals are not told.
#[test]
fn what_the_model_refuses_or_lacks_is_an_error() {
    let refusal = |cells: Population, receptor| {
        let mut network = NetworkBuilder::new(0.1);
        let cells = network.add(cells);
        network.connect(
            Projection::new(
                "loop",
                cells.all(),
                cells.all(),
                ConnectionRule::all_to_all(),
            )
            .with_receptor(ReceptorChoice::One(receptor)),
        );
        network.build().unwrap_err().to_string()
    };
    let cells = || own(10);
    let message = refusal(cells().with_parameter("jump", -1.0), Receptor::EXCITATORY);
    assert!(
        message.contains("jump = -1 mV: must not be negative"),
        "{message}"
    );
    let message = refusal(cells().with_parameter("tau", 0.1), Receptor::EXCITATORY);
    assert!(
        message.contains("must be shorter than tau = 0.1 ms"),
        "{message}"
    );
    let message = refusal(cells(), Receptor::INHIBITORY);
    assert!(message.contains("receptor"), "{message}");
}
