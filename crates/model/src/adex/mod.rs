//! The adaptive exponential integrate-and-fire neuron with conductance-based synapses.

mod equations;
#[cfg(test)]
mod firing_types;
mod model;
mod parameters;
mod presets;
mod validation;

pub use equations::{equations_latex, equations_text};
pub use parameters::{AdexParameters, PARAMETERS};
pub use presets::{Preset, nearest_preset, preset, presets};
