//! The adaptive exponential integrate-and-fire neuron with conductance-based synapses.

mod equations;
#[cfg(test)]
mod firing_types;
mod kernel;
mod parameters;
mod presets;
mod validation;

pub use equations::{equations_latex, equations_text};
pub use kernel::{AdexKernel, AdexState};
pub use parameters::{AdexParameters, PARAMETERS, Parameter, UnknownParameter};
pub use presets::{Preset, nearest_preset, preset, presets};
pub use validation::ParameterError;
