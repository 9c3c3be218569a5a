//! What plain memory gives to one and to more threads: the bound that delivery cannot pass in networks whose synapses
//! do not fit into the caches. Compare what threads gain here with what they gain in `adexnet bench n1m`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::thread::{available_parallelism, scope};

/// Numbers in the array: 1 GiB, more than caches hold.
const LENGTH: usize = 1 << 27;

/// Numbers of a cache line.
const LINE: usize = 8;

/// Lines that a thread reads in random order.
const LINES: usize = 1 << 20;

/// One and as many threads as there are cores.
fn thread_counts() -> Vec<usize> {
    let cores = available_parallelism().map_or(1, usize::from);
    let mut counts = vec![1, cores];
    counts.dedup();
    counts
}

/// The sum of all numbers, for each thread that of its part.
fn sum(numbers: &[u64], threads: usize) -> u64 {
    let part = numbers.len().div_ceil(threads);
    scope(|scope| {
        let parts = numbers.chunks(part);
        let sums = parts.map(|part| scope.spawn(|| part.iter().sum::<u64>()));
        let sums: Vec<_> = sums.collect();
        sums.into_iter()
            .map(|sum| sum.join().expect("a sum does not panic"))
            .sum()
    })
}

/// Copies the first half to the second.
fn copy(numbers: &mut [u64], threads: usize) {
    let (from, to) = numbers.split_at_mut(numbers.len() / 2);
    let part = from.len().div_ceil(threads);
    scope(|scope| {
        for (from, to) in from.chunks(part).zip(to.chunks_mut(part)) {
            scope.spawn(|| to.copy_from_slice(from));
        }
    });
}

/// Reads lines in random order, as spikes do with short rows. All places are known ahead, so that the processor
/// fetches many of them at a time.
fn lines(numbers: &[u64], threads: usize) -> u64 {
    let read = |first: u64| {
        let mut place = first;
        let mut sum = 0_u64;
        for _ in 0..LINES {
            // Knuth's multiplier of a linear congruential generator; the upper bits are the random ones.
            place = place
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let line = (place >> 33) as usize % (LENGTH / LINE);
            sum = sum.wrapping_add(numbers[line * LINE]);
        }
        sum
    };
    scope(|scope| {
        let sums = (0..threads as u64).map(|thread| scope.spawn(move || read(thread)));
        let sums: Vec<_> = sums.collect();
        sums.into_iter().fold(0_u64, |all, sum| {
            all.wrapping_add(sum.join().expect("a sum does not panic"))
        })
    })
}

fn memory(criterion: &mut Criterion) {
    let mut numbers = vec![1; LENGTH];
    let mut group = criterion.benchmark_group("memory");
    group.sample_size(10);
    for threads in thread_counts() {
        group.throughput(Throughput::Bytes(8 * LENGTH as u64));
        group.bench_function(BenchmarkId::new("sum", threads), |bencher| {
            bencher.iter(|| sum(black_box(&numbers), threads));
        });
    }
    for threads in thread_counts() {
        // Half is read and half is written.
        group.throughput(Throughput::Bytes(8 * LENGTH as u64));
        group.bench_function(BenchmarkId::new("copy", threads), |bencher| {
            bencher.iter(|| copy(black_box(&mut numbers), threads));
        });
    }
    for threads in thread_counts() {
        group.throughput(Throughput::Elements((threads * LINES) as u64));
        let id = BenchmarkId::new("lines in random order", threads);
        group.bench_function(id, |bencher| {
            bencher.iter(|| lines(black_box(&numbers), threads));
        });
    }
    group.finish();
}

criterion_group!(benches, memory);
criterion_main!(benches);
