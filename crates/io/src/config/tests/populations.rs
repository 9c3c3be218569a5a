//! Populations: models, values of single neurons, sources of spikes.

use super::complete::check_round_trip;
use super::mistake_table::check_in;
use super::{ConfigError, Configuration, Overrides, Plan, Source, plan};
use crate::files::{NpzWriter, write_npy};
use adexnet_engine::{Population, PopulationKind, Values};
use ndarray::{Array1, array};
use std::path::Path;
use tempfile::TempDir;

/// Populations of every kind, without files.
pub(super) const POPULATIONS: &str = r#"[simulation]
duration = "10 ms"
noise = "none"

[parameters]
b0 = "60 pA"

[[population]]
name = "adex"
size = 5
neuron = { b = { distribution = "normal", mean = "b0 + 5 pA", sd = "b0/6", low = "0 pA" }, preset = "cortical-rs", tau_g = { distribution = "lognormal", mean = "7 ms", sd = "1 ms", high = "0.02 s" } }
initial = { V = { distribution = "uniform", low = "-65 mV", high = "-55 mV" }, w = "1 pA" }
refractory = { distribution = "uniform", low = "1 ms", high = "3 ms" }

[[population]]
name = "lif"
size = 4
neuron = "coba-lif"
refractory = "5 ms"

[[population]]
name = "whole"
size = 1
neuron = { model = "lif", C = "200 pF", gL = "10 nS", EL = "-60 mV", VT = "-50 mV", Vr = "-60 mV", Ee = "0 mV", Ei = "-80 mV", tau_e = "5 ms", tau_i = "10 ms", Iext = "0 pA*sqrt(s)" }

[[population]]
name = "izhikevich"
size = 3
neuron = { preset = "izhikevich-fs", d = "2.5 mV/ms" }
initial = { u = "-13 mV/ms" }

[[population]]
name = "given"
size = 2
spikes = { times = ["10 ms", "0.002 s"], cells = [1, 0] }

[[population]]
name = "random"
size = 10
poisson = { rate = { distribution = "uniform", low = "1 Hz", high = "20 Hz" } }
"#;

fn population(plan: &Plan, number: usize) -> &Population {
    &plan.network.description().populations[number]
}

#[test]
fn populations_of_every_kind_arrive() {
    let plan = plan(POPULATIONS).unwrap();
    let adex = population(&plan, 0).neurons().unwrap();
    let b = Values::normal(65.0, 10.0).truncated(0.0, f64::INFINITY);
    let tau = Values::lognormal(7.0, 1.0).truncated(f64::NEG_INFINITY, 20.0);
    let expected = [("b".to_owned(), b), ("tau_g".to_owned(), tau)];
    assert_eq!(adex.parameters, expected);
    let expected = [
        ("V".to_owned(), Values::uniform(-65.0, -55.0)),
        ("w".to_owned(), Values::Constant(1.0)),
    ];
    assert_eq!(adex.initial, expected);
    assert_eq!(adex.refractory, Values::uniform(1.0, 3.0));
    let lif = population(&plan, 1).neurons().unwrap();
    assert_eq!((lif.model.name(), &lif.refractory), ("lif", &5.0.into()));
    let whole = population(&plan, 2).model().unwrap();
    assert_eq!(whole, &lif.model);
    let izhikevich = population(&plan, 3).neurons().unwrap();
    assert_eq!(izhikevich.model.name(), "izhikevich");
    assert_eq!(population(&plan, 3).parameter("d"), Some(2.5));
    assert_eq!(
        izhikevich.initial,
        [("u".to_owned(), Values::Constant(-13.0))]
    );
    let PopulationKind::SpikeSource(times) = &population(&plan, 4).kind else {
        panic!("no source of given spikes");
    };
    assert_eq!(times.spikes(), [(10.0, 1), (2.0, 0)]);
    let PopulationKind::PoissonSource { rates } = &population(&plan, 5).kind else {
        panic!("no source of random spikes");
    };
    assert_eq!(rates, &Values::uniform(1.0, 20.0));
}

/// If this fails, a run cannot be repeated from its network.toml.
#[test]
fn populations_come_back() {
    let plan = plan(POPULATIONS).unwrap();
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "model = \"izhikevich\"",
        "mean = \"b0 + 5 pA\"  # = 65 pA",
        "distribution = \"lognormal\"",
        "refractory = \"5 ms\"",
        "u = \"-13 mV/ms\"",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    // What is at rest depends on the parameters of each neuron.
    assert!(!text.contains("ge = \"0 nS\"\ngi = \"0 nS\"\n\n[[population]]\nname = \"lif\""));
}

/// If this fails, a symbol that stands for several parameters overrides one that was given itself.
#[test]
fn a_parameter_by_its_own_name_wins() {
    let given = |neuron: &str| {
        let text = POPULATIONS.replace("neuron = \"coba-lif\"", &format!("neuron = {neuron}"));
        let plan = plan(&text).unwrap();
        check_round_trip(&plan);
        let group = population(&plan, 1).neurons().unwrap();
        let symbols: Vec<String> = group.parameters.iter().map(|(s, _)| s.clone()).collect();
        let value = |symbol| group.model.get(symbol).unwrap();
        (symbols, value("tau_e"), value("tau_i"))
    };
    let both = given(r#"{ preset = "coba-lif", tau_i = "9 ms", tau_g = "6 ms" }"#);
    assert_eq!(both, (vec![], 6.0, 9.0));
    let drawn = r#"{ distribution = "normal", mean = "6 ms", sd = "0.1 ms" }"#;
    let own = given(&format!(
        "{{ preset = \"coba-lif\", tau_g = {drawn}, tau_i = \"9 ms\" }}"
    ));
    assert_eq!(own, (vec!["tau_e".to_owned()], 6.0, 9.0));
    let shared = given(&format!(
        "{{ preset = \"coba-lif\", tau_i = {drawn}, tau_g = \"4 ms\" }}"
    ));
    assert_eq!(shared, (vec!["tau_i".to_owned()], 4.0, 6.0));
}

/// A description that names files, and the files.
fn with_files() -> (TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    write_npy(&path("b.npy"), &array![0.02, 0.1, 60.3, 0.0]).unwrap();
    write_npy(&path("V.npy"), &array![-60_i8, -61, -62, -63]).unwrap();
    write_npy(&path("rates.npy"), &array![5.0_f32, 10.0]).unwrap();
    let mut npz = NpzWriter::create(&path("spikes.npz")).unwrap();
    npz.add("i", &array![1_u32, 0]).unwrap();
    npz.add("t", &array![981.0 * 1e-4, 0.0]).unwrap();
    npz.finish().unwrap();
    let text = r#"[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 4
neuron = { preset = "cortical-rs", b = { file = "b.npy", unit = "nA" } }
initial = { V = { file = "V.npy", unit = "mV" } }
refractory = { file = "b.npy", unit = "min" }

[[population]]
name = "given"
size = 2
spikes = { file = "spikes.npz" }

[[population]]
name = "random"
size = 2
poisson = { rate = { file = "rates.npy", unit = "Hz" } }
"#;
    (directory, text.to_owned())
}

fn plan_in(directory: &Path, text: &str) -> Result<Plan, ConfigError> {
    let name = "net.toml";
    let source = Source::Text {
        name,
        text,
        directory,
    };
    Configuration::load(source, &Overrides::default())?.plan()
}

/// If this fails, a number in a file means something else than the same number typed.
#[test]
fn values_in_files_arrive_in_their_units() {
    let (directory, text) = with_files();
    let plan = plan_in(directory.path(), &text).unwrap();
    let cells = population(&plan, 0).neurons().unwrap();
    let expected = Values::from(vec![20.0, 100.0, 60_300.0, 0.0]);
    assert_eq!(cells.parameters, [("b".to_owned(), expected)]);
    let expected = Values::from(vec![-60.0, -61.0, -62.0, -63.0]);
    assert_eq!(cells.initial, [("V".to_owned(), expected)]);
    let expected = [0.02, 0.1, 60.3, 0.0].map(|minutes| minutes * 60_000.0);
    assert_eq!(cells.refractory, Values::from(expected.to_vec()));
    let PopulationKind::SpikeSource(times) = &population(&plan, 1).kind else {
        panic!("no source of given spikes");
    };
    let dt = plan.network.time_step();
    let steps: Vec<_> = times
        .spikes()
        .iter()
        .map(|(t, _)| dt.nearest_step(*t))
        .collect();
    assert_eq!(steps, [981, 0]);
    assert_eq!(plan.files.len(), 5);
    check_round_trip(&plan);
}

#[test]
fn files_of_the_wrong_size_are_refused() {
    let (directory, text) = with_files();
    let refusal = |text: &str| {
        let message = plan_in(directory.path(), text).unwrap_err().to_string();
        println!("{message}\n");
        message
    };
    let path = |name| directory.path().join(name);
    write_npy(&path("b.npy"), &Array1::<f64>::zeros(3)).unwrap();
    let message = refusal(&text);
    let here = "net.toml, line 7, column 49: population.cells.neuron.b.file = \"b.npy\": ";
    assert!(message.starts_with(here), "{message}");
    assert!(
        message.contains("3 values are given for 4 neurons"),
        "{message}"
    );
    write_npy(&path("b.npy"), &array![[1.0]]).unwrap();
    assert!(refusal(&text).contains("shape [1, 1]"));
    let missing = refusal(&text.replace("V.npy", "v.npy").replace("b.npy", "V.npy"));
    assert!(
        missing.contains("population.cells.initial.V.file"),
        "{missing}"
    );
    assert!(missing.contains("cannot read"), "{missing}");
    write_npy(&path("b.npy"), &Array1::<f64>::zeros(4)).unwrap();
    let outside =
        refusal(&text.replace("name = \"given\"\nsize = 2", "name = \"given\"\nsize = 1"));
    assert!(
        outside.contains("population.given.spikes.file = \"spikes.npz\": ")
            && outside.contains("no cell 1; the population has 1"),
        "{outside}"
    );
    let few = refusal(&text.replace("name = \"random\"\nsize = 2", "name = \"random\"\nsize = 3"));
    assert!(few.contains("population.random.poisson.rate.file"), "{few}");
    assert!(few.contains("2 values are given for 3 cells"), "{few}");
}

#[test]
fn mistakes() {
    check_in(
        POPULATIONS,
        r#"
"coba-lif" => "coba-lf"
    "coba-lf" | population.lif.neuron | did you mean "coba-lif"? | cortical-rs
"coba-lif" => { preset = "coba-lif", DT = "1 mV" }
    DT | population.lif.neuron.DT | unknown key (did you mean "VT"?) | known here: preset, model, C, gL, EL, VT, Vr
"coba-lif" => { preset = "coba-lif", gl = "1 nS" }
    gl | population.lif.neuron.gl | did you mean "gL"?
"coba-lif" => { preset = "coba-lif", C = "1 mV" }
    "1 mV" | population.lif.neuron.C | expected a capacitance such as
"coba-lif" => { preset = "coba-lif", model = "adex" }
    { preset = "coba-lif", model = "adex" } | population.lif.neuron | a neuron of the model "lif", not "adex"
"coba-lif" => { model = "glif" }
    "glif" | population.lif.neuron.model | did you mean "lif"? | adex, lif, izhikevich
"coba-lif" => { model = "lif", C = "1 pF" }
    { model = "lif", C = "1 pF" } | population.lif.neuron | "gL" is missing | gL = "4.3 nS" | preset = "coba-lif"
d = "2.5 mV/ms" => d = "2.5 pA"
    "2.5 pA" | population.izhikevich.neuron.d | expected a voltage per time
initial = { u = "-13 mV/ms" } => initial = { w = "1 pA" }
    w | population.izhikevich.initial.w | unknown key; known here: V, u, ge, gi
initial = { u = => initial = { uu =
    uu | population.izhikevich.initial.uu | did you mean "u"?
distribution = "normal" => distribution = "gaussian"
    "gaussian" | population.adex.neuron.b.distribution | uniform, normal, lognormal
sd = "b0/6" => sd = "b0/6 ms"
    "b0/6 ms" | population.adex.neuron.b.sd | expected a current
sd = "b0/6" => sd = "-3 pA"
    { distribution = "normal", mean = "b0 + 5 pA", sd = "-3 pA", low = "0 pA" } | population.adex.neuron.b | -3 is out of range; accepted is a finite standard deviation
, sd = "b0/6" => (nothing)
    { distribution = "normal", mean = "b0 + 5 pA", low = "0 pA" } | population.adex.neuron.b | "sd" is missing; write sd = "65 pA"
low = "0 pA" => low = "200 pA"
    { distribution = "normal", mean = "b0 + 5 pA", sd = "b0/6", low = "200 pA" } | population.adex.neuron.b | of the distribution lies from 200
low = "0 pA" => min = "0 pA"
    min | population.adex.neuron.b.min | known here: distribution, mean, sd, low, high, file, unit, sha256
low = "0 pA" => file = "b.npy"
    file | population.adex.neuron.b.file | unknown key; known here: distribution, mean, sd, low, high
distribution = "normal", mean => mean
    { mean = "b0 + 5 pA", sd = "b0/6", low = "0 pA" } | population.adex.neuron.b | "distribution" is missing
low = "-65 mV", high = "-55 mV" => low = "-65 mV", high = "-75 mV"
    { distribution = "uniform", low = "-65 mV", high = "-75 mV" } | population.adex.initial.V | the range from -65 to -75 is empty
low = "-65 mV", high = "-55 mV" => low = "-65 mV", high = "155 mV"
    { distribution = "uniform", low = "-65 mV", high = "155 mV" } | population.adex.initial.V | 155 is out of range | spike detection level
low = "-65 mV", high = "-55 mV" => mean = "-65 mV"
    mean | population.adex.initial.V.mean | known here: distribution, low, high
"lognormal", mean = "7 ms" => "lognormal", mean = "-7 ms"
    { distribution = "lognormal", mean = "-7 ms", sd = "1 ms", high = "0.02 s" } | population.adex.neuron.tau_g | a mean above 0
tau_g = { distribution = "lognormal", mean = "7 ms", sd = "1 ms", high = "0.02 s" } => Vr = { distribution = "uniform", low = "0 mV", high = "80 mV" }
    { distribution = "uniform", low = "0 mV", high = "80 mV" } | population.adex.neuron.Vr | neuron 
tau_g = { distribution = "lognormal", mean = "7 ms", sd = "1 ms", high = "0.02 s" } => tau_w = true
    true | population.adex.neuron.tau_w | found true or false | "0.1 ms", or a table with a distribution or a file
refractory = "5 ms" => refractory = 5
    5 | population.lif.refractory | write "5 ms"
refractory = "5 ms" => refractory = "-5 ms"
    "-5 ms" | population.lif.refractory | a refractory period of 0 ms or more
refractory = "5 ms" => refractory = { file = "r.npy" }
    { file = "r.npy" } | population.lif.refractory | "unit" is missing; write unit = "ms"
refractory = "5 ms" => refractory = { file = "r.npy", unit = "mV" }
    "mV" | population.lif.refractory.unit | expected a time
refractory = "5 ms" => refractory = { file = "r.npy", unit = "mX" }
    "mX" | population.lif.refractory.unit | unknown unit "mX"
refractory = "5 ms" => spikes = { file = "s.npz" }
    [[population]] | population.lif | one of "neuron", "spikes" and "poisson"
cells = [1, 0] => cells = [1]
    { times = ["10 ms", "0.002 s"], cells = [1] } | population.given.spikes | 2 times and 1 cells
cells = [1, 0] => cells = [1, 2]
    2 | population.given.spikes.cells.1 | no cell 2; the population has 2
cells = [1, 0] => file = "s.npz"
    { times = ["10 ms", "0.002 s"], file = "s.npz" } | population.given.spikes | do not make a list
times = ["10 ms" => times = ["-10 ms"
    "-10 ms" | population.given.spikes.times.0 | a time of 0 ms or more
times = ["10 ms" => times = ["10 mV"
    "10 mV" | population.given.spikes.times.0 | expected a time
high = "20 Hz" => high = "20 kHz"
    { distribution = "uniform", low = "1 Hz", high = "20 kHz" } | population.random.poisson.rate | 20000 is out of range; accepted is a rate
poisson = { rate => refractory = "1 ms"\npoisson = { rate
    [[population]] | population.random | sources of spikes have no state
poisson = { rate => poisson = { rat
    rat | population.random.poisson.rat | did you mean "rate"?
"#,
    );
    let text = POPULATIONS
        .replace("neuron = \"coba-lif\"\n", "")
        .replace("refractory = \"5 ms\"\n", "");
    let message = plan(&text).unwrap_err().to_string();
    assert!(
        message.contains("population.lif: the key \"neuron\" is missing; write neuron = \"cortical-rs\", or spikes"),
        "{message}"
    );
}
