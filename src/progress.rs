//! How far a run is: a bar on a terminal, and elsewhere a line every ten seconds, as Brian2 prints them.

use crate::console::{decimal, note};
use adexnet::engine::Control;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt;
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
    /// Begins to report on a run to the end of `steps` steps of `dt` seconds; a bar is only shown where
    /// nothing else is.
    pub(crate) fn start(control: Control, steps: u64, dt: f64, may_show_bar: bool) -> Self {
        let (finish, finished) = channel();
        let from = control.step();
        let reporter = spawn(move || {
            let run = Watched {
                from,
                control,
                steps,
                dt,
                start: Instant::now(),
            };
            let mut display = Display::new(&run, may_show_bar);
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
    from: u64,
    steps: u64,
    dt: f64,
    start: Instant,
}

impl Watched {
    fn now(&self) -> Reached {
        Reached {
            from: self.from,
            step: self.control.step(),
            steps: self.steps,
            dt: self.dt,
            wall: self.start.elapsed().as_secs_f64(),
        }
    }
}

enum Display {
    Bar(ProgressBar),
    Lines,
}

impl Display {
    fn new(run: &Watched, may_show_bar: bool) -> Self {
        if !may_show_bar || !stderr().is_terminal() {
            let [start, duration] =
                [run.from, run.steps - run.from].map(|steps| decimal(steps as f64 * run.dt));
            note(format_args!(
                "Starting simulation at t={start} s for a duration of {duration} s"
            ));
            return Self::Lines;
        }
        let style = ProgressStyle::with_template("{wide_bar} {percent:>3}%  {msg}");
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
        let reached = run.now();
        match self {
            Self::Bar(bar) => {
                bar.set_message(reached.beside_bar());
                bar.set_position(reached.step);
            }
            Self::Lines => note(reached.with_estimate()),
        }
    }

    fn end(self, run: &Watched) {
        match self {
            Self::Bar(bar) => bar.finish_and_clear(),
            Self::Lines => note(run.now()),
        }
    }
}

/// How far a run is. `Display` is Brian2's last line: "60 s (100%) simulated in 1.2s".
struct Reached {
    /// Where this process began.
    from: u64,
    step: u64,
    steps: u64,
    /// Time step in s.
    dt: f64,
    /// Wall time since the beginning, in s.
    wall: f64,
}

impl Reached {
    /// The wall time that is left at the present pace; unknown before the first step.
    fn left(&self) -> Option<String> {
        let per_step = self.wall / (self.step - self.from) as f64;
        (self.step > self.from).then(|| clock(per_step * (self.steps - self.step) as f64))
    }

    /// "16.3 s (27%) simulated in 10s, estimated 27s remaining."
    fn with_estimate(&self) -> String {
        match self.left() {
            Some(left) => format!("{self}, estimated {left} remaining."),
            None => self.to_string(),
        }
    }

    /// " 5.1 of 60 s,     20s left": always as wide, so that the bar beside it keeps its length.
    fn beside_bar(&self) -> String {
        let total = decimal(self.steps as f64 * self.dt);
        let done = self.step as f64 * self.dt;
        let width = total.len().max(2) + 2;
        let left = self.left().unwrap_or_else(|| "?".to_owned());
        format!("{done:width$.1} of {total} s, {left:>7} left")
    }
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = decimal(self.step as f64 * self.dt);
        let percent = (100 * self.step).checked_div(self.steps).unwrap_or(100);
        let wall = clock(self.wall);
        write!(f, "{done} s ({percent}%) simulated in {wall}")
    }
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

    fn reached(step: u64, wall: f64) -> Reached {
        Reached {
            from: 0,
            step,
            steps: 600_000,
            dt: 1e-4,
            wall,
        }
    }

    #[test]
    fn lines_read_like_brian2s() {
        assert_eq!(
            reached(163_000, 10.0).with_estimate(),
            "16.3 s (27%) simulated in 10s, estimated 27s remaining."
        );
        assert_eq!(
            reached(0, 10.0).with_estimate(),
            "0 s (0%) simulated in 10s"
        );
        assert_eq!(
            reached(600_000, 1.24).to_string(),
            "60 s (100%) simulated in 1.2s"
        );
    }

    #[test]
    fn the_text_beside_the_bar_keeps_its_width() {
        let texts = [(0, 0.1), (51_000, 2.0), (500_000, 9_000.0)];
        let texts = texts.map(|(step, wall)| reached(step, wall).beside_bar());
        assert_eq!(
            texts,
            [
                " 0.0 of 60 s,       ? left",
                " 5.1 of 60 s,     22s left",
                "50.0 of 60 s,  30m 0s left"
            ]
        );
    }

    #[test]
    fn wall_times_are_short() {
        let texts = [0.04, 9.97, 59.0, 61.2, 7_500.0].map(clock);
        assert_eq!(texts, ["0.0s", "10s", "59s", "1m 1s", "2h 5m"]);
    }
}
