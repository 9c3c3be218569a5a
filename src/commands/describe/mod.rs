//! `adexnet describe`: what would be simulated, without drawing or allocating any of it.

mod input;
mod population;
mod projection;
mod record;

use crate::cli::DescribeArguments;
use crate::console::{decimal, heading, plural, row, say};
use crate::failure::Failure;
use adexnet::engine::{
    Generator, Model, Network, Neurons, Noise, Precision, Receptor, Simulation, Slice, Values,
};
use adexnet::io::config::Plan;
use adexnet::io::platform;
use std::process::ExitCode;

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
    for number in 0..description.populations.len() {
        population::describe(plan, number);
    }
    for given in &description.projections {
        projection::describe(network, given);
    }
    for number in 0..description.inputs.len() {
        input::describe(plan, number);
    }
    for kept in &plan.autapses {
        heading(format_args!("note: {kept}"));
    }
    record::describe(plan);
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

fn indented(text: &str) -> String {
    let lines = text.trim_end().lines();
    let lines: Vec<String> = lines
        .map(|line| format!("  {line}").trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// Values with their unit: "65 pA", "normal(65, 10) of at least 0 pA".
fn amounts(values: &Values, unit: &str) -> String {
    match values {
        Values::Constant(_) | Values::Drawn(_) => format!("{values} {unit}"),
        Values::Given(_) => {
            let (low, high) = values.bounds();
            format!("given, {low} to {high} {unit}")
        }
    }
}

/// The receptor of the neurons of a population: "excitatory (ge)".
fn receptor(network: &Network, population: usize, receptor: Receptor) -> String {
    let model = network.description().populations[population].model();
    let info = model.and_then(|model| model.receptors().get(receptor.index()));
    info.zip(model).map_or_else(String::new, |(info, model)| {
        let variable = model.variables()[info.variable].symbol;
        format!("{} ({variable})", info.name)
    })
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
