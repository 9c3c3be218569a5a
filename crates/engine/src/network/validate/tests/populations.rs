use super::assert_refused;
use crate::network::{NetworkDescription, Population, PopulationKind, SpikeTimes, Values};
use adexnet_model::lif::LifParameters;

fn change(d: &mut NetworkDescription, change: impl FnOnce(Population) -> Population) {
    d.populations[0] = change(d.populations[0].clone());
}

fn parameter(d: &mut NetworkDescription, symbol: &str, values: impl Into<Values>) {
    change(d, |population| population.with_parameter(symbol, values));
}

fn initial(d: &mut NetworkDescription, symbol: &str, values: impl Into<Values>) {
    change(d, |population| population.with_initial(symbol, values));
}

fn refractory(d: &mut NetworkDescription, values: impl Into<Values>) {
    change(d, |population| population.with_refractory(values));
}

#[test]
fn names_and_sizes() {
    assert_refused(&[
        (
            |d| d.populations[2].name = "cells".to_owned(),
            "population \"cells\", name: the name is taken already; names are unique",
        ),
        (
            |d| d.populations[2].size = 0,
            "population \"more\", size: a population has at least one neuron",
        ),
    ]);
}

#[test]
fn parameters() {
    assert_refused(&[
        (
            |d| parameter(d, "Vt", -50.0),
            "population \"cells\", neuron: unknown parameter \"Vt\"",
        ),
        (
            |d| parameter(d, "C", 0.0),
            "population \"cells\", neuron: C = 0 pF: must be greater than 0",
        ),
        (
            |d| parameter(d, "b", f64::NAN),
            "population \"cells\", neuron: NaN is out of range; accepted is a parameter of at most 1e15",
        ),
        (
            |d| parameter(d, "b", 1e16),
            "population \"cells\", neuron: 10000000000000000 is out of range",
        ),
        (
            |d| {
                let neuron = LifParameters {
                    e_l: -1e16,
                    ..LifParameters::default()
                };
                d.populations[0] = Population::new("cells", 10, neuron);
            },
            "population \"cells\", neuron: -10000000000000000 is out of range",
        ),
        (
            |d| parameter(d, "b", vec![1.0; 9]),
            "population \"cells\", neuron: 9 values are given for 10 neurons; one is needed for each",
        ),
        (
            |d| {
                let mut values = vec![100.0; 10];
                values[7] = -3.0;
                parameter(d, "C", values);
            },
            "population \"cells\", neuron: neuron 7: C = -3 pF: must be greater than 0",
        ),
        (
            // One neuron in six has a time constant that is shorter than dt.
            |d| parameter(d, "tau_w", Values::normal(10.0, 10.0)),
            "population \"cells\", neuron: neuron ",
        ),
    ]);
}

#[test]
fn distributions() {
    assert_refused(&[
        (
            |d| parameter(d, "b", Values::uniform(3.0, 3.0)),
            "population \"cells\", neuron: the range from 3 to 3 is empty",
        ),
        (
            |d| parameter(d, "b", Values::uniform(f64::NEG_INFINITY, 3.0)),
            "population \"cells\", neuron: -inf is out of range; accepted is a finite lower end",
        ),
        (
            |d| parameter(d, "b", Values::uniform(3.0, f64::INFINITY)),
            "population \"cells\", neuron: inf is out of range; accepted is a finite upper end",
        ),
        (
            |d| parameter(d, "b", Values::normal(f64::NAN, 1.0)),
            "population \"cells\", neuron: NaN is out of range; accepted is a finite mean",
        ),
        (
            |d| parameter(d, "b", Values::normal(60.0, -1.0)),
            "population \"cells\", neuron: -1 is out of range; accepted is a finite standard deviation",
        ),
        (
            |d| parameter(d, "b", Values::lognormal(0.0, 1.0)),
            "population \"cells\", neuron: 0 is out of range; accepted is a mean above 0 for a lognormal",
        ),
        (
            |d| parameter(d, "b", Values::normal(60.0, 1.0).truncated(f64::NAN, 70.0)),
            "population \"cells\", neuron: NaN is out of range; accepted is a number as the smallest",
        ),
        (
            |d| parameter(d, "b", Values::normal(60.0, 1.0).truncated(50.0, f64::NAN)),
            "population \"cells\", neuron: NaN is out of range; accepted is a number as the largest",
        ),
        (
            |d| parameter(d, "b", Values::normal(60.0, 1.0).truncated(70.0, 50.0)),
            "population \"cells\", neuron: the range from 70 to 50 is empty",
        ),
        (
            |d| parameter(d, "b", Values::normal(60.0, 1.0).truncated(64.0, 70.0)),
            "population \"cells\", neuron: 3.2e-5 of the distribution lies from 64 to 70",
        ),
    ]);
}

#[test]
fn initial_values() {
    assert_refused(&[
        (
            |d| initial(d, "u", 0.0),
            "population \"cells\", initial: the model adex has no variable \"u\"; it has V, w, ge, gi",
        ),
        (
            |d| initial(d, "ge", -1.0),
            "population \"cells\", initial: -1 is out of range; accepted is a conductance in nS from 0",
        ),
        (
            |d| initial(d, "V", f64::NAN),
            "population \"cells\", initial: NaN is out of range; accepted is a membrane potential in mV",
        ),
        (
            |d| initial(d, "w", 1e16),
            "population \"cells\", initial: 10000000000000000 is out of range; accepted is an adaptation",
        ),
        (
            |d| initial(d, "V", Values::uniform(-60.0, 50.0)),
            "population \"cells\", initial: 50 is out of range; accepted is a membrane potential in mV \
             that does not exceed the spike detection level",
        ),
        (
            |d| initial(d, "V", vec![-60.0; 11]),
            "population \"cells\", initial: 11 values are given for 10 neurons",
        ),
    ]);
}

#[test]
fn refractory_periods() {
    assert_refused(&[
        (
            |d| refractory(d, -0.1),
            "population \"cells\", refractory: -0.1 is out of range; accepted is a refractory period",
        ),
        (
            |d| refractory(d, 1e12),
            "population \"cells\", refractory: 1000000000000 is out of range; accepted is a refractory",
        ),
        (
            |d| refractory(d, Values::normal(2.0, 1.0)),
            "population \"cells\", refractory: -6.6 is out of range",
        ),
        (
            |d| refractory(d, vec![2.0; 3]),
            "population \"cells\", refractory: 3 values are given for 10 neurons",
        ),
    ]);
}

fn given_spikes(d: &mut NetworkDescription, spike: (f64, u32)) {
    d.populations[1].kind = PopulationKind::SpikeSource(SpikeTimes::new([(1.0, 0), spike]));
}

fn rates(d: &mut NetworkDescription, rates: impl Into<Values>) {
    d.populations[1] = Population::poisson_source("sources", 5, rates);
}

#[test]
fn sources_of_spikes() {
    assert_refused(&[
        (
            |d| given_spikes(d, (3.0, 5)),
            "population \"sources\", spikes: ",
        ),
        (
            |d| given_spikes(d, (-0.1, 2)),
            "population \"sources\", spikes: -0.1 is out of range; accepted is a time of 0 ms or more",
        ),
        (
            |d| given_spikes(d, (f64::INFINITY, 2)),
            "population \"sources\", spikes: inf is out of range",
        ),
        (
            |d| rates(d, -1.0),
            "population \"sources\", rate: -1 is out of range; accepted is a rate in Hz from 0",
        ),
        (
            |d| rates(d, 10_001.0),
            "population \"sources\", rate: 10001 is out of range; accepted is a rate in Hz from 0 to one",
        ),
        (
            |d| rates(d, vec![5.0; 6]),
            "population \"sources\", rate: 6 values are given for 5 ",
        ),
    ]);
}
