//! The spikes of all neurons against time: one dot per spike.
//!
//! Dots are as large as the rows of neurons allow, and smaller where they would merge into one
//! area. Where there are more spikes than a picture can show, neurons are left out evenly, and
//! the figure says so.

use std::ops::Range;

use super::canvas::{BLUE, Canvas, VERMILION};
use super::error::FigureError;
use super::frame::{Axis, DATA_HEIGHT, Frame};
use super::kinds::{Kind, Kinds};
use super::legend::Entry;
use super::path::{Hundredths, PathData, round};
use super::ticks::{Step, counted, grouped};
use super::{Figure, check_window};

/// The most dots of a figure: at this number the SVG has some 2 MB, and dots of the smallest size
/// cover a quarter of the area.
const MOST_DOTS: usize = 200_000;
/// Dots per element: renderers handle several paths of moderate length faster than a long one.
const DOTS_PER_PATH: usize = 5_000;

/// Diameters of dots, in user units.
const SMALLEST_DOT: f64 = 0.7;
const LARGEST_DOT: f64 = 5.0;
/// Rows of neurons limit the size of dots down to this; finer rows may overlap.
const SMALLEST_ROW_DOT: f64 = 1.6;
/// Height of a dot in its row, and share of the area that all dots may cover.
const ROW_FILLED: f64 = 0.85;
const AREA_FILLED: f64 = 0.25;

const MOST_TICKS_UP: usize = 6;

/// The spike raster of a network.
#[derive(Clone, Copy, Debug)]
pub struct RasterFigure<'a> {
    /// Number of neurons of the network.
    pub size: usize,
    /// Inhibitory neurons, as half-open ranges of indices; the others are excitatory.
    pub inhibitory: &'a [Range<usize>],
    /// Times of the spikes, in s, in any order.
    pub times: &'a [f64],
    /// Neurons that emitted these spikes.
    pub neurons: &'a [u32],
    /// Start and end of the time shown, in s; spikes at either end are shown.
    pub window: (f64, f64),
}

impl RasterFigure<'_> {
    /// Draws the figure.
    ///
    /// # Errors
    ///
    /// [`FigureError`] for a window without length, a network without neurons, times and
    /// neurons of different number, a time that is not finite, a neuron or an inhibitory range
    /// beyond the last neuron.
    pub fn draw(&self) -> Result<Figure, FigureError> {
        check_window(self.window)?;
        let kinds = Kinds::new(self.size, self.inhibitory)?;
        self.check_spikes()?;
        let stride = kinds.stride(MOST_DOTS, || self.spikes().map(|(_, neuron)| neuron));

        let title = title(&kinds);
        let mut canvas = Canvas::new(&title)?;
        let frame = Frame::new(&canvas, self.window, self.neuron_axis());
        frame.draw_axes(&mut canvas);
        let [excitatory, inhibitory] = self.dots(&kinds, stride, &frame);
        let shown = excitatory.len() + inhibitory.len();
        let diameter = diameter(&frame, self.size.div_ceil(stride), shown);
        for (dots, colour) in [(excitatory, BLUE), (inhibitory, VERMILION)] {
            for path in paths(dots) {
                canvas.stroke(&path, colour, diameter);
            }
        }
        let subtitle = subtitle(self.spikes().count(), shown, stride);
        let entry = |colour, text| Entry {
            colour,
            hollow: false,
            text,
        };
        let legend = [entry(BLUE, "excitatory"), entry(VERMILION, "inhibitory")];
        let mixed = kinds.count(Kind::Excitatory) > 0 && kinds.count(Kind::Inhibitory) > 0;
        frame.draw_header(
            &mut canvas,
            &title,
            &subtitle,
            if mixed { &legend } else { &[] },
        );
        Ok(canvas.finish())
    }

    fn check_spikes(&self) -> Result<(), FigureError> {
        let (times, others) = (self.times.len(), self.neurons.len());
        if times != others {
            return Err(FigureError::Lengths {
                what: "neurons",
                times,
                others,
            });
        }
        for (index, (&time, &neuron)) in self.times.iter().zip(self.neurons).enumerate() {
            if !time.is_finite() {
                return Err(FigureError::NotFinite {
                    what: "spike",
                    index,
                    time,
                });
            }
            if neuron as usize >= self.size {
                return Err(FigureError::Neuron {
                    index,
                    neuron,
                    size: self.size,
                });
            }
        }
        Ok(())
    }

    /// Times and neurons of the spikes within the window.
    fn spikes(&self) -> impl Iterator<Item = (f64, usize)> {
        let (start, end) = self.window;
        let all = self.times.iter().zip(self.neurons);
        all.filter(move |&(&time, _)| start <= time && time <= end)
            .map(|(&time, &neuron)| (time, neuron as usize))
    }

    /// Neurons from the bottom upwards, each with a row around its index.
    fn neuron_axis(&self) -> Axis {
        let (low, high) = (-0.5, self.size as f64 - 0.5);
        let ticks = Step::fitting(self.size as f64, MOST_TICKS_UP, 1.0).ticks(low, high);
        Axis {
            low,
            high,
            ticks,
            label: "Neuron",
        }
    }

    /// Where the spikes shown lie on the page: those of excitatory, those of inhibitory neurons.
    fn dots(&self, kinds: &Kinds, stride: usize, frame: &Frame) -> [Vec<Hundredths>; 2] {
        let mut dots = [Vec::new(), Vec::new()];
        for (time, neuron) in self.spikes() {
            let [excitatory, inhibitory] = &mut dots;
            let dots = match kinds.shown(neuron, stride) {
                Some(Kind::Excitatory) => excitatory,
                Some(Kind::Inhibitory) => inhibitory,
                None => continue,
            };
            dots.push(round(frame.point(time, neuron as f64)));
        }
        dots
    }
}

/// Paths of dots, row after row; of dots that coincide to the hundredth of a unit, one is left.
fn paths(mut dots: Vec<Hundredths>) -> Vec<PathData> {
    dots.sort_unstable_by_key(|&(x, y)| (y, x));
    dots.dedup();
    let path = |dots: &[Hundredths]| {
        let mut path = PathData::default();
        for &(x, y) in dots {
            path.dot((x as f64 / 100.0, y as f64 / 100.0));
        }
        path
    };
    dots.chunks(DOTS_PER_PATH).map(path).collect()
}

/// What the network consists of: "80 excitatory and 20 inhibitory neurons".
fn title(kinds: &Kinds) -> String {
    let named = |kind, name| match kinds.count(kind) {
        0 => None,
        count => Some((count, format!("{} {name}", grouped(&count.to_string())))),
    };
    let parts: Vec<_> = [
        named(Kind::Excitatory, "excitatory"),
        named(Kind::Inhibitory, "inhibitory"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let plural = if parts.last().is_some_and(|&(count, _)| count == 1) {
        ""
    } else {
        "s"
    };
    let names: Vec<_> = parts.into_iter().map(|(_, text)| text).collect();
    format!("{} neuron{plural}", names.join(" and "))
}

/// How many spikes there are, and which of them are shown if not all.
fn subtitle(spikes: usize, shown: usize, stride: usize) -> String {
    let all = counted(spikes, "spike");
    if stride == 1 {
        return all;
    }
    let (stride, shown) = (grouped(&stride.to_string()), grouped(&shown.to_string()));
    format!("1 in {stride} neurons shown, {shown} of {all}")
}

/// Diameter of the dots for a number of rows and of dots.
fn diameter(frame: &Frame, rows: usize, dots: usize) -> f64 {
    let row = ROW_FILLED * DATA_HEIGHT / rows as f64;
    let area = AREA_FILLED * DATA_HEIGHT * frame.width() / dots.max(1) as f64;
    let merging = 2.0 * (area / std::f64::consts::PI).sqrt();
    row.max(SMALLEST_ROW_DOT)
        .min(merging)
        .clamp(SMALLEST_DOT, LARGEST_DOT)
}

#[cfg(test)]
mod tests;
