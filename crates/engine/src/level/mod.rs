//! The instruction set in which the hot loops run, chosen when the program runs.
//!
//! One idea: the loops are plain generic code ([`Task`]); a level compiles them once more for a larger
//! instruction set. Every level gives the same bits, so a level is a matter of speed only.

mod machine;

pub(crate) use machine::{LANES, Machine};

use adexnet_model::arithmetic::{Emulated, Fused};
use machine::Portable;
use std::fmt;

/// An instruction set for the hot loops.
#[derive(Debug, Clone, Copy)]
pub struct Level(Kind);

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// What the program was compiled for.
    Baseline,
    /// AVX2 with fused multiply-adds.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx2(pulp::x86::V3),
    /// AVX-512 with its F, BW, CD, DQ and VL extensions.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    Avx512(pulp::x86::V4),
}

/// Generic code to be run at a level.
pub(crate) trait Task {
    /// Runs it; implementations are `#[inline(always)]`, so that they take on the instruction set
    /// of the level.
    fn run<M: Machine>(self, machine: M);
}

impl Level {
    /// The instruction set of the program itself, which every machine that starts it has. Fused
    /// multiply-adds are emulated if it lacks them: slow, and bit for bit the same.
    pub const BASELINE: Self = Self(Kind::Baseline);

    /// All levels of this machine, the largest instruction set last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut levels = vec![Self::BASELINE];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            levels.extend(pulp::x86::V3::try_new().map(|token| Self(Kind::Avx2(token))));
            levels.extend(pulp::x86::V4::try_new().map(|token| Self(Kind::Avx512(token))));
        }
        levels
    }

    /// The level that is taken where nobody chooses: the largest instruction set of this machine. The tests have
    /// been run at each of them, and each is faster than the one before (docs/performance.md).
    #[must_use]
    pub fn best() -> Self {
        Self::available().pop().unwrap_or(Self::BASELINE)
    }

    /// Name of the level: "baseline", "avx2" or "avx512".
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Baseline => "baseline",
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Kind::Avx2(_) => "avx2",
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Kind::Avx512(_) => "avx512",
        }
    }

    /// Runs a task with the instructions of this level.
    #[inline]
    pub(crate) fn run(self, task: impl Task) {
        match self.0 {
            Kind::Baseline if BASELINE_FUSES => task.run(Portable::<Fused>::NEW),
            Kind::Baseline => task.run(Portable::<Emulated>::NEW),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Kind::Avx2(token) => pulp::Simd::vectorize(token, On(token, task)),
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            Kind::Avx512(token) => pulp::Simd::vectorize(token, On(token, task)),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether the program was compiled for processors that all have fused multiply-adds.
const BASELINE_FUSES: bool = cfg!(any(
    target_feature = "fma",
    target_arch = "aarch64",
    target_arch = "riscv64",
    target_arch = "powerpc64",
    target_arch = "s390x"
));

/// A task on a machine.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
struct On<M, T>(M, T);

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
impl<M: Machine, T: Task> pulp::WithSimd for On<M, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.1.run(self.0);
    }
}

#[cfg(test)]
mod tests;
