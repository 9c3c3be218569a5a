//! `adexnet connect`: the synapses of a network, written and summed up without simulating it.

mod destination;
mod report;

use crate::cli::ConnectArguments;
use crate::console::{note, plural, say};
use crate::failure::Failure;
use adexnet::engine::{Network, Recording, Simulation, SimulationOptions};
use adexnet::io::config::Plan;
use adexnet::io::output;
use adexnet::io::platform;
use adexnet::io::synapses::SimulatedSynapses;
use adexnet::model::nearest::nearest;
use destination::Destination;
use std::process::ExitCode;

/// Memory in bytes that a synapse takes at most while it is read, sorted and joined with others.
const BYTES_OF_A_SYNAPSE: u64 = 72;

/// Connects a network, tells what came out and writes it.
pub(super) fn execute(arguments: &ConnectArguments) -> Result<ExitCode, Failure> {
    let plan = arguments.network.load()?.plan()?;
    let wanted = wanted_projections(arguments, &plan.network)?;
    let destination = Destination::new(arguments, &plan.network)?;
    plan.autapses
        .iter()
        .for_each(|kept| note(format_args!("Note: {kept}.")));

    let simulation = connect(&plan)?;
    headline(&plan, &simulation);
    let mut parts = Vec::new();
    for projection in wanted {
        let synapses = SimulatedSynapses::of_projection(&simulation, projection)?;
        report::projection(&plan.network, projection, &synapses)?;
        if destination.is_some() {
            parts.push(synapses);
        }
    }
    if let Some(destination) = destination {
        let size = plan.network.size();
        drop(simulation);
        destination.write(SimulatedSynapses::join(size, parts))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The network at step 0, if it and its synapses as they are read fit into memory.
fn connect(plan: &Plan) -> Result<Simulation, Failure> {
    let options = SimulationOptions {
        memory_limit: platform::available_memory(),
        expected_steps: 0,
        ..plan.options()
    };
    let simulation = Simulation::new(&plan.network, Recording::default(), options)?;
    let synapses = simulation.synapses();
    let needed = synapses.saturating_mul(BYTES_OF_A_SYNAPSE);
    match platform::available_memory() {
        Some(available) if needed > available => Err(Failure::TooManySynapses {
            synapses,
            needed,
            available,
        }),
        _ => Ok(simulation),
    }
}

/// The numbers of the projections that are asked for.
fn wanted_projections(
    arguments: &ConnectArguments,
    network: &Network,
) -> Result<Vec<usize>, Failure> {
    let projections = &network.description().projections;
    let Some(name) = &arguments.projection else {
        return Ok((0..projections.len()).collect());
    };
    let names = projections.iter().map(|projection| &projection.name);
    match names.clone().position(|known| known == name) {
        Some(number) => Ok(vec![number]),
        None => Err(Failure::UnknownProjection {
            name: name.clone(),
            nearest: nearest(name, names.clone()).cloned(),
            known: names.cloned().collect(),
        }),
    }
}

fn headline(plan: &Plan, simulation: &Simulation) {
    let neurons = plan.network.size();
    let synapses = simulation.synapses();
    let density = output::density(neurons, synapses);
    say(format_args!(
        "{}: {}, {}, density {density:.4}",
        plan.title,
        plural(neurons as u64, "neuron"),
        plural(synapses, "synapse"),
    ));
}
