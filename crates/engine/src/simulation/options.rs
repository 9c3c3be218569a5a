//! How a network is simulated, as far as it does not change what is simulated.

use crate::level::Level;
use crate::network::Network;

/// Float type of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// 32 bits: for throughput.
    Single,
    /// 64 bits.
    #[default]
    Double,
}

/// Choices that change how fast a network is simulated; of these only the precision changes the
/// result.
#[derive(Debug, Clone, Copy, Default)]
pub struct SimulationOptions {
    /// Float type of the state.
    pub precision: Precision,
    /// Number of threads; 0 takes as many as pay off. With several, and with 0 on several cores, serial
    /// noise (numpy-legacy) is drawn by a further thread of its own.
    pub threads: usize,
    /// Neurons per block, rounded up to a multiple of 128; `None` lets the engine choose.
    pub block_size: Option<usize>,
    /// Instruction set; `None` takes the fastest of this machine.
    pub level: Option<Level>,
    /// Memory in bytes that may be used; `None` does not check.
    pub memory_limit: Option<u64>,
    /// Steps that will be simulated, for the estimate of memory alone.
    pub expected_steps: u64,
}

/// Most threads that a simulation can have.
pub(crate) const MOST_THREADS: usize = 65_535;

/// Neurons for which another thread pays off.
const NEURONS_PER_THREAD: usize = 2_048;

impl SimulationOptions {
    /// The number of threads: what was asked for, or what pays off on this machine.
    #[must_use]
    pub fn resolve_threads(&self, network: &Network) -> usize {
        if self.threads > 0 {
            return self.threads.min(MOST_THREADS);
        }
        (network.size() / NEURONS_PER_THREAD).clamp(1, cores())
    }

    /// Whether a thread besides these may draw serial noise ahead of its use.
    pub(crate) fn may_draw_ahead(&self) -> bool {
        self.threads > 1 || (self.threads == 0 && cores() > 1)
    }
}

/// Threads that this machine runs side by side.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
