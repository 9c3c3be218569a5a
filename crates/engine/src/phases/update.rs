//! Phase 3: integrate, draw noise, find spikes, reset; one pass over the state.

use super::Common;
use crate::block::InjectedCurrent;
use crate::block::{Block, Emitted, Segment, SegmentNoise, State};
use crate::level::Task;
use crate::random::NormalsWindow;
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;

/// Advances the neurons of a block by one step and collects their spikes.
pub(super) fn update<F: Float>(block: &mut Block<F>, step: u64, common: &Common) {
    block.current.advance_to(step);
    for segment in &mut block.segments {
        common.level.run(SegmentStep {
            first_neuron: block.neurons.start,
            segment,
            state: &mut block.state,
            current: &block.current,
            emitted: &mut block.emitted,
            normals: &common.normals,
            step,
        });
    }
    block.emitted.end_step();
}

/// One step of one segment: what is compiled once for every level.
struct SegmentStep<'a, F> {
    /// Number of the first neuron of the block.
    first_neuron: u32,
    segment: &'a mut Segment<F>,
    state: &'a mut State<F>,
    current: &'a InjectedCurrent<F>,
    emitted: &'a mut Emitted,
    normals: &'a NormalsWindow,
    step: u64,
}

impl<F: Float> Task for SegmentStep<'_, F> {
    #[inline(always)]
    fn run<A: Arithmetic>(self) {
        let Segment {
            range,
            first_group,
            kernel,
            noise,
        } = self.segment;
        let mut normals = [F::ZERO; GROUP];
        let mut drawn = [0.0_f32; GROUP];
        let zeros = [F::ZERO; GROUP];
        for (number, start) in range.clone().step_by(GROUP).enumerate() {
            let group = start..range.end.min(start + GROUP);
            let count = group.len();
            match noise {
                SegmentNoise::Silent => {}
                SegmentNoise::White(white) => {
                    white.normals::<A>(*first_group + number as u64, self.step, &mut drawn);
                    for (normal, drawn) in normals.iter_mut().zip(drawn) {
                        *normal = F::from_f32(drawn);
                    }
                }
                SegmentNoise::Shared(first_column) => {
                    let column = *first_column + number * GROUP;
                    let row = &self.normals.row(self.step)[column..column + count];
                    for (normal, &given) in normals.iter_mut().zip(row) {
                        *normal = F::from_f64(given);
                    }
                }
            }
            let current = self.current.get(group.clone()).unwrap_or(&zeros[..count]);
            let state = self.state.slice(group);
            let spiked = kernel.step::<A>(state, &normals[..count], current);
            if spiked != 0 {
                self.emitted
                    .push_group(self.first_neuron + start as u32, spiked);
            }
        }
    }
}
