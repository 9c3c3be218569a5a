//! Signals: the first ends a run at the next interval, with a checkpoint; the second ends the program
//! at once, and what was being written has no final name yet.

use crate::failure::Failure;
use adexnet::engine::Control;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown, register_usize};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a shell reports of a program that a signal has ended: 128 and the signal's number.
const BY_SIGNAL: i32 = 128;

/// The signals that have come.
pub(crate) struct Signals {
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// From now on, signals that ask the program to end stop the simulation under `control`.
    pub(crate) fn stop(control: &Control) -> Result<Self, Failure> {
        let last = Arc::new(AtomicUsize::new(SIGINT as usize));
        for signal in [SIGINT, SIGTERM] {
            let stopped = control.stop_flag();
            // In the order in which they are called: only the second signal finds the flag set.
            register_conditional_shutdown(signal, BY_SIGNAL + signal, Arc::clone(&stopped))
                .and_then(|_| register_usize(signal, Arc::clone(&last), signal as usize))
                .and_then(|_| register(signal, stopped))
                .map_err(Failure::Signal)?;
        }
        Ok(Self { last })
    }

    /// The exit code of a run that a signal has stopped.
    pub(crate) fn exit_code(&self) -> ExitCode {
        let signal = self.last.load(Ordering::Relaxed) as i32;
        ExitCode::from((BY_SIGNAL + signal) as u8)
    }
}
