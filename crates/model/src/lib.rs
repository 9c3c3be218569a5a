//! The AdEx neuron: equations, parameters, presets, units and kernels.
//!
//! Pure: no threads, no files, no printing. Units that need no conversion factors among
//! themselves are used throughout: ms, mV, pA, nS, pF (pA = nS·mV = pF·mV/ms).
#![forbid(unsafe_code)]

pub mod adex;
pub mod arithmetic;
pub mod float;
pub mod math;
mod nearest;
pub mod units;
