//! The threads of a simulation.

use super::{Aborted, Barrier};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// One thread, which is the caller's, or a pool of several that belongs to this simulation alone.
#[derive(Debug)]
pub(crate) struct Crew {
    pool: Option<ThreadPool>,
}

impl Crew {
    pub(crate) fn new(threads: usize) -> Result<Self, ThreadPoolBuildError> {
        let builder = ThreadPoolBuilder::new();
        let builder = builder
            .num_threads(threads)
            .thread_name(|k| format!("adexnet-{k}"));
        let pool = (threads > 1).then(|| builder.build()).transpose()?;
        Ok(Self { pool })
    }

    pub(crate) fn threads(&self) -> usize {
        self.pool
            .as_ref()
            .map_or(1, ThreadPool::current_num_threads)
    }

    /// Makes `count` things, each from its number, by all threads.
    pub(crate) fn make<T: Send>(
        &self,
        count: usize,
        make: impl Fn(usize) -> T + Send + Sync,
    ) -> Vec<T> {
        use rayon::prelude::{IntoParallelIterator, ParallelIterator};
        match &self.pool {
            None => (0..count).map(make).collect(),
            Some(pool) => pool.install(|| (0..count).into_par_iter().map(make).collect()),
        }
    }

    /// Does some work on each of the items, by all threads.
    pub(crate) fn each<T: Send>(&self, items: Vec<T>, work: impl Fn(T) + Send + Sync) {
        use rayon::prelude::{IntoParallelIterator, ParallelIterator};
        match &self.pool {
            None => items.into_iter().for_each(work),
            Some(pool) => pool.install(|| items.into_par_iter().for_each(work)),
        }
    }

    /// Runs `work` once on every thread, each with its number. The threads meet at `barrier`, which
    /// is aborted if one of them panics.
    ///
    /// # Errors
    /// The message of the panic.
    pub(crate) fn run(
        &self,
        barrier: &Barrier,
        work: impl Fn(usize) -> Result<(), Aborted> + Sync,
    ) -> Result<(), String> {
        let panicked = Mutex::new(None);
        let guarded = |thread| {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| work(thread))) {
                let mut first = panicked.lock().unwrap_or_else(PoisonError::into_inner);
                first.get_or_insert_with(|| message(&*payload));
                barrier.abort();
            }
        };
        match &self.pool {
            None => guarded(0),
            Some(pool) => {
                pool.broadcast(|context| guarded(context.index()));
            }
        }
        let panicked = panicked
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        panicked.map_or(Ok(()), Err)
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a thread panicked".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A panic in one thread must neither hang the others nor take the program down.
    #[test]
    fn a_panic_in_one_thread_becomes_an_error() {
        for threads in [1, 2, 3] {
            let crew = Crew::new(threads).expect("threads can be started");
            let barrier = Barrier::new(threads);
            let result = crew.run(&barrier, |thread| {
                for turn in 0..10 {
                    assert!(thread + 1 < threads || turn < 5, "turn {turn} went wrong");
                    barrier.wait_then(|| {})?;
                }
                Ok(())
            });
            assert_eq!(
                result,
                Err("turn 5 went wrong".to_owned()),
                "{threads} threads"
            );
        }
    }
}
