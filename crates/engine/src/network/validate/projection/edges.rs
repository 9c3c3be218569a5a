//! Checks of listed synapses.

use super::MOST_DELAYS;
use crate::network::validate::is_usable;
use crate::network::{Edges, NetworkDescription, Problem, Projection, ReceptorChoice, TimeStep};

pub(super) fn check(
    description: &NetworkDescription,
    projection: &Projection,
    edges: &Edges,
) -> Result<(), Problem> {
    lengths(edges)?;
    for (end, all, slice) in [
        ("source", &edges.sources, &projection.source),
        ("target", &edges.targets, &projection.target),
    ] {
        let size = slice.neurons.len() as u64;
        if let Some(edge) = all.iter().position(|&index| u64::from(index) >= size) {
            let found = all[edge];
            return Err(Problem::EdgeOutside {
                edge,
                end,
                found,
                size,
            });
        }
    }
    let (_, weight) = projection.weight.bounds();
    for (edge, &value) in edges.weights.iter().flatten().enumerate() {
        let reason = if !is_usable(value * weight) {
            "gives a weight beyond 1e15 nS; smaller, finite ones are accepted"
        } else if value < 0.0 && projection.receptor != ReceptorChoice::BySign {
            "is negative; set receptor = \"by-sign\" to make edges of negative weights inhibitory"
        } else {
            continue;
        };
        return Err(refused("weight", edge, value, reason));
    }
    for (edge, &value) in edges.delays.iter().flatten().enumerate() {
        if !(value.is_finite() && value >= 0.0) {
            let reason = "ms cannot be; accepted are 0 ms or more";
            return Err(refused("delay", edge, value, reason));
        }
        if value / description.dt > f64::from(u32::MAX - 1) {
            let reason = "ms is too long; accepted are up to 4294967294 steps";
            return Err(refused("delay", edge, value, reason));
        }
    }
    let delays = edges.delays.iter().flatten();
    let bounds = delays.fold((f64::INFINITY, 0.0_f64), |(low, high), &delay| {
        (low.min(delay), high.max(delay))
    });
    let (shortest, longest) = bounds;
    let step = |delay| TimeStep::from_ms(description.dt).nearest_step(delay);
    if shortest < longest && step(longest) - step(shortest) > MOST_DELAYS {
        return Err(Problem::DelaySpread { shortest, longest });
    }
    Ok(())
}

fn lengths(edges: &Edges) -> Result<(), Problem> {
    let sources = edges.sources.len();
    if u32::try_from(sources).is_err() {
        return Err(Problem::TooManyEdges(sources));
    }
    let others = [
        ("targets", Some(edges.targets.len())),
        ("weights", edges.weights.as_ref().map(Vec::len)),
        ("delays", edges.delays.as_ref().map(Vec::len)),
    ];
    for (list, found) in others {
        if let Some(found) = found.filter(|&found| found != sources) {
            return Err(Problem::EdgeLists {
                list,
                found,
                sources,
            });
        }
    }
    Ok(())
}

fn refused(of: &'static str, edge: usize, value: f64, reason: &'static str) -> Problem {
    Problem::EdgeValue {
        edge,
        of,
        value,
        reason,
    }
}
