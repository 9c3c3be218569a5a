//! Checks of inputs.

use super::{Wrong, is_usable, no_receptor, slice};
use crate::network::{
    ArrivalInput, CurrentInput, Fluctuating, Fluctuations, Input, NetworkDescription, PoissonInput,
    Population, Problem, Waveform,
};

type Check = Result<(), Wrong>;

pub(super) fn check(description: &NetworkDescription, input: &Input) -> Check {
    match input {
        Input::Current(input) => current(description, input),
        Input::Arrivals(input) => arrivals(description, input),
        Input::Poisson(input) => poisson(description, input),
        Input::Fluctuations(input) => fluctuations(description, input),
    }
}

fn out_of_range(key: &'static str, value: f64, accepted: &'static str) -> Check {
    Err((key, Problem::OutOfRange { value, accepted }))
}

/// The population of a target, whose cells must have a membrane.
fn neurons<'a>(
    description: &'a NetworkDescription,
    target: &crate::network::Slice,
) -> Result<&'a Population, Wrong> {
    slice(&description.populations, target).map_err(|problem| ("target", problem))?;
    let population = &description.populations[target.population];
    if population.neurons().is_none() {
        let population = population.name.clone();
        return Err(("target", Problem::NoNeurons { population }));
    }
    Ok(population)
}

/// Times of change and what holds from then on.
fn schedule(times: &[f64], values: usize, keys: [&'static str; 2]) -> Check {
    let [key, times_key] = keys;
    if times.len() != values || times.is_empty() {
        let times = times.len();
        return Err((key, Problem::TimesAndValues { times, values }));
    }
    if let Some(&value) = times.iter().find(|t| !(t.is_finite() && **t >= 0.0)) {
        return out_of_range(times_key, value, "a time of 0 ms or more");
    }
    match times.windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => {
            let (before, after) = (pair[0], pair[1]);
            Err((times_key, Problem::TimesNotAscending { before, after }))
        }
        None => Ok(()),
    }
}

fn current(description: &NetworkDescription, input: &CurrentInput) -> Check {
    const ACCEPTED: &str = "a current in pA of at most 1e15 in magnitude";
    neurons(description, &input.target)?;
    let usable = |values: &[f64]| match values.iter().copied().find(|&v| !is_usable(v)) {
        Some(value) => out_of_range("current", value, ACCEPTED),
        None => Ok(()),
    };
    match &input.waveform {
        Waveform::Steps { times, values } => {
            schedule(times, values.len(), ["current", "current.times"])?;
            usable(values)
        }
        Waveform::Sinusoid {
            offset,
            amplitude,
            frequency,
            phase,
        } => {
            usable(&[*offset, *amplitude])?;
            if !(is_usable(*frequency) && *frequency >= 0.0) {
                let accepted = "a frequency in Hz from 0 to 1e15";
                return out_of_range("current.frequency", *frequency, accepted);
            }
            if !is_usable(*phase) {
                return out_of_range("current.phase", *phase, "a finite phase in rad");
            }
            Ok(())
        }
        Waveform::Sampled { every, samples } => {
            if !(every.is_finite() && *every >= description.dt * (1.0 - 1e-6)) {
                let accepted = "a time in ms of at least one time step";
                return out_of_range("current.every", *every, accepted);
            }
            let needed = input.target.neurons.len();
            if samples.nrows() == 0 || ![1, needed].contains(&samples.ncols()) {
                let found = samples.dim();
                return Err(("current.samples", Problem::SamplesShape { found, needed }));
            }
            let mut samples = samples.iter().copied();
            samples.try_for_each(|current| usable(&[current]))
        }
    }
}

fn weight(value: f64) -> Check {
    if !(is_usable(value) && value >= 0.0) {
        let accepted = "a weight in nS that is not negative, at most 1e15";
        return out_of_range("weight", value, accepted);
    }
    Ok(())
}

fn arrivals(description: &NetworkDescription, input: &ArrivalInput) -> Check {
    let populations = &description.populations;
    let Some(population) = populations.get(input.population) else {
        let (number, populations) = (input.population, populations.len());
        return Err((
            "population",
            Problem::NoSuchPopulation {
                number,
                populations,
            },
        ));
    };
    if let Some(problem) = no_receptor(population, input.receptor) {
        return Err(("receptor", problem));
    }
    weight(input.weight)?;
    let size = population.size;
    let mut events = input.events.iter();
    match events.find(|event| event.neuron as usize >= size) {
        Some(&event) => {
            let neuron = event.neuron;
            Err(("events", Problem::NoSuchNeuron { neuron, size }))
        }
        None => Ok(()),
    }
}

fn poisson(description: &NetworkDescription, input: &PoissonInput) -> Check {
    let population = neurons(description, &input.target)?;
    if let Some(problem) = no_receptor(population, input.receptor) {
        return Err(("receptor", problem));
    }
    weight(input.weight)?;
    schedule(&input.times, input.rates.len(), ["rate", "rate.times"])?;
    input
        .rates
        .iter()
        .try_for_each(|&value| rate(description.dt, value))
}

/// A rate must leave a probability per step.
pub(super) fn rate(dt: f64, value: f64) -> Check {
    if !(value >= 0.0 && value * dt / 1000.0 <= 1.0) {
        let accepted = "a rate in Hz from 0 to one spike a step (1/dt)";
        return out_of_range("rate", value, accepted);
    }
    Ok(())
}

fn fluctuations(description: &NetworkDescription, input: &Fluctuations) -> Check {
    neurons(description, &input.target)?;
    let (mean, accepted) = match input.kind {
        Fluctuating::Current => (
            is_usable(input.mean),
            "a current in pA of at most 1e15 in magnitude",
        ),
        Fluctuating::Conductance { reversal } => {
            if !is_usable(reversal) {
                let accepted = "a potential in mV of at most 1e15 in magnitude";
                return out_of_range("reversal", reversal, accepted);
            }
            let mean = is_usable(input.mean) && input.mean >= 0.0;
            (mean, "a conductance in nS from 0 to 1e15")
        }
    };
    if !mean {
        return out_of_range("mean", input.mean, accepted);
    }
    if !(is_usable(input.sd) && input.sd >= 0.0) {
        return out_of_range("sd", input.sd, "a standard deviation from 0 to 1e15");
    }
    if !(is_usable(input.tau) && input.tau > 0.0) {
        return out_of_range("tau", input.tau, "a correlation time above 0 ms");
    }
    Ok(())
}
