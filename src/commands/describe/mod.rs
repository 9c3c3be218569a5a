//! `adexnet describe`: what would be simulated, without drawing or allocating any of it.

mod projection;

use crate::cli::DescribeArguments;
use crate::console::{decimal, grouped, plural, say};
use crate::failure::Failure;
use adexnet::engine::{
    CurrentInput, Generator, Model, Network, Neurons, Noise, Population, Precision, Simulation,
    Slice, SpikeRecording, StateRecording, Waveform,
};
use adexnet::io::config::Plan;
use adexnet::io::platform;
use std::fmt::Display;
use std::process::ExitCode;

/// Steps of an injected current that are listed.
const LISTED_STEPS: usize = 5;

/// Shows what would be simulated.
pub(super) fn execute(arguments: &DescribeArguments) -> Result<ExitCode, Failure> {
    let plan = arguments.network.load()?.plan()?;
    if arguments.toml {
        say(plan.to_toml().trim_end());
    } else if arguments.latex {
        for population in &plan.network.description().populations {
            say(format_args!("% {}", population.name));
            if let Some(latex) = population.model().and_then(Model::describe_latex) {
                say(latex.trim_end());
            }
        }
    } else {
        describe(&plan);
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(plan: &Plan) {
    let network = &plan.network;
    let description = network.description();
    simulation(plan);
    let parameters = &plan.spec().parameters;
    if !parameters.is_empty() {
        heading("parameters");
        for (name, value) in parameters.iter() {
            row(name, value);
        }
    }
    for (number, population) in description.populations.iter().enumerate() {
        describe_population(plan, number, population);
    }
    for given in &description.projections {
        projection::describe(network, given);
    }
    for (_, input) in description.currents() {
        current(network, input);
    }
    for kept in &plan.autapses {
        heading(format_args!("note: {kept}"));
    }
    heading("record");
    row(
        "spikes",
        match plan.recording.spikes {
            SpikeRecording::All => "all",
            SpikeRecording::None => "none",
            SpikeRecording::Part { .. } => "some",
        },
    );
    for state in &plan.recording.states {
        row(&state.name, recorded(plan, state));
    }
    if !plan.files.is_empty() {
        heading("files");
        for file in &plan.files {
            say(format_args!("  {}", file.path.display()));
            row("SHA-256", &file.sha256);
        }
    }
    heading("memory");
    // What a run on this machine would need: with storage = "auto" it depends on what there is.
    let mut options = plan.options();
    options.memory_limit = platform::available_memory();
    let estimate = Simulation::estimate_memory(network, &plan.recording, &options);
    say(indented(&estimate.to_string()));
}

fn simulation(plan: &Plan) {
    let network = &plan.network;
    let description = network.description();
    let time = network.time_step();
    let threads = plan.options().resolve_threads(network);
    say(format_args!(
        "{}: {}, {}",
        plan.title,
        plural(network.size() as u64, "neuron"),
        plural(description.populations.len() as u64, "population"),
    ));
    row("duration", {
        let seconds = decimal(time.stamp(plan.steps));
        let steps = plural(plan.steps, "step");
        format!("{seconds} s = {steps} of {} ms", decimal(time.ms()))
    });
    let generator = match description.generator {
        Generator::ChaCha8 => "chacha8",
        Generator::NumpyLegacy => "numpy-legacy",
    };
    row("seed", format!("{}, rng {generator}", description.seed));
    row(
        "noise",
        match &description.noise {
            Noise::White => "white",
            Noise::None => "none",
            Noise::Recorded(_) => "recorded",
        },
    );
    row(
        "precision",
        match plan.precision {
            Precision::Single => "single",
            Precision::Double => "double",
        },
    );
    row("threads", threads);
}

fn describe_population(plan: &Plan, number: usize, population: &Population) {
    let network = &plan.network;
    let range = network.population_range(number);
    let inhibitory = plan
        .inhibitory
        .iter()
        .filter(|part| range.contains(&part.start));
    let inhibitory: usize = inhibitory.map(ExactSizeIterator::len).sum();
    heading(format_args!("population \"{}\"", population.name));
    row("neurons", {
        let size = grouped(population.size as u64);
        format!("{size}, numbered {} to {}", range.start, range.end - 1)
    });
    row("inhibitory", grouped(inhibitory as u64));
    say("");
    let mut inputs = network.description().currents();
    let is_injected = inputs.any(|(_, input)| input.target.population == number);
    say(indented(&equations(population, is_injected)));
}

/// Equations and parameters, with the state in which this population begins and the current that is
/// injected into it.
fn equations(population: &Population, is_injected: bool) -> String {
    let text = population.model().map_or_else(String::new, Model::describe);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let initially = lines.iter().position(|line| line.starts_with("initially"));
    let initially = initially.expect("the equations say how they begin");
    let width = lines[initially].find(':').unwrap_or_default();
    let state = population.neurons().map_or(&[][..], |group| &group.initial);
    if !state.is_empty() {
        let model = population.model();
        let values = state.iter().map(|(symbol, values)| {
            let unit = model.and_then(|model| model.variable(symbol));
            format!(
                "{symbol} = {values} {}",
                unit.map_or("", |known| known.unit.symbol())
            )
        });
        lines[initially] = format!(
            "{:width$}: {}, the rest as at rest",
            "initially",
            values.collect::<Vec<_>>().join(", ")
        );
    }
    if is_injected {
        let note = "+ Iinj inside the bracket of dV/dt, see input";
        lines.insert(initially, format!("{:width$}: {note}", "injected"));
    }
    lines.join("\n")
}

fn current(network: &Network, input: &CurrentInput) {
    heading("input");
    row("neurons", slice(network, &input.target));
    let Waveform::Steps { times, values } = &input.waveform else {
        return;
    };
    let steps = times.iter().zip(values);
    for (number, (time, value)) in steps.enumerate().take(LISTED_STEPS) {
        let label = if number == 0 { "Iinj" } else { "" };
        row(
            label,
            format!("{value} pA from {} s on", decimal(time / 1000.0)),
        );
    }
    if let Some(more @ 1..) = times.len().checked_sub(LISTED_STEPS) {
        row("", format!("and {more} more"));
    }
}

/// "V, w of cells[0] every 0.5 ms: 1,000 samples".
fn recorded(plan: &Plan, state: &StateRecording) -> String {
    let variables: Vec<&str> = state.variables.iter().map(|v| v.symbol).collect();
    let every = decimal(state.every as f64 * plan.network.time_step().ms());
    let samples = plural(plan.steps.div_ceil(state.every), "sample");
    let neurons = slice(&plan.network, &state.neurons);
    format!(
        "{} of {neurons} every {every} ms: {samples}",
        variables.join(", ")
    )
}

fn heading(text: impl Display) {
    say(format_args!("\n{text}"));
}

fn row(label: &str, value: impl Display) {
    say(format_args!("  {label:<11} {value}"));
}

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines();
    let lines: Vec<String> = lines
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// Neurons in the notation of descriptions: `cells`, `cells[0]`, `cells[0:80]`.
fn slice(network: &Network, slice: &Slice) -> String {
    let population = &network.description().populations[slice.population];
    let (name, neurons) = (&population.name, &slice.neurons);
    match (neurons.len(), neurons) {
        (all, _) if all == population.size => name.clone(),
        (1, _) => format!("{name}[{}]", neurons.iter().next().unwrap_or(0)),
        (_, Neurons::Range(range)) => format!("{name}[{}:{}]", range.start, range.end),
        (count, Neurons::List(_)) => format!("{} of {name}", plural(count as u64, "neuron")),
    }
}
