//! How long the portions are in which a run is simulated.

use std::time::Duration;

/// Wall time that a portion is to take.
const WALL: Duration = Duration::from_millis(100);

/// Bytes that a portion is to record at most.
const BYTES: u64 = 4 << 20;

/// Most times that a portion is longer than the one before.
const GROWTH: f64 = 8.0;

/// The length of the next portion, from the last. No result depends on it.
#[derive(Debug)]
pub(super) struct Pace {
    /// Steps between two exchanges of spikes, which cutting makes dearer.
    interval: u64,
    steps: u64,
}

impl Pace {
    /// The pace of a run that begins: nothing is known of what it records.
    pub(super) fn new(interval: u64) -> Self {
        Self { interval, steps: 1 }
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
        let scaled = |factor: f64| (steps as f64 * factor) as u64;
        let by_wall = WALL.as_secs_f64() / wall.as_secs_f64().max(1e-9);
        let by_wall = scaled(by_wall.min(GROWTH)).max(1);
        let by_bytes = scaled(BYTES as f64 / bytes.max(1) as f64).max(1);
        self.steps = by_wall.next_multiple_of(self.interval).min(by_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, a run that records much fills the memory, or one that records little waits.
    #[test]
    fn portions_take_their_time_and_record_no_more_than_they_may() {
        let mut pace = Pace::new(16);
        assert_eq!(pace.steps(), 1);
        let mut settle = |wall: u64, bytes: u64| {
            for _ in 0..20 {
                let steps = pace.steps();
                pace.note(steps, Duration::from_micros(wall * steps), bytes * steps);
            }
            pace.steps()
        };
        assert_eq!(settle(10, 100), 10_000, "0.1 s of 10 us a step");
        assert_eq!(
            settle(3_000, 1_000),
            48,
            "0.1 s of 3 ms a step, in whole intervals"
        );
        assert_eq!(settle(100_000_000, 0), 16, "never less than an interval");
        assert_eq!(settle(10, 1 << 20), 4, "4 MiB of 1 MiB a step");
        assert_eq!(settle(10, 1 << 40), 1, "never less than a step");
        pace.note(1, Duration::ZERO, 0);
        assert_eq!(pace.steps(), 16, "grows by degrees");
        pace.note(16, Duration::ZERO, 0);
        assert_eq!(pace.steps(), 128);
        pace.note(0, Duration::from_secs(1), 0);
        assert_eq!(
            pace.steps(),
            128,
            "what was interrupted at once tells nothing"
        );
    }
}
