//! `heartbeat.json`: that a run is alive, and how far it is.
//!
//! A thread of its own writes it, so that it goes on while a large checkpoint is written or files are made.

use super::error::RunFailure;
use crate::config::Plan;
use crate::files::{FileError, RunDirectory};
use crate::names::HEARTBEAT;
use crossbeam::channel::{Receiver, RecvTimeoutError, Sender, bounded};
use serde::Serialize;
use std::error::Error;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Wall time from one beat to the next.
const EVERY: Duration = Duration::from_secs(10);

/// No step.
const NONE: u64 = u64::MAX;

/// The heartbeat of a run. Ended or dropped, it removes the file: a run that has ended has none, and one that was
/// killed an old one.
#[derive(Debug)]
pub(super) struct Heartbeat {
    state: Arc<State>,
    /// The thread that writes, until `stop` is closed.
    writing: Option<(Sender<()>, JoinHandle<()>)>,
}

/// What is written, and by whom.
#[derive(Debug)]
struct State {
    directory: RunDirectory,
    dt: f64,
    steps: u64,
    begun: Instant,
    /// Steps simulated and recorded.
    step: AtomicU64,
    /// Step of the last checkpoint of this process, or [`NONE`].
    checkpoint: AtomicU64,
    /// Why there is no run any more that could have a heartbeat.
    failure: Mutex<Option<FileError>>,
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
    /// Begins the heartbeat of a run that is at `step`.
    ///
    /// # Errors
    ///
    /// If the file or the thread cannot be made.
    pub(super) fn start(
        directory: &RunDirectory,
        plan: &Plan,
        step: u64,
    ) -> Result<Self, RunFailure> {
        let state = Arc::new(State {
            directory: directory.clone(),
            dt: plan.network.time_step().seconds(),
            steps: plan.steps,
            begun: Instant::now(),
            step: AtomicU64::new(step),
            checkpoint: AtomicU64::new(NONE),
            failure: Mutex::new(None),
        });
        Self::of(state, EVERY)
    }

    /// The heartbeat that writes a state every so often.
    fn of(state: Arc<State>, every: Duration) -> Result<Self, RunFailure> {
        state.beat()?;
        let (stop, stopped) = bounded(0);
        let beating = Arc::clone(&state);
        let writing = thread::Builder::new()
            .name("heartbeat".to_owned())
            .spawn(move || beating.go_on(every, &stopped))
            .map_err(FileError::io("write", &state.directory.file(HEARTBEAT)))?;
        Ok(Self {
            state,
            writing: Some((stop, writing)),
        })
    }

    /// Takes note of steps that were simulated and recorded.
    ///
    /// # Errors
    ///
    /// If the directory has vanished.
    pub(super) fn note(&self, step: u64) -> Result<(), RunFailure> {
        self.state.step.store(step, Ordering::Relaxed);
        let mut failure = self
            .state
            .failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        failure.take().map_or(Ok(()), |failure| Err(failure.into()))
    }

    /// Takes note of a checkpoint.
    pub(super) fn note_checkpoint(&self, step: u64) {
        self.state.checkpoint.store(step, Ordering::Relaxed);
    }

    /// Ends it and removes the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be removed.
    pub(super) fn end(mut self) -> Result<(), RunFailure> {
        self.stop();
        let path = self.state.directory.file(HEARTBEAT);
        match self.state.directory.file_system().remove(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => Ok(removed.map_err(FileError::io("remove", &path))?),
        }
    }

    /// Waits for the thread, and tells whether it was there.
    fn stop(&mut self) -> bool {
        let Some((stop, writing)) = self.writing.take() else {
            return false;
        };
        drop(stop);
        // A panic of it would have ended nothing but the file.
        let _ = writing.join();
        true
    }
}

impl State {
    /// Writes the file every now and then, until the sender is gone or the directory has vanished. What else is
    /// in the way, such as a disk that is full for a moment, may go.
    fn go_on(&self, every: Duration, stopped: &Receiver<()>) {
        while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            let Err(error) = self.beat() else {
                continue;
            };
            tracing::warn!(%error, cause = error.source().map(tracing::field::display), "heartbeat");
            if self
                .directory
                .path()
                .metadata()
                .is_err_and(|gone| gone.kind() == ErrorKind::NotFound)
            {
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                *failure = Some(error);
                return;
            }
        }
    }

    fn beat(&self) -> Result<(), FileError> {
        let (step, checkpoint) = (
            self.step.load(Ordering::Relaxed),
            self.checkpoint.load(Ordering::Relaxed),
        );
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let beat = Beat {
            step,
            steps: self.steps,
            simulated_s: step as f64 * self.dt,
            wall_s: self.begun.elapsed().as_secs_f64(),
            checkpoint_step: (checkpoint != NONE).then_some(checkpoint),
            written_unix_s: now.map_or(0, |now| now.as_secs()),
            process: std::process::id(),
        };
        let text = serde_json::to_string_pretty(&beat).unwrap_or_default() + "\n";
        self.directory
            .publish(HEARTBEAT, |file| file.write_all(text.as_bytes()))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        if self.stop() {
            // A file that cannot be removed tells by its time that it is old.
            let path = self.state.directory.file(HEARTBEAT);
            let _ = self.state.directory.file_system().remove(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn state(directory: RunDirectory) -> Arc<State> {
        Arc::new(State {
            directory,
            dt: 1e-4,
            steps: 100,
            begun: Instant::now(),
            step: AtomicU64::new(7),
            checkpoint: AtomicU64::new(NONE),
            failure: Mutex::new(None),
        })
    }

    /// Waits until something is so, which takes milliseconds, and gives up after a minute.
    fn wait_until(what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// If this fails, a run seems to be dead while it writes a large checkpoint.
    #[test]
    fn it_goes_on_while_its_owner_is_busy_and_says_when_it_cannot() {
        let base = tempfile::tempdir().unwrap();
        let directory = RunDirectory::create(&base.path().join("run")).unwrap();
        let path = directory.file(HEARTBEAT);
        let read =
            || -> serde_json::Value { serde_json::from_slice(&fs::read(&path).unwrap()).unwrap() };
        let heartbeat = Heartbeat::of(state(directory), Duration::from_millis(2)).unwrap();
        assert_eq!(read()["step"], 7);
        assert!(read()["checkpoint_step"].is_null());
        heartbeat.note(9).unwrap();
        heartbeat.note_checkpoint(8);
        wait_until("it is written anew", || read()["checkpoint_step"] == 8);
        assert_eq!(read()["step"], 9);
        heartbeat.end().unwrap();
        assert!(!path.exists());

        let directory = RunDirectory::create(&base.path().join("gone")).unwrap();
        let gone = directory.path().to_owned();
        let heartbeat = Heartbeat::of(state(directory), Duration::from_millis(2)).unwrap();
        fs::remove_dir_all(gone).unwrap();
        wait_until("the failure is told", || heartbeat.note(10).is_err());
    }
}
