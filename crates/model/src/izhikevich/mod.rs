//! The neuron of Izhikevich (2003) with conductance-based synapses.

mod equations;
#[cfg(test)]
mod firing_types;
mod model;
mod parameters;
mod presets;
mod validation;

pub use parameters::IzhikevichParameters;
pub use presets::{Preset, presets};
