//! The adaptive exponential integrate-and-fire neuron with conductance-based synapses.
mod equations;
mod kernel;
mod parameters;
mod presets;
mod validation;
#[cfg(test)]
mod firing_types;

pub use equations::{equations_latex, equations_text};
pub use kernel::{AdexKernel, AdexState};
pub use parameters::{AdexParameters, PARAMETERS, Parameter, UnknownParameter};
pub use presets::{Preset, nearest_preset, preset, presets};
pub use validation::ParameterError;
