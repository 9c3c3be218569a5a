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
    /// Number of threads; 0 takes as many as pay off.
    pub threads: usize,
    /// Neurons per block, rounded up to a multiple of 64; `None` lets the engine choose.
    pub block_size: Option<usize>,
    /// Instruction set; `None` takes the fastest of this machine.
    pub level: Option<Level>,
    /// Memory in bytes that may be used; `None` does not check.
    pub memory_limit: Option<u64>,
    /// Steps that will be simulated, for the estimate of memory alone.
    pub expected_steps: u64,
}

/// Neurons for which another thread pays off.
const NEURONS_PER_THREAD: usize = 2_048;

impl SimulationOptions {
    /// The number of threads: what was asked for, or what pays off on this machine.
    pub(crate) fn resolve_threads(&self, network: &Network) -> usize {
        if self.threads > 0 {
            return self.threads;
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        (network.size() / NEURONS_PER_THREAD).clamp(1, cores)
    }
}
