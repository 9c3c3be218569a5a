use super::assert_refused;
use crate::network::{
    Arrival, ArrivalInput, CurrentInput, Fluctuating, Fluctuations, Input, NetworkDescription,
    PoissonInput, Receptor, Slice, Waveform,
};
use ndarray::Array2;
use std::sync::Arc;

fn add(d: &mut NetworkDescription, input: impl Into<Input>) {
    d.inputs.push(input.into());
}

fn current(d: &mut NetworkDescription, waveform: Waveform) {
    let target = Slice::range(0, 2..5);
    add(d, CurrentInput { target, waveform });
}

fn steps(d: &mut NetworkDescription, times: &[f64], values: &[f64]) {
    let (times, values) = (times.to_vec(), values.to_vec());
    current(d, Waveform::Steps { times, values });
}

fn sinusoid(d: &mut NetworkDescription, [amplitude, frequency, phase]: [f64; 3]) {
    current(
        d,
        Waveform::Sinusoid {
            offset: 0.0,
            amplitude,
            frequency,
            phase,
        },
    );
}

fn sampled(d: &mut NetworkDescription, every: f64, shape: (usize, usize), value: f64) {
    let samples = Arc::new(Array2::from_elem(shape, value));
    current(d, Waveform::Sampled { every, samples });
}

#[test]
fn targets() {
    assert_refused(&[
        (
            |d| add(d, CurrentInput::constant(Slice::range(3, 0..1), 1.0)),
            "input 0, target: there is no population of number 3; there are 3",
        ),
        (
            |d| add(d, CurrentInput::constant(Slice::range(0, 0..11), 1.0)),
            "input 0, target: neurons 0..11 do not lie in the population of 10 neurons",
        ),
        (
            |d| {
                steps(d, &[0.0], &[1.0]);
                add(d, CurrentInput::constant(Slice::range(1, 0..1), 1.0));
            },
            "input 1, target: the cells of population \"sources\" are sources of spikes; accepted are",
        ),
        (
            |d| poisson(d, |input| input.target = Slice::range(1, 0..1)),
            "input 0, target: the cells of population \"sources\" are sources of spikes",
        ),
        (
            |d| fluctuations(d, |input| input.target = Slice::range(1, 0..1)),
            "input 0, target: the cells of population \"sources\" are sources of spikes",
        ),
    ]);
}

#[test]
fn currents() {
    assert_refused(&[
        (
            |d| steps(d, &[], &[]),
            "input 0, current: there are 0 times and 0 values; each time needs one value, at least one",
        ),
        (
            |d| steps(d, &[0.0, 1.0], &[1.0]),
            "input 0, current: there are 2 times and 1 values",
        ),
        (
            |d| steps(d, &[-1.0], &[1.0]),
            "input 0, current.times: -1 is out of range; accepted is a time of 0 ms or more",
        ),
        (
            |d| steps(d, &[0.0, 2.0, 2.0], &[1.0, 2.0, 3.0]),
            "input 0, current.times: time 2 ms follows 2 ms; times must ascend strictly",
        ),
        (
            |d| steps(d, &[0.0], &[f64::NAN]),
            "input 0, current: NaN is out of range; accepted is a current in pA of at most 1e15",
        ),
        (
            |d| sinusoid(d, [1e16, 1.0, 0.0]),
            "input 0, current: 10000000000000000 is out of range",
        ),
        (
            |d| sinusoid(d, [1.0, -1.0, 0.0]),
            "input 0, current.frequency: -1 is out of range; accepted is a frequency in Hz from 0",
        ),
        (
            |d| sinusoid(d, [1.0, 1.0, f64::INFINITY]),
            "input 0, current.phase: inf is out of range; accepted is a finite phase in rad",
        ),
        (
            |d| sampled(d, 0.09, (4, 1), 1.0),
            "input 0, current.every: 0.09 is out of range; accepted is a time in ms of at least one",
        ),
        (
            |d| sampled(d, 0.1, (0, 1), 1.0),
            "input 0, current.samples: the samples have 0 rows and 1 columns; accepted are at least one",
        ),
        (
            |d| sampled(d, 0.1, (4, 2), 1.0),
            "input 0, current.samples: the samples have 4 rows and 2 columns",
        ),
        (
            |d| sampled(d, 0.1, (4, 3), f64::NAN),
            "input 0, current: NaN is out of range",
        ),
    ]);
}

fn arrivals(d: &mut NetworkDescription, change: impl FnOnce(&mut ArrivalInput)) {
    let mut input = ArrivalInput {
        population: 0,
        receptor: Receptor::EXCITATORY,
        weight: 1.0,
        events: Vec::new(),
    };
    change(&mut input);
    add(d, input);
}

#[test]
fn given_arrivals() {
    assert_refused(&[
        (
            |d| arrivals(d, |input| input.population = 3),
            "input 0, population: there is no population of number 3",
        ),
        (
            |d| arrivals(d, |input| input.population = 1),
            "input 0, receptor: population \"sources\" has no receptor 0; its cells receive no synapses",
        ),
        (
            |d| arrivals(d, |input| input.receptor = Receptor::new(2)),
            "input 0, receptor: population \"cells\" has no receptor 2",
        ),
        (
            |d| arrivals(d, |input| input.weight = -1.0),
            "input 0, weight: -1 is out of range; accepted is a weight in nS that is not negative",
        ),
        (
            |d| {
                let (step, neuron, count) = (0, 10, 1);
                let event = Arrival {
                    step,
                    neuron,
                    count,
                };
                arrivals(d, |input| input.events.push(event));
            },
            "input 0, events: arrival at neuron 10; the population has 10 neurons, counted from 0",
        ),
    ]);
}

fn poisson(d: &mut NetworkDescription, change: impl FnOnce(&mut PoissonInput)) {
    let mut input = PoissonInput {
        target: Slice::range(0, 0..10),
        receptor: Receptor::EXCITATORY,
        sources: 100,
        weight: 1.0,
        times: vec![0.0],
        rates: vec![5.0],
    };
    change(&mut input);
    add(d, input);
}

#[test]
fn poisson_inputs() {
    assert_refused(&[
        (
            |d| poisson(d, |input| input.receptor = Receptor::new(2)),
            "input 0, receptor: population \"cells\" has no receptor 2",
        ),
        (
            |d| poisson(d, |input| input.weight = f64::NAN),
            "input 0, weight: NaN is out of range",
        ),
        (
            |d| poisson(d, |input| input.rates = vec![10_001.0]),
            "input 0, rate: 10001 is out of range; accepted is a rate in Hz from 0 to one spike a step",
        ),
        (
            |d| poisson(d, |input| input.rates = vec![-5.0]),
            "input 0, rate: -5 is out of range",
        ),
        (
            |d| poisson(d, |input| input.rates = Vec::new()),
            "input 0, rate: there are 1 times and 0 values",
        ),
        (
            |d| poisson(d, |input| input.times = vec![f64::INFINITY]),
            "input 0, rate.times: inf is out of range",
        ),
    ]);
}

fn fluctuations(d: &mut NetworkDescription, change: impl FnOnce(&mut Fluctuations)) {
    let mut input = Fluctuations {
        target: Slice::range(0, 0..10),
        kind: Fluctuating::Current,
        mean: 0.0,
        sd: 10.0,
        tau: 2.0,
    };
    change(&mut input);
    add(d, input);
}

fn conductance(d: &mut NetworkDescription, mean: f64, reversal: f64) {
    fluctuations(d, |input| {
        input.mean = mean;
        input.kind = Fluctuating::Conductance { reversal };
    });
}

#[test]
fn fluctuating_inputs() {
    assert_refused(&[
        (
            |d| fluctuations(d, |input| input.mean = f64::NAN),
            "input 0, mean: NaN is out of range; accepted is a current in pA of at most 1e15",
        ),
        (
            |d| fluctuations(d, |input| input.sd = -1.0),
            "input 0, sd: -1 is out of range; accepted is a standard deviation from 0 to 1e15",
        ),
        (
            |d| fluctuations(d, |input| input.tau = 0.0),
            "input 0, tau: 0 is out of range; accepted is a correlation time above 0 ms",
        ),
        (
            |d| conductance(d, -1.0, 0.0),
            "input 0, mean: -1 is out of range; accepted is a conductance in nS from 0 to 1e15",
        ),
        (
            |d| conductance(d, 1.0, f64::INFINITY),
            "input 0, reversal: inf is out of range; accepted is a potential in mV",
        ),
    ]);
}
