//! The leaky integrate-and-fire neuron with conductance-based synapses.

mod equations;
#[cfg(test)]
mod firing;
mod model;
mod parameters;
mod presets;
mod validation;

pub use parameters::LifParameters;
pub use presets::{Preset, presets};
