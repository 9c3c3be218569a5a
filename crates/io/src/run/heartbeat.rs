//! `heartbeat.json`: that a run is alive, and how far it is.

use super::error::RunFailure;
use crate::config::Plan;
use crate::files::RunDirectory;
use serde::Serialize;
use std::io::Write;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The name of the heartbeat in a run's directory.
pub const HEARTBEAT: &str = "heartbeat.json";

/// Wall time from one beat to the next.
const EVERY: Duration = Duration::from_secs(10);

/// The heartbeat of a run. Dropped, it removes the file: a run that has ended has none, and one that was
/// killed an old one.
#[derive(Debug)]
pub(super) struct Heartbeat {
    directory: RunDirectory,
    dt: f64,
    steps: u64,
    begun: Instant,
    last: Option<Instant>,
    checkpoint: Option<u64>,
}

#[derive(Serialize)]
struct Beat {
    /// Steps simulated and recorded.
    step: u64,
    /// Steps of the whole run.
    steps: u64,
    /// Time simulated, in s.
    simulated_s: f64,
    /// Wall time since this process began to simulate, in s.
    wall_s: f64,
    /// Step of the last checkpoint of this process.
    checkpoint_step: Option<u64>,
    /// When this was written, in seconds since 1970.
    written_unix_s: u64,
    /// The process.
    process: u32,
}

impl Heartbeat {
    /// The heartbeat of a run that begins now, or goes on.
    pub(super) fn new(directory: &RunDirectory, plan: &Plan) -> Self {
        Self {
            directory: directory.clone(),
            dt: plan.network.time_step().seconds(),
            steps: plan.steps,
            begun: Instant::now(),
            last: None,
            checkpoint: None,
        }
    }

    /// Takes note of a checkpoint.
    pub(super) fn note_checkpoint(&mut self, step: u64) {
        self.checkpoint = Some(step);
    }

    /// Writes the file, if it is time to.
    pub(super) fn beat(&mut self, step: u64) -> Result<(), RunFailure> {
        if self.last.is_some_and(|last| last.elapsed() < EVERY) {
            return Ok(());
        }
        self.last = Some(Instant::now());
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let beat = Beat {
            step,
            steps: self.steps,
            simulated_s: step as f64 * self.dt,
            wall_s: self.begun.elapsed().as_secs_f64(),
            checkpoint_step: self.checkpoint,
            written_unix_s: now.map_or(0, |now| now.as_secs()),
            process: std::process::id(),
        };
        let text = serde_json::to_string_pretty(&beat).unwrap_or_default() + "\n";
        self.directory
            .publish(HEARTBEAT, |file| file.write_all(text.as_bytes()))?;
        Ok(())
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        // A file that cannot be removed tells by its time that it is old.
        let path = self.directory.file(HEARTBEAT);
        let _ = self.directory.file_system().remove(&path);
    }
}
