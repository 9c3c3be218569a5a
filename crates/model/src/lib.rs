//! Neuron models: equations, parameters, presets and units.
//!
//! Pure: no threads, no files, no printing. Units that need no conversion factors among
//! themselves are used throughout: ms, mV, pA, nS, pF (pA = nS·mV = pF·mV/ms).
//!
//! | module | what it holds |
//! |---|---|
//! | [`neuron`] | what a neuron model is, and the loops that advance any of them |
//! | [`adex`] | the AdEx neuron: parameters with names and units, presets with their sources, the equations |
//! | [`lif`] | the leaky integrate-and-fire neuron, likewise |
//! | [`izhikevich`] | the neuron of Izhikevich (2003), likewise |
//! | [`presets`] | the presets of all models, by name |
//! | [`units`] | quantities as people type them: `"104 pF"` |
//! | [`float`](mod@float) | the two float types of a simulation |
//! | [`arithmetic`] | fused multiply-adds with the same bits on every machine |
//! | [`mod@nearest`] | the known word that an unknown one was probably meant to be |
//! | [`math`] | exp, ln, sine, cosine and standard normals of the hot loops, with their errors |
//!
//! ```
//! use adexnet_model::adex::{equations_text, preset};
//!
//! let preset = preset("cortical-rs").ok_or("no such preset")?;
//! assert_eq!(preset.parameters.c_m, 104.0); // pF
//! preset.parameters.validate(0.1)?; // for steps of 0.1 ms
//! println!("{preset}\n\n{}", equations_text(&preset.parameters));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod adex;
pub mod arithmetic;
pub mod float;
pub mod izhikevich;
pub mod lif;
pub mod math;
pub mod nearest;
pub mod neuron;
pub mod presets;
pub mod units;
