//! A data-parallel simulator of conductance-based adaptive exponential integrate-and-fire networks.
//!
//! This crate is the face of the library and the command-line tool `adexnet`. The work is done
//! by three crates that it re-exports:
//!
//! * [`model`]: equations, parameters, presets, units and kernels of the neuron;
//! * [`engine`]: network description, connectivity, random streams, blocks, threads, recording;
//! * [`io`]: configuration, files, figures and statistics.
#![forbid(unsafe_code)]

pub use adexnet_engine as engine;
pub use adexnet_io as io;
pub use adexnet_model as model;
