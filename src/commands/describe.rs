//! `adexnet describe`.

use crate::cli::DescribeArguments;
use crate::console::{grouped, say};
use crate::failure::Failure;
use adexnet::engine::{
    ConnectionRule, Generator, Network, Noise, Projection, Receptor, ReceptorChoice, Simulation,
    Slice,
};
use adexnet::io::config::Plan;
use adexnet::model::adex::{PARAMETERS, equations_latex, equations_text};
use std::process::ExitCode;

/// Shows what would be simulated.
pub(super) fn execute(arguments: &DescribeArguments) -> Result<ExitCode, Failure> {
    let plan = arguments.network.load()?.plan()?;
    if arguments.toml {
        say(plan.to_toml().trim_end());
    } else if arguments.latex {
        for population in &plan.network.description().populations {
            say(format_args!("% {}", population.name));
            say(equations_latex(&population.neuron).trim_end());
        }
    } else {
        describe(&plan);
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(plan: &Plan) {
    let description = plan.network.description();
    let generator = match description.generator {
        Generator::ChaCha8 => "chacha8",
        Generator::NumpyLegacy => "numpy-legacy",
    };
    let noise = match &description.noise {
        Noise::White => "white",
        Noise::None => "none",
        Noise::Recorded(_) => "recorded",
    };
    let time = plan.network.time_step();
    say(format_args!(
        "{}: {} neurons",
        plan.title,
        grouped(plan.network.size() as u64)
    ));
    say(format_args!(
        "  {} steps of {} ms = {} s; seed {}, rng {generator}, noise {noise}",
        grouped(plan.steps),
        time.ms(),
        time.stamp(plan.steps),
        description.seed,
    ));
    for (number, population) in description.populations.iter().enumerate() {
        let range = plan.network.population_range(number);
        say(format_args!(
            "\npopulation \"{}\": neurons {} to {}",
            population.name,
            range.start,
            range.end - 1
        ));
        say(indented(&equations_text(&population.neuron)));
        say("  parameters");
        for parameter in &PARAMETERS {
            let value = (parameter.get)(&population.neuron);
            say(format_args!(
                "    {:<6} = {:<16} {}",
                parameter.symbol,
                parameter.unit.format(value),
                parameter.name
            ));
        }
    }
    for projection in &description.projections {
        say(format_args!(
            "\nprojection \"{}\": {}",
            projection.name,
            describe_projection(&plan.network, projection)
        ));
    }
    for input in &description.currents {
        let target = slice(&plan.network, &input.target);
        let steps = input.times.iter().zip(&input.values);
        let steps: Vec<String> = steps
            .map(|(time, value)| format!("{value} pA from {time} ms"))
            .collect();
        say(format_args!(
            "\ninjected current into {target}: {}",
            steps.join(", ")
        ));
    }
    for autapses in &plan.autapses {
        say(format_args!("\nnote: {autapses}"));
    }
    let estimate = Simulation::estimate_memory(&plan.network, &plan.recording, &plan.options());
    say(format_args!(
        "\nmemory\n{}",
        indented(&estimate.to_string())
    ));
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|line| format!("  {line}"))
        .collect();
    lines.join("\n")
}

fn slice(network: &Network, slice: &Slice) -> String {
    let population = &network.description().populations[slice.population];
    if slice.neurons == (0..population.size) {
        return population.name.clone();
    }
    format!(
        "{}[{}:{}]",
        population.name, slice.neurons.start, slice.neurons.end
    )
}

fn describe_projection(network: &Network, projection: &Projection) -> String {
    let receptor = match projection.receptor {
        ReceptorChoice::One(Receptor::Excitatory) => "excitatory",
        ReceptorChoice::One(Receptor::Inhibitory) => "inhibitory",
        ReceptorChoice::BySign => "by sign",
    };
    let (rule, synapses) = match &projection.rule {
        ConnectionRule::PairwiseBernoulli { p, autapses } => {
            let pairs =
                projection.source.neurons.len() as f64 * projection.target.neurons.len() as f64;
            let without = if *autapses { "" } else { ", no autapses" };
            (
                format!("pairwise Bernoulli with p = {p}{without}"),
                format!("about {:.0}", p * pairs),
            )
        }
        ConnectionRule::FromMatrix(matrix) => {
            ("from a matrix".to_owned(), grouped(matrix.nnz() as u64))
        }
    };
    format!(
        "{} -> {}, {receptor}\n  {rule}; {synapses} synapses of {} nS, delay {} ms ({} steps)",
        slice(network, &projection.source),
        slice(network, &projection.target),
        projection.weight,
        projection.delay,
        network.delay_steps(projection),
    )
}
