//! The membrane potential of one neuron against time, as such traces are drawn by hand: at each
//! spike the line goes straight up to the peak.
//!
//! The recorded potential itself shows no peak: a spike is reset within the step in which it
//! crosses the threshold. What is drawn above the trace is therefore said to be drawn.

use std::ops::Range;

use super::canvas::{BLUE, Canvas};
use super::error::FigureError;
use super::frame::{Axis, Frame, MOST_TICKS_UP};
use super::path::{PathData, Point};
use super::thinning::thin;
use super::ticks::{Step, counted, number};
use super::{Figure, check_window};

/// Width of a column in which the trace is thinned out, in user units: at scale 2 less than half
/// a pixel, so that even a magnified figure shows every excursion.
const COLUMN: f64 = 0.2;
const LINE_WIDTH: f64 = 1.3;

/// Distance of the lowest sample from the end of the axis, relative to the axis.
const AIR_BELOW: f64 = 0.02;
/// Lowest potential of the axis where no sample says otherwise, in mV.
const FLOOR: f64 = -80.0;
/// Largest magnitude of a potential that is drawn, in mV.
const LARGEST: f64 = 1e6;

/// The membrane potential of one neuron, with its spikes.
///
/// Samples that are not finite (or beyond ±1,000,000 mV) leave a gap; the figure says how many.
#[derive(Clone, Copy, Debug)]
pub struct VoltageFigure<'a> {
    /// Index of the neuron, for the title.
    pub neuron: usize,
    /// Times of the samples, in s, ascending.
    pub times: &'a [f64],
    /// Membrane potentials V at these times, in mV.
    pub potentials: &'a [f64],
    /// Spike times of the neuron, in s, ascending.
    pub spikes: &'a [f64],
    /// Height up to which spikes are drawn, in mV: the threshold Vs of spike detection.
    pub peak: f64,
    /// Start and end of the time shown, in s.
    pub window: (f64, f64),
}

impl VoltageFigure<'_> {
    /// Draws the figure.
    ///
    /// # Errors
    ///
    /// [`FigureError`] for a window without length, times and potentials of different number,
    /// times that are not finite or not ascending, a peak that is no potential.
    pub fn draw(&self) -> Result<Figure, FigureError> {
        check_window(self.window)?;
        check_times("sample", self.times)?;
        check_times("spike", self.spikes)?;
        if self.times.len() != self.potentials.len() {
            let (times, others) = (self.times.len(), self.potentials.len());
            return Err(FigureError::Lengths {
                what: "potentials",
                times,
                others,
            });
        }
        if !drawable(self.peak) {
            return Err(FigureError::Peak(self.peak));
        }
        let title = format!("Membrane potential of neuron {}", self.neuron);
        let trace = self.trace();
        let mut canvas = Canvas::new(&title)?;
        let frame = Frame::new(&canvas, self.window, potential_axis(self.peak, &trace));
        frame.draw_grid(&mut canvas);
        frame.draw_axes(&mut canvas);
        canvas.stroke(&outline(&trace, &frame), BLUE, LINE_WIDTH);
        frame.draw_header(&mut canvas, &title, &self.subtitle(&trace), &[]);
        Ok(canvas.finish())
    }

    /// What is drawn, and whatever is not.
    fn subtitle(&self, trace: &Trace) -> String {
        let (start, end) = self.window;
        let samples = within(self.times, self.window);
        if samples.is_empty() {
            return format!(
                "nothing recorded from {} s to {} s",
                number(start),
                number(end)
            );
        }
        let spikes = within(self.spikes, self.window).len();
        let (all, peak) = (counted(spikes, "spike"), number(self.peak));
        let mut parts = vec![match trace.spikes {
            _ if spikes == 0 => all,
            drawn if drawn == spikes => format!("{all}, drawn up to {peak} mV"),
            drawn => format!("{drawn} of {all} drawn, up to {peak} mV"),
        }];
        if trace.gaps > 0 {
            parts.push(format!("{} without a value", counted(trace.gaps, "sample")));
        }
        // A recording of every 10 ms or finer reaches the end of the window for the eye.
        let unnoticed = 0.01 * (end - start);
        let (first, last) = (self.times[samples.start], self.times[samples.end - 1]);
        if first - start > unnoticed || end - last > unnoticed {
            parts.push(format!(
                "recorded from {} s to {} s",
                number(first),
                number(last)
            ));
        }
        parts.join(" · ")
    }

    /// The line to draw through the samples and up to the peaks, in s and mV.
    fn trace(&self) -> Trace {
        let samples = within(self.times, self.window);
        let spikes = &self.spikes[within(self.spikes, self.window)];
        let mut trace = Trace::default();
        let mut waiting = spikes.iter().copied().peekable();
        for index in samples.clone() {
            let time = self.times[index];
            while let Some(spike) = waiting.next_if(|&spike| spike < time) {
                if index > 0 {
                    self.rise(&mut trace, spike, index - 1);
                }
            }
            match self.potential(index) {
                Some(potential) => trace.line_to((time, potential)),
                None => trace.gap(),
            }
        }
        if let Some(last) = samples.end.checked_sub(1) {
            for spike in waiting {
                if spike <= self.times[last] || samples.end < self.times.len() {
                    self.rise(&mut trace, spike, last);
                }
            }
        }
        trace
    }

    /// Draws a spike that falls at sample `before` or between it and the next one: from the
    /// potential before it up to the peak and down to the potential after the reset.
    fn rise(&self, trace: &mut Trace, spike: f64, before: usize) {
        let (from, to) = (self.potential(before), self.potential(before + 1));
        if let (Some(from), Some(to)) = (from.or(to), to.or(from)) {
            trace.line_to((spike, from));
            trace.line_to((spike, self.peak));
            trace.line_to((spike, to));
            trace.spikes += 1;
        }
    }

    fn potential(&self, index: usize) -> Option<f64> {
        self.potentials
            .get(index)
            .copied()
            .filter(|&potential| drawable(potential))
    }
}

/// A line in s and mV, broken where samples have no value.
#[derive(Default)]
struct Trace {
    pieces: Vec<Vec<Point>>,
    broken: bool,
    gaps: usize,
    spikes: usize,
}

impl Trace {
    fn line_to(&mut self, point: Point) {
        match self.pieces.last_mut() {
            Some(piece) if !self.broken => piece.push(point),
            _ => self.pieces.push(vec![point]),
        }
        self.broken = false;
    }

    fn gap(&mut self) {
        self.broken = true;
        self.gaps += 1;
    }

    fn points(&self) -> impl Iterator<Item = Point> {
        self.pieces.iter().flatten().copied()
    }
}

/// The vertical axis: from a little below the lowest sample up to the peak.
fn potential_axis(peak: f64, trace: &Trace) -> Axis {
    let lowest = trace
        .points()
        .map(|point| point.1)
        .fold(f64::INFINITY, f64::min);
    let highest = trace.points().map(|point| point.1).fold(peak, f64::max);
    let lowest = if lowest.is_finite() {
        lowest
    } else {
        FLOOR.min(peak)
    };
    let high = highest.max(lowest + 1.0);
    let low = lowest - AIR_BELOW * (high - lowest);
    let ticks = Step::fitting(high - low, MOST_TICKS_UP, 0.0).ticks(low, high);
    Axis {
        low,
        high,
        ticks,
        label: "V (mV)",
    }
}

/// The trace on the page; a lone sample becomes a dot.
fn outline(trace: &Trace, frame: &Frame) -> PathData {
    let mut path = PathData::default();
    for piece in &trace.pieces {
        let points: Vec<Point> = piece.iter().map(|&(t, v)| frame.point(t, v)).collect();
        match thin(&points, COLUMN)[..] {
            [] => {}
            [lone] => path.dot(lone),
            [first, ref rest @ ..] => {
                path.move_to(first);
                for &point in rest {
                    path.line_to(point);
                }
            }
        }
    }
    path
}

fn drawable(potential: f64) -> bool {
    potential.abs() <= LARGEST
}

/// Indices of the times within a window, its ends included.
fn within(times: &[f64], (start, end): (f64, f64)) -> Range<usize> {
    times.partition_point(|&time| time < start)..times.partition_point(|&time| time <= end)
}

fn check_times(what: &'static str, times: &[f64]) -> Result<(), FigureError> {
    let mut previous = f64::NEG_INFINITY;
    for (index, &time) in times.iter().enumerate() {
        if !time.is_finite() {
            return Err(FigureError::NotFinite { what, index, time });
        }
        if time < previous {
            return Err(FigureError::NotAscending { what, index, time });
        }
        previous = time;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
