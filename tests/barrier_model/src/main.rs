//! The barrier of the engine (`crates/engine/src/threads/barrier.rs`), in all orders in which threads can meet there.
//!
//! One idea: `loom` runs a model again and again, each time with other threads running first and with other values
//! that the memory model permits atomics to have, until it has tried all. A lost wake-up is a deadlock, which it
//! reports; data that are not handed over are an access that does not happen before another, which it reports
//! as well. `scripts/check_barrier.sh` runs this program.

#[path = "../../../crates/engine/src/threads/barrier.rs"]
mod barrier;
mod sync;

use barrier::{Aborted, Barrier};
use loom::cell::UnsafeCell;
use loom::model::Builder;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;

/// What the threads share: a place for each of them, and one for the thread that arrives last. They are only touched,
/// for `loom` to see who touches them when.
struct Shared {
    barrier: Barrier,
    own: Vec<UnsafeCell<()>>,
    exchange: UnsafeCell<()>,
    exchanges: AtomicUsize,
}

impl Shared {
    fn new(parties: usize) -> Arc<Self> {
        Arc::new(Self {
            barrier: Barrier::new(parties),
            own: (0..parties).map(|_| UnsafeCell::new(())).collect(),
            exchange: UnsafeCell::new(()),
            exchanges: AtomicUsize::new(0),
        })
    }

    /// An interval of a run: each thread reads what the last exchange left and writes to its own place; then
    /// the last one reads all and writes the exchange.
    fn interval(&self, thread: usize) -> Result<(), Aborted> {
        self.exchange.with(|_| ());
        self.own[thread].with_mut(|_| ());
        self.barrier.wait_then(|| {
            for own in &self.own {
                own.with(|_| ());
            }
            self.exchange.with_mut(|_| ());
            self.exchanges.fetch_add(1, Ordering::Relaxed);
        })
    }
}

/// Runs `work` on so many threads, the caller's among them, and returns what each returns.
fn run<T: Send + 'static>(
    shared: &Arc<Shared>,
    work: impl Fn(&Shared, usize) -> T + Copy + Send + 'static,
) -> Vec<T> {
    let others: Vec<_> = (1..shared.own.len())
        .map(|number| {
            let shared = Arc::clone(shared);
            thread::spawn(move || work(&shared, number))
        })
        .collect();
    let mut results = vec![work(shared, 0)];
    results.extend(
        others
            .into_iter()
            .map(|other| other.join().expect("no thread panics")),
    );
    results
}

/// Threads meet so many times: each meeting has one exchange, which sees all that was done before.
fn meetings(parties: usize, rounds: usize) {
    let shared = Shared::new(parties);
    let results = run(&shared, move |shared, thread| {
        (0..rounds).try_for_each(|_| shared.interval(thread))
    });
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(shared.exchanges.load(Ordering::Relaxed), rounds);
}

/// The last thread aborts after so many rounds, as a panic makes it: all others are released, none exchanges
/// again, and the abort lasts.
fn abort(parties: usize, rounds: usize) {
    let shared = Shared::new(parties);
    let results = run(&shared, move |shared, thread| {
        if thread + 1 == shared.own.len() {
            let before = (0..rounds).try_for_each(|_| shared.interval(thread));
            shared.barrier.abort();
            return before;
        }
        let all = (0..=rounds).try_for_each(|_| shared.interval(thread));
        assert_eq!(all, Err(Aborted));
        all
    });
    assert_eq!(results[parties - 1], Ok(()));
    assert_eq!(shared.exchanges.load(Ordering::Relaxed), rounds);
}

/// The exchange panics: the thread that ran it aborts, as a crew's threads do, and all others are released.
fn panic_in_exchange(parties: usize) {
    let shared = Shared::new(parties);
    let results = run(&shared, |shared, _| {
        // Resumed and not raised, so that nothing is printed in each of thousands of orders.
        let meet = || shared.barrier.wait_then(|| resume_unwind(Box::new(())));
        let result = catch_unwind(AssertUnwindSafe(meet));
        if result.is_err() {
            shared.barrier.abort();
        }
        result.ok()
    });
    let panics = results.iter().filter(|result| result.is_none()).count();
    assert_eq!(panics, 1);
    assert!(
        results
            .iter()
            .flatten()
            .all(|result| *result == Err(Aborted))
    );
}

/// Tries a model in all orders, or in those with at most `preemptions` interruptions of a running thread.
fn check(name: &str, preemptions: Option<usize>, model: impl Fn() + Sync + Send + 'static) {
    let start = Instant::now();
    let mut builder = Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_branches = 10_000;
    builder.check(model);
    let bound = preemptions.map_or("all orders".to_owned(), |bound| {
        format!("at most {bound} interruptions")
    });
    println!("{name}: {bound}, {:.1} s", start.elapsed().as_secs_f64());
}

fn main() {
    check("2 threads, 3 rounds", None, || meetings(2, 3));
    check("2 threads, abort at once", None, || abort(2, 0));
    check("2 threads, abort after a round", None, || abort(2, 1));
    check("2 threads, panic in the exchange", None, || {
        panic_in_exchange(2);
    });
    check("3 threads, 2 rounds", Some(3), || meetings(3, 2));
    check("3 threads, abort at once", Some(3), || abort(3, 0));
    check("3 threads, abort after a round", Some(3), || abort(3, 1));
    check("3 threads, panic in the exchange", Some(3), || {
        panic_in_exchange(3);
    });
}
