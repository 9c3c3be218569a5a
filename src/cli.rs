//! The options, as they are typed.

use crate::commands::{BenchArguments, MeasureArguments};
use crate::failure::Failure;
use adexnet::engine::TimeStep;
use adexnet::io::config::{ConfigError, Configuration, Overrides, Source, preset_names};
use adexnet::io::run::RunOptions;
use adexnet::io::synapses::SynapseFormat;
use adexnet::model::units::{Quantity, Unit};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::{Duration, Instant};

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
    Run(RunArguments),
    /// Go on with a run that was stopped, killed or is to be longer
    Resume(ResumeArguments),
    /// Make a complete run of what a stopped run has reached, without simulating
    Finish(FinishArguments),
    /// Show equations, parameters, sizes and the memory a network will need
    Describe(DescribeArguments),
    /// Connect a network without simulating it: write its synapses, sum up degrees and weights
    Connect(ConnectArguments),
    /// Print a JSON schema of NETWORK.toml, by which editors complete and check it
    Schema,
    /// Measure how fast standard networks run on this machine
    Bench(BenchArguments),
    #[command(hide = true)]
    Measure(MeasureArguments),
}

/// Which network, and what is changed in it.
#[derive(Debug, Args)]
pub(crate) struct NetworkArguments {
    /// Description of the network; without it, the preset
    #[arg(value_name = "NETWORK.toml", conflicts_with = "preset")]
    network: Option<PathBuf>,

    /// A network that comes with adexnet
    #[arg(long, value_name = "NAME", default_value = "notebook")]
    preset: String,

    /// Seed of all random numbers
    #[arg(long, value_name = "N", value_parser = whole_number, allow_negative_numbers = true)]
    seed: Option<u64>,

    /// Number of threads; 0 takes as many as pay off
    #[arg(long, value_name = "N", value_parser = thread_count, allow_negative_numbers = true)]
    threads: Option<usize>,

    /// Float type of the state: double or single
    #[arg(long, value_name = "PRECISION")]
    precision: Option<String>,

    /// Time to simulate, such as "60 s"
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    duration: Option<String>,

    /// Set any key of the description; may be given several times
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

/// A number that a description can hold.
fn whole_number(typed: &str) -> Result<u64, String> {
    let number = typed.parse::<i64>().ok();
    let number = number.and_then(|number| u64::try_from(number).ok());
    number.ok_or_else(|| format!("accepted are whole numbers from 0 to {}", i64::MAX))
}

/// A number of threads.
fn thread_count(typed: &str) -> Result<usize, String> {
    whole_number(typed).map(|number| usize::try_from(number).unwrap_or(usize::MAX))
}

fn presets() -> String {
    format!("Presets: {}", preset_names().collect::<Vec<_>>().join(", "))
}

/// What follows the help of `adexnet run`.
fn run_examples() -> String {
    format!(
        "\
Without arguments this is the notebook: 100 neurons, 60 s, and the published spikes.

Examples:
  adexnet run
  adexnet run --seed 7 --duration \"10 s\" --out trial
  adexnet run --set population.cells.neuron.b=\"60 pA\" --set projection.I.weight=\"4 nS\"
  adexnet run NETWORK.toml --precision single --threads 8

{}",
        presets()
    )
}

#[derive(Debug, Args)]
#[command(after_help = run_examples())]
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

    #[command(flatten)]
    pub(crate) long: LongRunArguments,
}

/// How long runs are kept safe; no result depends on it.
#[derive(Debug, Args)]
pub(crate) struct LongRunArguments {
    /// Wall time from one checkpoint to the next
    #[arg(long, value_name = "WALL TIME", default_value = "10 min", value_parser = wall_time)]
    checkpoint_every: Duration,

    /// Also a checkpoint at every multiple of this simulated time, such as "10 s"
    #[arg(long, value_name = "TIME")]
    checkpoint_simulated: Option<String>,

    /// End with a checkpoint before so much wall time is over, such as "7h 55m"
    #[arg(long, value_name = "WALL TIME", value_parser = wall_time)]
    max_wall: Option<Duration>,

    /// Read each checkpoint, and the parts of records that have grown since the last, again before it replaces that
    #[arg(long)]
    verify: bool,

    /// Tell on standard error what is written into run.log
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

impl LongRunArguments {
    /// The options of a run in steps of `dt`, whose work began at `begun`.
    pub(crate) fn options(&self, begun: Instant, dt: TimeStep) -> Result<RunOptions, Failure> {
        let every = self.checkpoint_simulated.as_deref();
        Ok(RunOptions {
            checkpoint_every: self.checkpoint_every,
            checkpoint_steps: every.map(|every| whole_steps(every, dt)).transpose()?,
            begun,
            max_wall: self.max_wall,
            verify: self.verify,
        })
    }
}

/// A wall time, as it is typed.
fn wall_time(typed: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(typed).ok();
    let time = time.filter(|time| !time.is_zero());
    time.ok_or_else(|| {
        "accepted are times from 1 ns, such as 90s, \"10 min\" or \"7h 55m\"".to_owned()
    })
}

/// The number of steps in a simulated time.
fn whole_steps(typed: &str, dt: TimeStep) -> Result<NonZeroU64, Failure> {
    let time = Quantity::parse(typed).and_then(|quantity| quantity.value_in(&Unit::MS));
    let steps = time.ok().map(|time| time / dt.ms());
    let is_whole = |steps: &f64| (steps - steps.round()).abs() < 1e-6;
    let steps = steps.filter(is_whole).map(|steps| steps.round() as u64);
    steps
        .and_then(NonZeroU64::new)
        .ok_or_else(|| Failure::Option {
            option: "--checkpoint-simulated",
            value: typed.to_owned(),
            accepted: format!("times of whole steps of {} ms, such as \"10 s\"", dt.ms()),
        })
}

#[derive(Debug, Args)]
#[command(after_help = "\
The run ends with the files of one that was never stopped, byte for byte, but for summary.json and run.log.

Examples:
  adexnet resume runs/notebook-1234
  adexnet resume runs/notebook-1234 --duration \"120 s\" --threads 4")]
pub(crate) struct ResumeArguments {
    /// Directory of the run
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,

    /// Time to simulate in all, such as "120 s"
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(crate) duration: Option<String>,

    /// Number of threads; 0 takes as many as pay off [default: as described in network.toml]
    #[arg(long, value_name = "N", value_parser = thread_count, allow_negative_numbers = true)]
    pub(crate) threads: Option<usize>,

    #[command(flatten)]
    pub(crate) long: LongRunArguments,
}

#[derive(Debug, Args)]
pub(crate) struct FinishArguments {
    /// Directory of the run
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = presets())]
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

/// What follows the help of `adexnet connect`.
fn connect_examples() -> String {
    format!(
        "\
Row, or i, is the presynaptic neuron; column, or j, the postsynaptic one; both numbered through the
network. Weights are in nS, those of inhibitory synapses negative; delays in ms.

Examples:
  adexnet connect
  adexnet connect --out W.npy
  adexnet connect NETWORK.toml --out synapses.npz
  adexnet connect NETWORK.toml --projection E --out E.mtx

{}",
        presets()
    )
}

#[derive(Debug, Args)]
#[command(after_help = connect_examples())]
pub(crate) struct ConnectArguments {
    #[command(flatten)]
    pub(crate) network: NetworkArguments,

    /// File for the synapses: .npy, .npz or .mtx
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Only the synapses of this projection
    #[arg(long, value_name = "NAME")]
    pub(crate) projection: Option<String>,

    /// Kind of file [default: by its name; of .npz files csr, or edges where a pair has several
    /// synapses or delays differ]
    #[arg(long, value_name = "FORMAT", requires = "out")]
    pub(crate) format: Option<FileFormat>,

    /// Replace the file named with --out
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

/// A kind of file, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FileFormat {
    /// Dense matrix (.npy)
    Dense,
    /// Sparse matrix, as SciPy writes it (.npz)
    Csr,
    /// List of edges with weights and delays (.npz)
    Edges,
    /// Matrix Market (.mtx)
    MatrixMarket,
}

impl From<FileFormat> for SynapseFormat {
    fn from(typed: FileFormat) -> Self {
        match typed {
            FileFormat::Dense => Self::Dense,
            FileFormat::Csr => Self::Csr,
            FileFormat::Edges => Self::Edges,
            FileFormat::MatrixMarket => Self::MatrixMarket,
        }
    }
}
