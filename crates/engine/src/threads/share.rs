//! Which blocks a thread takes.

use crossbeam::utils::CachePadded;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The blocks of a thread. It takes them one by one, and so does another thread that has none left.
#[derive(Debug)]
pub(crate) struct Share {
    blocks: Range<usize>,
    taken: CachePadded<AtomicUsize>,
}

impl Share {
    pub(crate) fn new(blocks: Range<usize>) -> Self {
        Self {
            blocks,
            taken: CachePadded::default(),
        }
    }

    /// The next block that nobody has taken.
    pub(crate) fn take(&self) -> Option<usize> {
        // A thread that finds none may look again, in every interval and share.
        if self.taken.load(Ordering::Relaxed) >= self.blocks.len() {
            return None;
        }
        let block = self.blocks.start + self.taken.fetch_add(1, Ordering::Relaxed);
        self.blocks.contains(&block).then_some(block)
    }

    /// Puts all back.
    pub(crate) fn reset(&self) {
        self.taken.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every block is taken once, by whoever asks, until all are put back.
    #[test]
    fn blocks_are_taken_once() {
        let share = Share::new(3..6);
        for _ in 0..2 {
            let taken: Vec<_> = (0..5).map(|_| share.take()).collect();
            assert_eq!(taken, [Some(3), Some(4), Some(5), None, None]);
            share.reset();
        }
        assert_eq!(Share::new(2..2).take(), None);
    }
}
