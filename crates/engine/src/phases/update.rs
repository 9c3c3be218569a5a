//! Phases 2 and 3: chunk by chunk, the arrivals of a step are added, samples are taken, and the neurons
//! advance: integrate, draw noise, find spikes, reset, in one pass over the state.

use super::Common;
use crate::block::{Arrivals, Block, Chunk, Emitted, Inbound, SegmentNoise, Workspace};
use crate::level::{Machine, Task};
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use std::ops::Range;
use std::time::{Duration, Instant};

/// Advances the neurons of a block through some steps of the interval, whose arrivals are in the
/// workspace, and returns the time that was spent on recording.
pub(super) fn update<F: Float>(
    block: &mut Block<F>,
    steps: Range<u64>,
    common: &Common,
    workspace: &mut Workspace<F>,
) -> Duration {
    let mut recording = Duration::ZERO;
    for chunk in &mut block.chunks {
        common.level.run(ChunkSteps {
            chunk,
            steps: steps.clone(),
            common,
            block: &block.neurons,
            inbound: &block.inbound,
            arrivals: &mut workspace.arrivals,
            sums: &mut workspace.sums,
            settled_until: block.settled_until,
            emitted: &mut block.emitted,
            recording: &mut recording,
        });
    }
    recording
}

/// Some steps of one chunk: what is compiled once for every level.
struct ChunkSteps<'a, F> {
    chunk: &'a mut Chunk<F>,
    steps: Range<u64>,
    common: &'a Common,
    /// Neurons of the block.
    block: &'a Range<u32>,
    inbound: &'a [Inbound<F>],
    arrivals: &'a mut [Arrivals<F>],
    sums: &'a mut Vec<F>,
    settled_until: u64,
    emitted: &'a mut Emitted,
    recording: &'a mut Duration,
}

impl<F: Float> Task for ChunkSteps<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(mut self, machine: M) {
        let mut inputs = Inputs {
            normals: [F::ZERO; GROUP],
            no_current: [F::ZERO; GROUP],
        };
        for (k, step) in self.steps.clone().enumerate() {
            if step >= self.settled_until {
                let (arrivals, sums) = (&mut *self.arrivals, &mut *self.sums);
                self.chunk
                    .arrive((step, k), self.block, self.inbound, arrivals, sums);
            }
            if !self.chunk.recorders.is_empty() {
                let start = self.common.timed.then(Instant::now);
                self.chunk.record(step);
                *self.recording += start.map_or(Duration::ZERO, |start| start.elapsed());
            }
            self.advance(machine, step, &mut inputs);
        }
    }
}

/// What a group needs besides its state; kept from group to group.
struct Inputs<F> {
    normals: [F; GROUP],
    no_current: [F; GROUP],
}

impl<F: Float> ChunkSteps<'_, F> {
    #[inline(always)]
    fn advance<M: Machine>(&mut self, machine: M, step: u64, inputs: &mut Inputs<F>) {
        self.chunk.current.advance_to(step);
        for segment in 0..self.chunk.segments.len() {
            let Range { start, end } = self.chunk.segments[segment].range;
            let whole = (end - start) / GROUP;
            for number in 0..whole {
                // The length is known here when the program is compiled.
                let first = start + number * GROUP;
                let place = (segment, number, first..first + GROUP);
                self.advance_group(machine, step, place, inputs);
            }
            let rest = start + whole * GROUP..end;
            if !rest.is_empty() {
                self.advance_group(machine, step, (segment, whole, rest), inputs);
            }
        }
    }

    /// Advances a group, by segment and its number and neurons there: integrate, find spikes, reset.
    #[inline(always)]
    fn advance_group<M: Machine>(
        &mut self,
        machine: M,
        step: u64,
        (segment, number, group): (usize, usize, Range<usize>),
        inputs: &mut Inputs<F>,
    ) {
        let chunk = &mut *self.chunk;
        let segment = &chunk.segments[segment];
        let (start, count) = (group.start, group.end - group.start);
        let normals = &mut inputs.normals[..count];
        match &segment.noise {
            SegmentNoise::Silent => normals.fill(F::ZERO),
            SegmentNoise::White(white) => {
                let group = segment.first_group + number as u64;
                let mut drawn = [0.0; GROUP];
                white.normals(machine, group, step, &mut drawn);
                for (normal, &drawn) in normals.iter_mut().zip(&drawn) {
                    *normal = F::from_f32(drawn);
                }
            }
            SegmentNoise::Shared(first_column) => {
                let column = *first_column + number * GROUP;
                let row = &self.common.normals.row(step)[column..column + count];
                for (normal, &given) in normals.iter_mut().zip(row) {
                    *normal = F::from_f64(given);
                }
            }
        }
        let current = chunk.current.get(group.clone());
        let current = current.unwrap_or(&inputs.no_current[..count]);
        let state = chunk.state.slice(group);
        let spiked = segment
            .kernel
            .step::<M::Arithmetic>(state, normals, current);
        if spiked != 0 {
            let k = (step - self.common.interval.first) as usize;
            let first = chunk.neurons.start + start as u32;
            self.emitted.push_group(k, first, spiked);
        }
    }
}
