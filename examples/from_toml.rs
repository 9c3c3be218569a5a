//! A network from a NETWORK.toml, changed as `--set` would, with all its files.
//!
//! ```text
//! cargo run --release --example from_toml -- [NETWORK.toml] [DIRECTORY]
//! ```

use adexnet::engine::Simulation;
use adexnet::io::config::{Configuration, Overrides, Source};
use adexnet::io::files::RunDirectory;
use adexnet::io::output::OutputOptions;
use adexnet::io::run::{Run, RunOptions};
use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};

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

    // Records go to disk while the simulation goes on, and every ten minutes a checkpoint.
    let simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options())?;
    let (output, options) = (OutputOptions::default(), RunOptions::default());
    let mut run = Run::start(&plan, simulation, directory.clone(), output, options)?;
    run.simulate()?;
    let summary = run.finish()?;

    println!("{} neurons, {} synapses", summary.neurons, summary.synapses);
    for file in &summary.files {
        match &file.left_out {
            None => println!("{}", directory.file(&file.name).display()),
            Some(reason) => println!("not {}: {reason}", file.name),
        }
    }
    Ok(())
}
