//! How long the portions are in which a run is simulated.

use std::time::Duration;

/// Wall time that a portion is to take.
const WALL: Duration = Duration::from_millis(100);

/// Bytes that a portion is to record at most.
const BYTES: u64 = 16 << 20;

/// Most times that a portion is longer than the one before.
const GROWTH: f64 = 8.0;

/// The length of the next portion, from the last. No result depends on it.
#[derive(Debug)]
pub(super) struct Pace {
    steps: u64,
}

impl Pace {
    /// The pace of a run that begins.
    pub(super) fn new() -> Self {
        Self { steps: 16 }
    }

    /// Steps that the next portion is to have.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    /// Takes note of the last portion: its steps, how long it took and what it recorded.
    pub(super) fn note(&mut self, steps: u64, wall: Duration, bytes: u64) {
        if steps == 0 {
            return;
        }
        let by_wall = WALL.as_secs_f64() / wall.as_secs_f64().max(1e-9);
        let by_bytes = BYTES as f64 / bytes.max(1) as f64;
        let factor = by_wall.min(by_bytes).min(GROWTH);
        self.steps = ((steps as f64 * factor) as u64).max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, a run that records much fills the memory, or one that records little waits.
    #[test]
    fn portions_take_their_time_and_record_no_more_than_they_may() {
        let mut pace = Pace::new();
        for _ in 0..20 {
            let steps = pace.steps();
            pace.note(steps, Duration::from_micros(10 * steps), 1_000 * steps);
        }
        assert_eq!(pace.steps(), 10_000, "0.1 s of 10 us a step");
        for _ in 0..20 {
            let steps = pace.steps();
            pace.note(steps, Duration::from_micros(10 * steps), (4 << 20) * steps);
        }
        assert_eq!(pace.steps(), 4, "16 MiB of 4 MiB a step");
        pace.note(4, Duration::from_secs(400), 0);
        assert_eq!(pace.steps(), 1, "never less than a step");
        pace.note(1, Duration::ZERO, 0);
        assert_eq!(pace.steps(), 8, "grows by degrees");
        pace.note(0, Duration::from_secs(1), 0);
        assert_eq!(
            pace.steps(),
            8,
            "what was interrupted at once tells nothing"
        );
    }
}
