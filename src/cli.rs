//! The options, as they are typed.

use adexnet::io::config::{ConfigError, Configuration, Overrides, Source, preset_names};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Simulates networks of conductance-based adaptive exponential integrate-and-fire neurons.
#[derive(Debug, Parser)]
#[command(name = "adexnet", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate a network and write its files and figures
    ///
    /// Without arguments this is the notebook: 100 neurons, 60 s, and the published spikes.
    Run(RunArguments),
    /// Show equations, parameters, sizes and the memory a network will need
    Describe(DescribeArguments),
}

/// Which network, and what is changed in it.
#[derive(Debug, Args)]
pub(crate) struct NetworkArguments {
    /// Description of the network; without one, a preset
    #[arg(value_name = "NETWORK.toml", conflicts_with = "preset")]
    network: Option<PathBuf>,

    /// Name of a network that comes with adexnet
    #[arg(long, value_name = "NAME", default_value = "notebook")]
    preset: String,

    /// Seed of all random numbers
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Number of threads; 0 takes as many as pay off
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Float type of the state: double or single
    #[arg(long, value_name = "PRECISION")]
    precision: Option<String>,

    /// Time to simulate, such as "60 s"
    #[arg(long, value_name = "TIME")]
    duration: Option<String>,

    /// Change any key, such as population.cells.neuron.b="20 pA"; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

impl NetworkArguments {
    /// Reads the network's description and applies the options.
    pub(crate) fn load(&self) -> Result<Configuration, ConfigError> {
        let source = match &self.network {
            Some(path) => Source::File(path),
            None => Source::Preset(&self.preset),
        };
        let overrides = Overrides {
            set: self.set.clone(),
            seed: self.seed,
            threads: self.threads,
            precision: self.precision.clone(),
            duration: self.duration.clone(),
        };
        Configuration::load(source, &overrides)
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("Presets: {}", preset_names().collect::<Vec<_>>().join(", ")))]
pub(crate) struct RunArguments {
    #[command(flatten)]
    pub(crate) network: NetworkArguments,

    /// Directory for the files [default: the next free runs/<network>-<seed>]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Replace the run that is in the directory named with --out
    #[arg(long, requires = "out")]
    pub(crate) force: bool,

    /// Also write the files that are left out for large networks
    #[arg(long)]
    pub(crate) all_files: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DescribeArguments {
    #[command(flatten)]
    pub(crate) network: NetworkArguments,

    /// Print the complete description as NETWORK.toml
    #[arg(long, conflicts_with = "latex")]
    pub(crate) toml: bool,

    /// Print the equations as LaTeX
    #[arg(long)]
    pub(crate) latex: bool,
}
