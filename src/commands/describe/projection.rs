//! What is said of a projection.

use super::{heading, row, slice};
use crate::console::{grouped, plural};
use adexnet::engine::{ConnectionRule, Network, Profile, Projection, ReceptorChoice, Storage};

pub(super) fn describe(network: &Network, projection: &Projection) {
    heading(format_args!("projection \"{}\"", projection.name));
    row("neurons", {
        let [source, target] =
            [&projection.source, &projection.target].map(|part| slice(network, part));
        format!("{source} -> {target}")
    });
    row(
        "receptor",
        match projection.receptor {
            ReceptorChoice::One(receptor) => {
                let target = &network.description().populations[projection.target.population];
                let model = target.model();
                let info = model.and_then(|model| model.receptors().get(receptor.index()));
                info.zip(model).map_or_else(String::new, |(info, model)| {
                    let variable = model.variables()[info.variable].symbol;
                    format!("{} ({variable})", info.name)
                })
            }
            ReceptorChoice::BySign => {
                "positive entries excitatory (ge), negative ones inhibitory (gi)".to_owned()
            }
        },
    );
    row("rule", rule(&projection.rule));
    row("synapses", synapses(network, projection));
    let of_entry = match &projection.rule {
        ConnectionRule::FromMatrix(_) => " x entry of the matrix",
        ConnectionRule::FromEdges(edges) if edges.weights.is_some() => " x weight of the edge",
        _ => "",
    };
    row("weight", format!("{} nS{of_entry}", projection.weight));
    row("delay", {
        let (shortest, longest) = network.delay_range(projection);
        let from = match shortest {
            _ if shortest == longest => String::new(),
            _ => format!("{} to ", grouped(shortest)),
        };
        format!(
            "{} ms = {from}{}",
            projection.delay,
            plural(longest, "step")
        )
    });
    row("storage", storage(network, projection));
}

/// "pairwise-bernoulli, p = 0.05, without autapses".
fn rule(rule: &ConnectionRule) -> String {
    let name = rule.name();
    let with = |autapses: bool| {
        if autapses {
            "with autapses"
        } else {
            "without autapses"
        }
    };
    let multapses = if rule.has_multapses() {
        ", with multapses"
    } else {
        ""
    };
    match rule {
        ConnectionRule::PairwiseBernoulli { p, autapses } => {
            format!("{name}, p = {p}, {}", with(*autapses))
        }
        ConnectionRule::FixedInDegree {
            degree, autapses, ..
        } => {
            format!(
                "{name}, {} onto each target, {}{multapses}",
                grouped(u64::from(*degree)),
                with(*autapses)
            )
        }
        ConnectionRule::FixedOutDegree {
            degree, autapses, ..
        } => {
            format!(
                "{name}, {} of each source, {}{multapses}",
                grouped(u64::from(*degree)),
                with(*autapses)
            )
        }
        ConnectionRule::FixedTotal { autapses, .. } | ConnectionRule::AllToAll { autapses } => {
            format!("{name}, {}{multapses}", with(*autapses))
        }
        ConnectionRule::OneToOne => name.to_owned(),
        ConnectionRule::FromMatrix(matrix) => {
            format!("{name}, {} x {}", matrix.rows(), matrix.cols())
        }
        ConnectionRule::FromEdges(_) => name.to_owned(),
        ConnectionRule::Distance {
            profile,
            p_max,
            autapses,
        } => {
            let falls = match profile {
                Profile::Gaussian { sd } => format!("exp(-d²/(2 ({sd} µm)²))"),
                Profile::Exponential { length } => format!("exp(-d/({length} µm))"),
            };
            format!("{name}, p = {p_max} {falls}, {}", with(*autapses))
        }
    }
}

/// How many there are, or are to be expected.
fn synapses(network: &Network, projection: &Projection) -> String {
    let (source, target) = (&projection.source, &projection.target);
    let (sources, targets) = (source.neurons.len() as u64, target.neurons.len() as u64);
    let pairs = |autapses: bool| {
        let all = sources.saturating_mul(targets);
        if autapses {
            return all;
        }
        all - source.common(target) as u64
    };
    match &projection.rule {
        ConnectionRule::PairwiseBernoulli { p, autapses } => {
            let about = (p * pairs(*autapses) as f64).round() as u64;
            format!("about {}", grouped(about))
        }
        ConnectionRule::FixedInDegree { degree, .. } => grouped(u64::from(*degree) * targets),
        ConnectionRule::FixedOutDegree { degree, .. } => grouped(u64::from(*degree) * sources),
        ConnectionRule::FixedTotal { synapses, .. } => grouped(*synapses),
        ConnectionRule::OneToOne => grouped(sources),
        ConnectionRule::AllToAll { autapses } => grouped(pairs(*autapses)),
        ConnectionRule::FromMatrix(matrix) => {
            grouped(matrix.data().iter().filter(|&&entry| entry != 0.0).count() as u64)
        }
        ConnectionRule::FromEdges(edges) => grouped(edges.len() as u64),
        ConnectionRule::Distance { .. } => {
            let about = network.expected_synapses(projection).round() as u64;
            format!("about {}", grouped(about))
        }
    }
}

fn storage(network: &Network, projection: &Projection) -> &'static str {
    match projection.storage {
        Storage::Stored => "stored",
        Storage::Procedural => "procedural: drawn again for every spike",
        Storage::Auto if network.may_be_procedural(projection) => {
            "auto: stored while all fits into memory, else procedural"
        }
        Storage::Auto => "auto: stored",
    }
}
