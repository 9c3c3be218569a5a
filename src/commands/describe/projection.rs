//! What is said of a projection.

use super::{amounts, receptor, slice};
use crate::console::{grouped, heading, plural, row};
use adexnet::engine::{
    ConnectionRule, Network, Profile, Projection, ReceptorChoice, ShortTerm, Storage,
};

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
            ReceptorChoice::One(number) => receptor(network, projection.target.population, number),
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
    let weight = amounts(&projection.weight, "nS");
    row("weight", format!("{weight}{of_entry}"));
    row("delay", {
        let (shortest, longest) = network.delay_range(projection);
        let from = match shortest {
            _ if shortest == longest => String::new(),
            _ => format!("{} to ", grouped(shortest)),
        };
        let delay = match &projection.rule {
            ConnectionRule::FromEdges(edges) if edges.delays.is_some() => "of each edge".to_owned(),
            _ => amounts(&projection.delay, "ms"),
        };
        format!("{delay} = {from}{}", plural(longest, "step"))
    });
    if let Some(plasticity) = &projection.plasticity {
        row("plasticity", short_term(plasticity));
    }
    row("storage", storage(network, projection));
}

/// `U = 0.5, tau_rec = 800 ms, tau_facil = 0 ms (Tsodyks-Markram)`.
fn short_term(plasticity: &ShortTerm) -> String {
    let ShortTerm {
        utilization,
        tau_rec,
        tau_facil,
    } = plasticity;
    format!(
        "U = {utilization}, tau_rec = {tau_rec} ms, tau_facil = {tau_facil} ms (Tsodyks-Markram)"
    )
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
        ConnectionRule::OneToOne | ConnectionRule::FromEdges(_) => name.to_owned(),
        ConnectionRule::FromMatrix(matrix) => {
            format!("{name}, {} x {}", matrix.rows(), matrix.cols())
        }
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
