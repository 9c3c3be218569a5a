//! What can be wrong with the data of a figure.

use std::error::Error;

/// Why a figure was not drawn or not rendered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The time window is empty, reversed, not finite, or too far out.
    #[error(
        "time window of the figure: from {start} s to {end} s; accepted is an end at least 1 µs \
         after the start, both within ±1,000,000 s"
    )]
    Window {
        /// Start of the window, in s.
        start: f64,
        /// End of the window, in s.
        end: f64,
    },
    /// Two arrays that belong together have different lengths.
    #[error("{times} times, but {others} {what}; accepted is one for each time")]
    Lengths {
        /// What goes with the times.
        what: &'static str,
        /// Number of times.
        times: usize,
        /// Number of the others.
        others: usize,
    },
    /// A time is not finite.
    #[error("{what} {index} has the time {time} s; accepted are finite times")]
    NotFinite {
        /// What the time belongs to.
        what: &'static str,
        /// Index of the time in its array.
        index: usize,
        /// The time, in s.
        time: f64,
    },
    /// A time lies before the one ahead of it.
    #[error(
        "{what} {index} has the time {time} s, before its predecessor; accepted are times in ascending order"
    )]
    NotAscending {
        /// What the time belongs to.
        what: &'static str,
        /// Index of the time in its array.
        index: usize,
        /// The time, in s.
        time: f64,
    },
    /// The height up to which spikes are to be drawn is no membrane potential.
    #[error("spikes to be drawn up to {0} mV; accepted are potentials within ±1,000,000 mV")]
    Peak(f64),
    /// There is nothing to draw a raster of.
    #[error("raster of 0 neurons; accepted is 1 or more")]
    NoNeurons,
    /// A spike of a neuron that does not exist.
    #[error("spike {index} is of neuron {neuron}; accepted are 0 to {}", .size - 1)]
    Neuron {
        /// Index of the spike.
        index: usize,
        /// Neuron that the spike names.
        neuron: u32,
        /// Number of neurons, 1 or more.
        size: usize,
    },
    /// A range of inhibitory neurons that is reversed or reaches beyond the last neuron.
    #[error("inhibitory neurons {start}..{end}; accepted are half-open ranges within 0..{size}")]
    Inhibitory {
        /// First neuron of the range.
        start: usize,
        /// Neuron after the last one of the range.
        end: usize,
        /// Number of neurons.
        size: usize,
    },
    /// A point of a scaling figure that has no place in it, or none at all.
    #[error(
        "{time} ns for a step of one of {neurons} neurons; accepted are 1 to 1e12 neurons and positive times \
         up to 1e9 ns, at least one point"
    )]
    Scaling {
        /// Number of neurons.
        neurons: f64,
        /// Time of a neuron-step, in ns.
        time: f64,
    },
    /// A picture of that size cannot be made.
    #[error("scale of the PNG: {0}; accepted are 0.1 to 10 pixels per unit")]
    Scale(f32),
    /// The bundled font cannot be read.
    #[error("bundled font: {0}")]
    Font(#[from] ttf_parser::FaceParsingError),
    /// The renderer refuses the SVG.
    #[error("rendering the SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// The picture cannot be encoded.
    #[error("encoding the PNG: {0}")]
    Png(#[source] Box<dyn Error + Send + Sync>),
}
