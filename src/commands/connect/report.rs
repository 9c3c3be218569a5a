//! What is said of the synapses of a projection.

use crate::console::{grouped, heading, plural, row};
use adexnet::engine::Network;
use adexnet::io::statistics::{ConnectivityError, ConnectivitySummary, Summary};
use adexnet::io::synapses::SimulatedSynapses;
use std::iter;

/// Degrees, weights and delays.
pub(super) fn projection(
    network: &Network,
    number: usize,
    synapses: &SimulatedSynapses,
) -> Result<(), ConnectivityError> {
    let projection = &network.description().projections[number];
    let summary = synapses.summary(network, projection)?;
    heading(format_args!("projection \"{}\"", projection.name));
    rows(&summary);
    Ok(())
}

fn rows(summary: &ConnectivitySummary) {
    row("neurons", {
        let [sources, targets] = [summary.sources, summary.targets];
        let sources = plural(sources as u64, "source");
        format!("{sources}, {}", plural(targets as u64, "target"))
    });
    row("synapses", synapses(summary));
    if let Some(degree) = &summary.out_degree {
        row("out-degree", spread(degree, ""));
    }
    if let Some(degree) = &summary.in_degree {
        row("in-degree", spread(degree, ""));
    }
    let labels = ["weight"].into_iter().chain(iter::repeat(""));
    for (label, text) in labels.zip(weights(summary)) {
        row(label, text);
    }
    if let Some(delays) = &summary.delay_ms {
        row("delay", spread(delays, " ms"));
    }
}

/// "488, of them 3 autapses and 12 beyond the first of a pair".
fn synapses(summary: &ConnectivitySummary) -> String {
    let mut parts = Vec::new();
    if let Some(autapses @ 1..) = summary.autapses {
        let plural = if autapses == 1 { "autapse" } else { "autapses" };
        parts.push(format!("{} {plural}", grouped(autapses)));
    }
    if summary.multapses > 0 {
        let further = grouped(summary.multapses);
        parts.push(format!("{further} beyond the first of a pair"));
    }
    let all = grouped(summary.synapses);
    if parts.is_empty() {
        all
    } else {
        format!("{all}, of them {}", parts.join(" and "))
    }
}

/// The weights by their signs; with how many there are of each, where there are several.
fn weights(summary: &ConnectivitySummary) -> Vec<String> {
    let signs = [&summary.positive_weight_ns, &summary.negative_weight_ns];
    let mut kinds: Vec<(String, u64)> = signs
        .into_iter()
        .flatten()
        .map(|weights| (spread(weights, " nS"), weights.count as u64))
        .collect();
    if summary.zero_weights > 0 {
        kinds.push(("0 nS".to_owned(), summary.zero_weights));
    }
    match &mut kinds[..] {
        [(only, _)] => vec![std::mem::take(only)],
        several => several
            .iter()
            .map(|(text, count)| format!("{text} ({})", plural(*count, "synapse")))
            .collect(),
    }
}

/// "4.95 ± 2.02, 1 to 10", or the one number that there is.
fn spread(numbers: &Summary, unit: &str) -> String {
    let Summary {
        mean, sd, min, max, ..
    } = *numbers;
    if min == max {
        format!("{}{unit}", short(min))
    } else {
        let [mean, sd, min, max] = [mean, sd, min, max].map(short);
        format!("{mean} ± {sd}{unit}, {min} to {max}{unit}")
    }
}

/// Four significant digits, but for zeros at the end and in whole numbers.
fn short(number: f64) -> String {
    if number.fract() == 0.0 || number.abs() < 1e-4 {
        return number.to_string();
    }
    let decimals = 3 - number.abs().log10().floor() as i32;
    let text = format!("{number:.*}", decimals.max(1) as usize);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits() {
        let numbers = [
            4.95,
            1.0 / 3.0,
            123.456,
            12_345.67,
            -8.0,
            100.0,
            0.000_123_456,
        ];
        let texts = numbers.map(short);
        let expected = [
            "4.95",
            "0.3333",
            "123.5",
            "12345.7",
            "-8",
            "100",
            "0.0001235",
        ];
        assert_eq!(texts, expected);
    }
}
