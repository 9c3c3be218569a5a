//! The options of `adexnet bench`.

use super::measurement::{Task, precision_name};
use crate::failure::Failure;
use adexnet::engine::{Precision, STANDARD_NETWORKS, StandardNetwork};
use adexnet::model::units::{Quantity, Unit};
use clap::Args;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

/// Steps of a second.
const STEPS_PER_SECOND: f64 = 10_000.0;

/// Networks that are measured where none is named: those that take seconds.
const USUAL: [&str; 3] = ["notebook", "n4k", "n100k"];

fn networks() -> String {
    let size = |network: &StandardNetwork| format!("{} ({} neurons)", network.name, network.size);
    let sizes: Vec<String> = STANDARD_NETWORKS.iter().map(size).collect();
    format!(
        "\
Networks: {}.
n1m takes 2.2 GB and minutes; n10m stores no synapses and takes minutes.

Examples:
  adexnet bench
  adexnet bench n100k n1m --threads 1,2,4 --precision single --repeat 3
  adexnet bench all --json bench.json --plot bench.svg",
        sizes.join(", ")
    )
}

#[derive(Debug, Args)]
#[command(after_help = networks())]
pub(crate) struct BenchArguments {
    /// Standard networks, or all [default: notebook n4k n100k]
    #[arg(value_name = "NETWORK")]
    networks: Vec<String>,

    /// Numbers of threads [default: 1 and as many as there are cores]
    #[arg(long, value_name = "N,...", value_delimiter = ',')]
    threads: Vec<String>,

    /// Float types of the state
    #[arg(
        long,
        value_name = "PRECISION,...",
        value_delimiter = ',',
        default_value = "single,double"
    )]
    precision: Vec<String>,

    /// Measurements of each kind, of which the median is reported
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    repeat: u32,

    /// Simulated time to measure, such as "1 s" [default: so much that it takes about a second]
    #[arg(long, value_name = "TIME")]
    duration: Option<String>,

    /// Simulated time before that, in which the activity settles
    #[arg(long, value_name = "TIME", default_value = "200 ms")]
    warm_up: String,

    /// Write JSON, to a file or else instead of the table
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    #[allow(clippy::option_option, reason = "an option with an optional value")]
    json: Option<Option<PathBuf>>,

    /// Draw time against network size, as .svg or .png
    #[arg(long, value_name = "FILE")]
    pub(super) plot: Option<PathBuf>,
}

/// One measurement, for the processes that `bench` starts.
#[derive(Debug, Args)]
pub(crate) struct MeasureArguments {
    network: String,
    precision: String,
    threads: String,
    warm_up: u64,
    steps: u64,
}

impl BenchArguments {
    /// All measurements, in the order of networks, precisions and threads.
    pub(super) fn tasks(&self) -> Result<Vec<Task>, Failure> {
        if let Some(path) = &self.plot
            && !path.extension().is_some_and(|kind| {
                kind.eq_ignore_ascii_case("svg") || kind.eq_ignore_ascii_case("png")
            })
        {
            return Err(refuse(
                "--plot",
                &path.display().to_string(),
                "names that end in .svg or .png",
            ));
        }
        let networks = if self.networks.is_empty() {
            USUAL.map(str::to_owned).to_vec()
        } else {
            self.networks.clone()
        };
        let networks = if networks.iter().any(|name| name == "all") {
            STANDARD_NETWORKS.to_vec()
        } else {
            let found: Result<_, _> = networks.iter().map(|name| network(name)).collect();
            found?
        };
        let cores = available_parallelism().map_or(1, usize::from);
        let threads: Vec<usize> = if self.threads.is_empty() {
            let mut usual = vec![1, cores];
            usual.dedup();
            usual
        } else {
            let numbers = self.threads.iter();
            let numbers: Result<_, _> = numbers.map(|typed| thread_count(typed)).collect();
            numbers?
        };
        let precisions: Result<Vec<_>, _> = self.precision.iter().map(|p| precision(p)).collect();
        let precisions = precisions?;
        let warm_up = steps("--warm-up", &self.warm_up)?;
        let timed = self
            .duration
            .as_deref()
            .map(|typed| match steps("--duration", typed)? {
                0 => Err(refuse(
                    "--duration",
                    typed,
                    "times of at least one step, 0.1 ms",
                )),
                steps => Ok(steps),
            });
        let timed = timed.transpose()?;
        let mut tasks = Vec::new();
        for &network in &networks {
            for &precision in &precisions {
                for &threads in &threads {
                    tasks.push(Task {
                        network,
                        precision,
                        threads,
                        warm_up,
                        steps: timed.unwrap_or_else(|| usual_steps(network.size)),
                    });
                }
            }
        }
        Ok(tasks)
    }

    pub(super) fn repeat(&self) -> usize {
        self.repeat as usize
    }

    pub(super) fn json_to_stdout(&self) -> bool {
        matches!(self.json, Some(None))
    }

    pub(super) fn json_file(&self) -> Option<&Path> {
        self.json.as_ref()?.as_deref()
    }
}

impl MeasureArguments {
    pub(super) fn task(&self) -> Result<Task, Failure> {
        Ok(Task {
            network: network(&self.network)?,
            precision: precision(&self.precision)?,
            threads: thread_count(&self.threads)?,
            warm_up: self.warm_up,
            steps: self.steps,
        })
    }
}

/// What makes another process of this program carry out a task.
pub(super) fn measure_arguments(task: &Task) -> [String; 6] {
    [
        "measure".to_owned(),
        task.network.name.to_owned(),
        precision_name(task.precision).to_owned(),
        task.threads.to_string(),
        task.warm_up.to_string(),
        task.steps.to_string(),
    ]
}

/// Steps that take about a second, at some 4 ns for a neuron-step.
fn usual_steps(neurons: usize) -> u64 {
    (250_000_000 / neurons as u64).clamp(200, 100_000)
}

fn refuse(option: &'static str, value: &str, accepted: &str) -> Failure {
    Failure::Option {
        option,
        value: value.to_owned(),
        accepted: accepted.to_owned(),
    }
}

fn network(name: &str) -> Result<StandardNetwork, Failure> {
    StandardNetwork::find(name).ok_or_else(|| {
        let names = STANDARD_NETWORKS.map(|network| network.name).join(", ");
        refuse("NETWORK", name, &format!("{names}, or all"))
    })
}

fn precision(name: &str) -> Result<Precision, Failure> {
    match name {
        "single" => Ok(Precision::Single),
        "double" => Ok(Precision::Double),
        _ => Err(refuse(
            "--precision",
            name,
            "single and double, separated by commas",
        )),
    }
}

fn thread_count(typed: &str) -> Result<usize, Failure> {
    let number = typed
        .parse()
        .ok()
        .filter(|threads| (0..=65_535).contains(threads));
    number.ok_or_else(|| {
        let accepted = "whole numbers from 0 (as many as pay off) to 65535, separated by commas";
        refuse("--threads", typed, accepted)
    })
}

fn steps(option: &'static str, typed: &str) -> Result<u64, Failure> {
    let accepted = "times from 0 to 10000 s, such as \"1 s\"";
    let seconds = Quantity::parse(typed).and_then(|quantity| quantity.value_in(&Unit::S));
    match seconds {
        Ok(seconds) if (0.0..=10_000.0).contains(&seconds) => {
            Ok((seconds * STEPS_PER_SECOND).round() as u64)
        }
        _ => Err(refuse(option, typed, accepted)),
    }
}
