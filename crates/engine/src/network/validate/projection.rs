//! Checks of projections.

mod distance;
mod edges;

use super::{LARGEST, is_usable, no_receptor, slice};
use crate::network::{
    ConnectionRule, Generator, NetworkDescription, Problem, Projection, ReceptorChoice, ShortTerm,
    Storage, TimeStep, Values,
};

type Check = Result<(), Wrong>;

/// Largest difference of two delays of a projection in steps, which rows store in 16 bits.
const MOST_DELAYS: u64 = u16::MAX as u64;

/// What is wrong with a key of a projection.
pub(super) struct Wrong {
    pub(super) key: &'static str,
    pub(super) problem: Box<Problem>,
}

impl Wrong {
    fn new(key: &'static str, problem: Problem) -> Self {
        let problem = Box::new(problem);
        Self { key, problem }
    }
}

/// Largest number of targets, unless p is larger than [`LEGACY_DENSE`], for which Brian2 draws one
/// number a pair.
const LEGACY_TARGETS: usize = 1000;
const LEGACY_DENSE: f64 = 0.25;

pub(super) fn check(description: &NetworkDescription, projection: &Projection) -> Check {
    let populations = &description.populations;
    slice(populations, &projection.source).map_err(|problem| Wrong::new("source", problem))?;
    slice(populations, &projection.target).map_err(|problem| Wrong::new("target", problem))?;
    let target = &populations[projection.target.population];
    let mut receptors = projection.receptor.receptors().into_iter();
    if let Some(problem) = receptors.find_map(|receptor| no_receptor(target, receptor)) {
        return Err(Wrong::new("receptor", problem));
    }
    weight(projection)?;
    delay(description, projection)?;
    if let Some(plasticity) = &projection.plasticity {
        short_term(plasticity)?;
    }
    let rule = &projection.rule;
    let is_signed = match rule {
        ConnectionRule::FromMatrix(_) => true,
        ConnectionRule::FromEdges(edges) => edges.weights.is_some(),
        _ => false,
    };
    if projection.receptor == ReceptorChoice::BySign && !is_signed {
        return Err(Wrong::new("receptor", Problem::SignWithoutMatrix));
    }
    let pairs = Pairs::of(projection);
    if rule.has_multapses() {
        multapses(rule, &pairs)?;
    }
    values(description, projection, &pairs)?;
    match rule {
        ConnectionRule::PairwiseBernoulli { p, .. } => bernoulli(description, &pairs, *p)?,
        ConnectionRule::FixedInDegree {
            degree,
            autapses,
            multapses,
        } => {
            let possible = pairs.sources - u64::from(!autapses && pairs.same > 0);
            degree_of("target", *degree, possible, (*autapses, *multapses))?;
        }
        ConnectionRule::FixedOutDegree {
            degree,
            autapses,
            multapses,
        } => {
            let possible = pairs.targets - u64::from(!autapses && pairs.same > 0);
            degree_of("source", *degree, possible, (*autapses, *multapses))?;
        }
        ConnectionRule::FixedTotal {
            synapses,
            autapses,
            multapses,
        } => {
            let possible = pairs.all() - u128::from(if *autapses { 0 } else { pairs.same });
            let is_bound = !multapses || possible == 0;
            if is_bound && u128::from(*synapses) > possible {
                let synapses = *synapses;
                let problem = Problem::TooManySynapses { synapses, possible };
                return Err(Wrong::new("connect.synapses", problem));
            }
        }
        ConnectionRule::OneToOne if pairs.sources != pairs.targets => {
            let (sources, targets) = (pairs.sources, pairs.targets);
            return Err(Wrong::new(
                "connect.rule",
                Problem::UnequalSlices { sources, targets },
            ));
        }
        ConnectionRule::OneToOne | ConnectionRule::AllToAll { .. } => {}
        ConnectionRule::Distance { profile, p_max, .. } => {
            distance::check(description, projection, *profile, *p_max)?;
        }
        ConnectionRule::FromMatrix(matrix) => from_matrix(projection, matrix)?,
        ConnectionRule::FromEdges(edges) => {
            edges::check(description, projection, edges)
                .map_err(|problem| Wrong::new("connect.path", problem))?;
        }
    }
    let is_fixed = matches!(
        rule,
        ConnectionRule::FixedInDegree { .. }
            | ConnectionRule::FixedOutDegree { .. }
            | ConnectionRule::FixedTotal { .. }
            | ConnectionRule::Distance { .. }
    );
    if description.generator == Generator::NumpyLegacy && is_fixed {
        let rule = rule.name();
        return Err(Wrong::new("connect.rule", Problem::LegacyFixed { rule }));
    }
    if projection.storage == Storage::Procedural {
        if projection.delay.common().is_none() {
            return Err(Wrong::new("storage", Problem::ProceduralDelays));
        }
        if !description.may_be_procedural(projection) {
            let rule = rule.name();
            return Err(Wrong::new("storage", Problem::NotProcedural { rule }));
        }
    }
    Ok(())
}

fn weight(projection: &Projection) -> Check {
    let refuse = |problem| Wrong::new("weight", problem);
    let accepted =
        "a weight in nS that is not negative, at most 1e15 (inhibition is chosen by the receptor)";
    let weight = projection.weight.at_least(0.0);
    weight.check(&(0.0..=LARGEST), accepted).map_err(refuse)?;
    let is_matrix = matches!(projection.rule, ConnectionRule::FromMatrix(_));
    if is_matrix && weight.common().is_none() {
        return Err(refuse(Problem::MatrixWeights));
    }
    Ok(())
}

/// Values are drawn by address, and given where it is certain how many synapses there are.
fn values(description: &NetworkDescription, projection: &Projection, pairs: &Pairs) -> Check {
    for (key, values) in [("weight", &projection.weight), ("delay", &projection.delay)] {
        let problem = match values {
            Values::Drawn(_) if description.generator == Generator::NumpyLegacy => {
                Problem::LegacyValues
            }
            Values::Given(values) if matches!(projection.rule, ConnectionRule::OneToOne) => {
                let (found, expected) = (values.len(), pairs.sources);
                if found as u64 == expected {
                    continue;
                }
                Problem::GivenValues { found, expected }
            }
            Values::Given(_) => Problem::NotGiven {
                rule: projection.rule.name(),
            },
            _ => continue,
        };
        return Err(Wrong::new(key, problem));
    }
    Ok(())
}

fn delay(description: &NetworkDescription, projection: &Projection) -> Check {
    let refuse = |problem| Err(Wrong::new("delay", problem));
    let delay = projection.delay.at_least(0.0);
    if let Err(problem) = delay.check(&(0.0..=f64::MAX), "a delay of 0 ms or more") {
        return refuse(problem);
    }
    let (shortest, longest) = delay.bounds();
    let steps = longest / description.dt;
    if steps > f64::from(u32::MAX - 1) {
        return refuse(Problem::DelayTooLong { steps });
    }
    let step = |delay| TimeStep::from_ms(description.dt).nearest_step(delay);
    if step(longest) - step(shortest) > MOST_DELAYS {
        return refuse(Problem::DelaySpread { shortest, longest });
    }
    Ok(())
}

fn short_term(plasticity: &ShortTerm) -> Check {
    let u = plasticity.utilization;
    if !(u > 0.0 && u <= 1.0) {
        let (value, accepted) = (u, "a utilization above 0 and up to 1");
        return Err(Wrong::new(
            "plasticity.U",
            Problem::OutOfRange { value, accepted },
        ));
    }
    for (key, value) in [
        ("plasticity.tau_rec", plasticity.tau_rec),
        ("plasticity.tau_facil", plasticity.tau_facil),
    ] {
        if !(is_usable(value) && value >= 0.0) {
            let accepted = "a time constant of 0 ms or more";
            return Err(Wrong::new(key, Problem::OutOfRange { value, accepted }));
        }
    }
    Ok(())
}

/// The pairs of neurons of a projection.
struct Pairs {
    sources: u64,
    targets: u64,
    /// Neurons that are both.
    same: u64,
}

impl Pairs {
    fn of(projection: &Projection) -> Self {
        let (source, target) = (&projection.source, &projection.target);
        Self {
            sources: source.neurons.len() as u64,
            targets: target.neurons.len() as u64,
            same: source.common(target) as u64,
        }
    }

    fn all(&self) -> u128 {
        u128::from(self.sources) * u128::from(self.targets)
    }
}

fn degree_of(
    of: &'static str,
    degree: u32,
    possible: u64,
    (autapses, multapses): (bool, bool),
) -> Check {
    let is_bound = !multapses || possible == 0;
    if is_bound && u64::from(degree) > possible {
        let problem = Problem::DegreeTooLarge {
            of,
            degree,
            possible,
            autapses,
        };
        return Err(Wrong::new("connect.degree", problem));
    }
    Ok(())
}

/// Synapses that 256 sources may have onto 65,536 targets, and a source onto all: half of what is counted in 32
/// bits, since these are mean values.
const MOST_IN_ROWS: u128 = 1 << 31;

/// The synapses of some rows of a block are counted in 32 bits, which without multapses is always enough.
fn multapses(rule: &ConnectionRule, pairs: &Pairs) -> Check {
    let (sources, targets) = (u128::from(pairs.sources), u128::from(pairs.targets));
    let (rows, width) = (sources.clamp(1, 256), targets.clamp(1, 1 << 16));
    let by_block = MOST_IN_ROWS * sources * targets / (rows * width);
    let synapses = by_block.min(MOST_IN_ROWS * sources);
    let (key, value, accepted) = match rule {
        ConnectionRule::FixedInDegree { degree, .. } => {
            let accepted = synapses / targets.max(1);
            ("connect.degree", u64::from(*degree), accepted)
        }
        ConnectionRule::FixedOutDegree { degree, .. } => {
            let accepted = synapses / sources.max(1);
            ("connect.degree", u64::from(*degree), accepted)
        }
        ConnectionRule::FixedTotal { synapses: n, .. } => ("connect.synapses", *n, synapses),
        _ => return Ok(()),
    };
    if pairs.all() > 0 && u128::from(value) > accepted {
        let problem = Problem::TooManyMultapses { value, accepted };
        return Err(Wrong::new(key, problem));
    }
    Ok(())
}

fn bernoulli(description: &NetworkDescription, pairs: &Pairs, p: f64) -> Check {
    if !(0.0..=1.0).contains(&p) {
        let accepted = "a probability from 0 to 1";
        return Err(Wrong::new(
            "connect.p",
            Problem::OutOfRange { value: p, accepted },
        ));
    }
    let is_drawn = p > 0.0 && p < 1.0;
    if description.generator == Generator::NumpyLegacy && is_drawn {
        let targets = pairs.targets as usize;
        if targets > LEGACY_TARGETS && p <= LEGACY_DENSE {
            return Err(Wrong::new("connect.p", Problem::LegacyRule { targets, p }));
        }
        let pairs = pairs.all();
        if pairs > u128::from(u32::MAX) {
            return Err(Wrong::new("connect.p", Problem::LegacyPairs { pairs }));
        }
    }
    Ok(())
}

fn from_matrix(projection: &Projection, matrix: &sprs::CsMatI<f64, u32>) -> Check {
    let expected = (
        projection.source.neurons.len(),
        projection.target.neurons.len(),
    );
    let found = (matrix.rows(), matrix.cols());
    if found != expected {
        return Err(Wrong::new(
            "connect.path",
            Problem::MatrixShape { found, expected },
        ));
    }
    let (_, weight) = projection.weight.bounds();
    for (&value, (row, column)) in matrix {
        let reason = if !is_usable(value * weight) {
            "gives a weight beyond 1e15 nS; smaller, finite entries are accepted"
        } else if value < 0.0 && projection.receptor != ReceptorChoice::BySign {
            "is negative; set receptor = \"by-sign\" to make negative entries inhibitory"
        } else {
            continue;
        };
        let (row, column) = (row as usize, column as usize);
        let problem = Problem::MatrixEntry {
            row,
            column,
            value,
            reason,
        };
        return Err(Wrong::new("connect.path", problem));
    }
    Ok(())
}
