//! How far a run is: a bar on a terminal, and elsewhere a line every ten seconds, as Brian2 prints them.

use crate::console::note;
use adexnet::engine::Control;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

/// Time between two lines.
const LINES: Duration = Duration::from_secs(10);

/// Time between two updates of the bar.
const FRAMES: Duration = Duration::from_millis(100);

/// Reports the progress of a run on standard error until it is finished.
pub(crate) struct Progress {
    finish: Sender<()>,
    reporter: JoinHandle<()>,
}

impl Progress {
    /// Begins to report on a run of `steps` steps of `dt` seconds.
    pub(crate) fn start(control: Control, steps: u64, dt: f64) -> Self {
        let (finish, finished) = channel();
        let reporter = spawn(move || {
            let run = Watched {
                control,
                steps,
                dt,
                start: Instant::now(),
            };
            let mut display = Display::new(&run);
            while finished.recv_timeout(display.period()) == Err(RecvTimeoutError::Timeout) {
                display.update(&run);
            }
            display.end(&run);
        });
        Self { finish, reporter }
    }

    /// Reports the end.
    pub(crate) fn finish(self) {
        // Both fail only if the reporter is gone, and then there is nothing left to report.
        let _ = self.finish.send(());
        let _ = self.reporter.join();
    }
}

/// The run that is reported on.
struct Watched {
    control: Control,
    steps: u64,
    dt: f64,
    start: Instant,
}

enum Display {
    Bar(ProgressBar),
    Lines,
}

impl Display {
    fn new(run: &Watched) -> Self {
        if !stderr().is_terminal() {
            let total = seconds(run.steps as f64 * run.dt);
            note(format_args!(
                "Starting simulation at t=0 s for a duration of {total} s"
            ));
            return Self::Lines;
        }
        // As wide as the message gets, so that the bar keeps its length.
        let total = seconds(run.steps as f64 * run.dt);
        let width = 2 * total.len().max(3) + "..0 of  s, 59m 59s left".len();
        let template = format!("{{wide_bar}} {{percent:>3}} %  {{msg:{width}}}");
        let style = ProgressStyle::with_template(&template);
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self::Bar(ProgressBar::new(run.steps).with_style(style))
    }

    fn period(&self) -> Duration {
        match self {
            Self::Bar(_) => FRAMES,
            Self::Lines => LINES,
        }
    }

    fn update(&mut self, run: &Watched) {
        let step = run.control.step();
        let left = time_left(step, run.steps, run.start.elapsed().as_secs_f64());
        match self {
            Self::Bar(bar) => {
                bar.set_position(step);
                let done = seconds(step as f64 * run.dt);
                let left = left.map_or_else(String::new, |left| format!(", {left} left"));
                bar.set_message(format!("{done} s simulated{left}"));
            }
            Self::Lines => {
                note(line(
                    step,
                    run.steps,
                    run.dt,
                    run.start.elapsed().as_secs_f64(),
                ));
            }
        }
    }

    fn end(self, run: &Watched) {
        match self {
            Self::Bar(bar) => bar.finish_and_clear(),
            Self::Lines => {
                note(line(
                    run.control.step(),
                    run.steps,
                    run.dt,
                    run.start.elapsed().as_secs_f64(),
                ));
            }
        }
    }
}

/// "16.3 s (27%) simulated in 10s, estimated 27s remaining."; without the estimate at the end.
fn line(step: u64, steps: u64, dt: f64, wall: f64) -> String {
    let percent = if steps == 0 { 100 } else { 100 * step / steps };
    let done = format!(
        "{} s ({percent}%) simulated in {}",
        seconds(step as f64 * dt),
        clock(wall)
    );
    match time_left(step, steps, wall) {
        Some(left) if step < steps => format!("{done}, estimated {left} remaining."),
        _ => done,
    }
}

/// The time that is left at the present pace.
fn time_left(step: u64, steps: u64, wall: f64) -> Option<String> {
    (step > 0).then(|| clock(wall * (steps - step) as f64 / step as f64))
}

/// Seconds of simulated time without needless digits.
fn seconds(time: f64) -> String {
    let text = format!("{time:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Wall time: "0.4s", "27s", "3m 20s", "2h 5m".
fn clock(wall: f64) -> String {
    let whole = wall.round() as u64;
    match whole {
        _ if wall < 9.95 => format!("{wall:.1}s"),
        0..60 => format!("{whole}s"),
        60..3600 => format!("{}m {}s", whole / 60, whole % 60),
        _ => format!("{}h {}m", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_like_brian2s() {
        let middle = line(163_000, 600_000, 1e-4, 10.0);
        assert_eq!(
            middle,
            "16.3 s (27%) simulated in 10s, estimated 27s remaining."
        );
        assert_eq!(
            line(600_000, 600_000, 1e-4, 1.24),
            "60 s (100%) simulated in 1.2s"
        );
        assert_eq!(line(0, 600_000, 1e-4, 10.0), "0 s (0%) simulated in 10s");
    }

    #[test]
    fn wall_times_are_short() {
        let texts = [0.04, 9.97, 59.0, 61.2, 7_500.0].map(clock);
        assert_eq!(texts, ["0.0s", "10s", "59s", "1m 1s", "2h 5m"]);
    }
}
