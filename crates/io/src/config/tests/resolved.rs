//! What a description means.

use super::super::preset_names;
use super::{Configuration, EVERYTHING, Overrides, Source, plan};
use adexnet_engine::{
    ConnectionRule, CurrentInput, Generator, Noise, Precision, Receptor, ReceptorChoice, Slice,
    SpikeRecording, Variable,
};

fn slice(population: usize, neurons: std::ops::Range<usize>) -> Slice {
    Slice::range(population, neurons)
}

#[test]
fn every_key_arrives_where_it_belongs() {
    let plan = plan(EVERYTHING).unwrap();
    let network = plan.network.description();
    assert_eq!(
        (plan.title.as_str(), plan.steps, plan.threads),
        ("net", 5000, 2)
    );
    assert_eq!(plan.precision, Precision::Single);
    assert_eq!((network.dt, network.seed), (0.1, 7));
    assert_eq!(network.generator, Generator::ChaCha8);
    assert!(matches!(network.noise, Noise::None));
    let [cells, others] = &network.populations[..] else {
        panic!()
    };
    assert_eq!((cells.name.as_str(), cells.size), ("cells", 100));
    let initial = cells.neurons().unwrap().initial.iter();
    let initial: Vec<_> = initial
        .map(|(symbol, values)| (symbol.as_str(), values.common()))
        .collect();
    let expected = [("V", -60.0), ("w", 5.0), ("ge", 1.0), ("gi", 3.0)];
    assert_eq!(
        initial,
        expected.map(|(symbol, value)| (symbol, Some(value)))
    );
    assert_eq!(
        ["b", "Iext", "C"].map(|symbol| others.parameter(symbol)),
        [Some(20.0), Some(2.0), Some(200.0)]
    );
    assert!(others.neurons().unwrap().initial.is_empty());
    let [first, second] = &network.projections[..] else {
        panic!()
    };
    assert_eq!(
        (first.name.as_str(), second.name.as_str()),
        ("E", "projection-1")
    );
    assert_eq!(
        (&first.source, &first.target),
        (&slice(0, 0..80), &slice(0, 0..100))
    );
    assert_eq!(second.source, slice(1, 9..10));
    assert_eq!(first.receptor, ReceptorChoice::One(Receptor::EXCITATORY));
    assert_eq!(second.receptor, ReceptorChoice::One(Receptor::INHIBITORY));
    assert_eq!(first.weight, 2.0.into());
    assert_eq!((&first.delay, &second.delay), (&1.5.into(), &0.0.into()));
    assert!(matches!(
        first.rule,
        ConnectionRule::PairwiseBernoulli {
            p: 0.05,
            autapses: true
        }
    ));
    assert!(matches!(
        second.rule,
        ConnectionRule::PairwiseBernoulli {
            p: 1.0,
            autapses: false
        }
    ));
    let currents: Vec<_> = network.currents().map(|(_, current)| current).collect();
    let [constant, stepped] = currents[..] else {
        panic!()
    };
    assert_eq!(*constant, CurrentInput::constant(slice(0, 0..10), 200.0));
    let expected = CurrentInput::steps(stepped.target.clone(), &[(0.0, 0.0), (100.0, 200.0)]);
    assert_eq!(*stepped, expected);
    assert_eq!(plan.recording.spikes, SpikeRecording::None);
    let [state] = &plan.recording.states[..] else {
        panic!()
    };
    assert_eq!((state.name.as_str(), state.every), ("trace", 5));
    assert_eq!(
        (&state.variables[..], &state.neurons),
        (
            &[
                Variable::V,
                Variable::W,
                Variable::GE,
                Variable::GI,
                Variable::I
            ][..],
            &slice(1, 2..4)
        )
    );
    assert_eq!(plan.inhibitory, [80..100, 100..110]);
}

#[test]
fn what_is_left_out_has_the_documented_default() {
    let text = "simulation.duration = \"1 s\"\n[[population]]\nname = \"a\"\nsize = 3\nneuron = \"cortical-rs\"\n[[record.state]]\nname = \"v\"\nvariables = [\"V\"]\nneurons = \"a\"\n";
    let plan = plan(text).unwrap();
    let network = plan.network.description();
    assert_eq!((network.dt, network.seed, plan.threads), (0.1, 1234, 0));
    assert_eq!(
        (network.generator, plan.precision),
        (Generator::ChaCha8, Precision::Double)
    );
    assert!(matches!(network.noise, Noise::White));
    assert_eq!(plan.recording.spikes, SpikeRecording::All);
    assert_eq!(plan.recording.states[0].every, 1);
    assert!(plan.inhibitory.is_empty() && plan.files.is_empty() && plan.autapses.is_empty());
}

#[test]
fn a_neuron_can_be_given_parameter_by_parameter() {
    let table = r#"{ C = "104 pF", gL = "4.3 nS", EL = "-65 mV", VT = "-52 mV", DT = "0.8 mV", Vs = "40 mV",
        Vr = "-53 mV", a = "-0.8 nS", b = "65 pA", tau_w = "88 ms", Ee = "0 mV", Ei = "-80 mV",
        tau_g = "7 ms", Iext = "8 pA*sqrt(s)" }"#;
    let text = EVERYTHING.replace("neuron = \"cortical-rs\"", &format!("neuron = {table}"));
    let (given, preset) = (plan(&text).unwrap(), plan(EVERYTHING).unwrap());
    assert_eq!(
        given.network.description().populations,
        preset.network.description().populations
    );
}

/// If this fails, the preset is not the notebook's network, and not the published run.
#[test]
fn the_preset_notebook_is_the_network_of_the_notebook() {
    assert_eq!(preset_names().collect::<Vec<_>>(), ["notebook"]);
    let source = Source::Preset("notebook");
    let plan = Configuration::load(source, &Overrides::default())
        .unwrap()
        .plan()
        .unwrap();
    let network = plan.network.description();
    assert_eq!((plan.title.as_str(), plan.steps), ("notebook", 600_000));
    assert_eq!(
        (network.seed, network.generator),
        (1234, Generator::NumpyLegacy)
    );
    let summary: Vec<_> = network
        .projections
        .iter()
        .map(|p| (p.source.neurons.clone(), p.weight.clone(), p.delay.clone()))
        .collect();
    let expected = |sources, weight: f64| (sources, weight.into(), 0.0.into());
    assert_eq!(
        summary,
        [
            expected((0..80).into(), 2.0),
            expected((81..100).into(), 8.0)
        ],
        "neuron 80 projects to nobody"
    );
    assert_eq!(
        plan.inhibitory.as_slice(),
        std::slice::from_ref(&(80..100)),
        "but it counts as inhibitory"
    );
    let message =
        Configuration::load(Source::Preset("notebok"), &Overrides::default()).unwrap_err();
    assert_eq!(
        message.to_string(),
        "preset \"notebok\": unknown name (did you mean \"notebook\"?); known here: notebook"
    );
}

#[test]
fn a_file_from_windows_is_read() {
    let text = format!("\u{feff}{}", EVERYTHING.replace('\n', "\r\n"));
    assert_eq!(
        plan(&text).unwrap().spec(),
        plan(EVERYTHING).unwrap().spec()
    );
    let wrong = text.replace("seed = 7", "seed = -7");
    assert_eq!(
        plan(&wrong).unwrap_err().place().line_and_column,
        Some((4, 8))
    );
}
