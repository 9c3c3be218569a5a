//! A network from a NETWORK.toml, changed as `--set` would, with all its files.
//!
//! ```text
//! cargo run --release --example from_toml -- [NETWORK.toml] [DIRECTORY]
//! ```

use adexnet::engine::Simulation;
use adexnet::io::config::{Configuration, Overrides, Source};
use adexnet::io::files::RunDirectory;
use adexnet::io::output::{self, OutputOptions, Summary};
use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let file = arguments.next();
    let source = match &file {
        Some(path) => Source::File(path),
        None => Source::Preset("notebook"),
    };
    let overrides = Overrides {
        set: vec!["simulation.rng=chacha8".to_owned()],
        duration: Some("2 s".to_owned()),
        seed: Some(7),
        ..Overrides::default()
    };
    // Whatever is wrong with the description is found here, before anything is simulated.
    let plan = Configuration::load(source, &overrides)?.plan()?;

    let directory = match arguments.next() {
        Some(path) => RunDirectory::create(&path)?,
        None => RunDirectory::next_free(Path::new("target/from_toml"), &plan.title)?,
    };
    output::write_description(&plan, &directory)?;

    let (simulation, build) =
        timed(|| Simulation::new(&plan.network, plan.recording.clone(), plan.options()));
    let mut simulation = simulation?;
    let (outcome, simulate) = timed(|| simulation.run_for(plan.steps));

    let options = OutputOptions::default();
    let (files, write) = timed(|| output::write_results(&plan, &simulation, &directory, options));
    let wall = [build, simulate, write];
    let summary = Summary::new(&plan, &simulation, outcome?, wall, files?);
    output::write_summary(&summary, &directory)?;

    println!("{} neurons, {} synapses", summary.neurons, summary.synapses);
    for file in &summary.files {
        match &file.left_out {
            None => println!("{}", directory.file(&file.name).display()),
            Some(reason) => println!("not {}: {reason}", file.name),
        }
    }
    Ok(())
}

/// What some work gave, and how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}
