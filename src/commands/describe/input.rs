//! What is said of an input.

use super::{receptor, slice};
use crate::console::{decimal, grouped, heading, plural, row};
use adexnet::engine::{
    CurrentInput, Fluctuating, Fluctuations, Input, Network, PoissonInput, Waveform,
};
use adexnet::io::config::{Name, Plan};

/// Times of change that are listed.
const LISTED_STEPS: usize = 5;

pub(super) fn describe(plan: &Plan, number: usize) {
    let network = &plan.network;
    let name = plan
        .spec()
        .input
        .get(number)
        .and_then(|spec| spec.name.as_ref());
    match name.map(Name::as_str) {
        Some(name) => heading(format_args!("input \"{name}\"")),
        None => heading(format_args!("input {number}")),
    }
    match &network.description().inputs[number] {
        Input::Current(input) => current(network, input),
        Input::Poisson(input) => poisson(network, input),
        Input::Fluctuations(input) => fluctuations(network, input),
        Input::Arrivals(input) => {
            let population = &network.description().populations[input.population];
            row("neurons", &population.name);
            let arrivals = input
                .events
                .iter()
                .map(|event| u64::from(event.count))
                .sum();
            row("spikes", plural(arrivals, "given arrival"));
            row(
                "receptor",
                receptor(network, input.population, input.receptor),
            );
            row("weight", format!("{} nS", input.weight));
        }
    }
}

fn current(network: &Network, input: &CurrentInput) {
    row("neurons", slice(network, &input.target));
    match &input.waveform {
        Waveform::Steps { times, values } => steps("Iinj", times, values, "pA"),
        Waveform::Sinusoid {
            offset,
            amplitude,
            frequency,
            phase,
        } => {
            let mean = match offset {
                0.0 => String::new(),
                offset => format!("{offset} pA + "),
            };
            let shift = match phase {
                0.0 => String::new(),
                phase => format!(" + {phase}"),
            };
            row(
                "Iinj",
                format!("{mean}{amplitude} pA sin(2 pi {frequency} Hz t{shift})"),
            );
        }
        Waveform::Sampled { every, samples } => {
            let count = plural(samples.nrows() as u64, "sample");
            let of = match samples.ncols() {
                1 => "the same for all",
                _ => "for each neuron",
            };
            row(
                "Iinj",
                format!("{count}, one every {} ms, {of}", decimal(*every)),
            );
        }
    }
}

fn poisson(network: &Network, input: &PoissonInput) {
    row("neurons", slice(network, &input.target));
    let sources = plural(u64::from(input.sources), "Poisson source");
    row("spikes", format!("of {sources} for each neuron"));
    steps("rate", &input.times, &input.rates, "Hz");
    row(
        "receptor",
        receptor(network, input.target.population, input.receptor),
    );
    row("weight", format!("{} nS", input.weight));
}

/// Values that change in steps; a single one that holds from the beginning on stands alone.
fn steps(label: &str, times: &[f64], values: &[f64], unit: &str) {
    let changes = times.iter().zip(values);
    for (number, (time, value)) in changes.enumerate().take(LISTED_STEPS) {
        let label = if number == 0 { label } else { "" };
        match (times.len(), *time) {
            (1, 0.0) => row(label, format!("{value} {unit}")),
            _ => row(
                label,
                format!("{value} {unit} from {} s on", decimal(time / 1000.0)),
            ),
        }
    }
    if let Some(more @ 1..) = times.len().checked_sub(LISTED_STEPS) {
        row("", format!("and {} more", grouped(more as u64)));
    }
}

fn fluctuations(network: &Network, input: &Fluctuations) {
    let Fluctuations {
        target,
        kind,
        mean,
        sd,
        tau,
    } = input;
    row("neurons", slice(network, target));
    let (label, unit) = match kind {
        Fluctuating::Current => ("Iinj", "pA"),
        Fluctuating::Conductance { .. } => ("g", "nS"),
    };
    row(
        label,
        format!("Ornstein-Uhlenbeck process: mean {mean} {unit}, sd {sd} {unit}, tau {tau} ms"),
    );
    if let Fluctuating::Conductance { reversal } = kind {
        row("E", format!("{reversal} mV, of the current -g (V - E)"));
    }
}
