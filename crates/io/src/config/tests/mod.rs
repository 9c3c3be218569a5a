//! Tests of whole descriptions: what is refused and how, what is accepted and how it comes back.

mod complete;
mod expression_mistakes;
mod expressions;
mod files;
mod fingerprint;
mod fingerprint_keys;
mod hostile;
mod inputs;
mod mistake_table;
mod mistakes;
mod options;
mod paths;
mod populations;
mod positions;
mod projections;
mod recordings;
mod resolved;
mod schema;
mod syntax;

use super::{ConfigError, Configuration, Overrides, Plan, Source, preset_names};
use std::path::Path;

/// A network that uses every feature which needs no file.
const EVERYTHING: &str = r#"[simulation]
duration = "0.5 s"
dt = "100 us"
seed = 7
rng = "chacha8"
noise = "none"
precision = "single"
threads = 2

[[population]]
name = "cells"
size = 100
neuron = "cortical-rs"
initial = { V = "-60 mV", w = "5 pA", ge = "1 nS", gi = "3 nS" }
inhibitory = "cells[80:]"

[[population]]
name = "others"
size = 10
neuron = { preset = "tonic-spiking", b = "0.02 nA", Iext = "2 pA*sqrt(s)" }
inhibitory = "others"

[[projection]]
name = "E"
source = "cells[0:80]"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.05, autapses = true }
weight = "2 nS"
delay = "1.5 ms"

[[projection]]
source = "others[-1]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "pairwise-bernoulli", p = 1 }
weight = "8 nS"

[[input]]
target = "cells[:10]"
current = "200 pA"

[[input]]
target = "others"
current = { times = ["0 s", "0.1 s"], values = ["0 pA", "0.2 nA"] }

[record]
spikes = false

[[record.state]]
name = "trace"
variables = ["V", "w", "ge", "gi", "I"]
neurons = "others[2:4]"
every = "0.5 ms"
"#;

fn load(text: &str, overrides: &Overrides) -> Result<Configuration, ConfigError> {
    let source = Source::Text {
        name: "net.toml",
        text,
        directory: Path::new(""),
    };
    Configuration::load(source, overrides)
}

fn plan(text: &str) -> Result<Plan, ConfigError> {
    load(text, &Overrides::default())?.plan()
}

/// All presets and all examples, with their names.
fn networks() -> Vec<(String, Configuration)> {
    let examples = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/networks"
    ));
    let files = examples
        .read_dir()
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    let presets: Vec<_> = preset_names().collect();
    let presets = presets.iter().map(|name| Source::Preset(name));
    let sources = presets.chain(files.iter().map(|path| Source::File(path)));
    sources
        .map(|source| {
            let name = format!("{source:?}");
            let configuration = Configuration::load(source, &Overrides::default());
            (name, configuration.unwrap())
        })
        .collect()
}

fn set(assignments: &[&str]) -> Overrides {
    Overrides {
        set: assignments.iter().map(|&text| text.to_owned()).collect(),
        ..Overrides::default()
    }
}
