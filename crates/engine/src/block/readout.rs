//! Reading a block between two intervals, and setting its state: values, samples and synapses.

use super::procedural::DrawnRow;
use super::{Block, Inbound, Inward, Part, Segment};
use crate::cells::Observed;
use crate::level::{Level, Machine, Task};
use crate::network::{NeuronNumbers, Receptor};
use crate::recording::StateRecord;
use adexnet_model::float::Float;

impl<F: Float> Block<F> {
    /// Appends the values of a variable of the neurons of a population.
    pub(crate) fn append_values(
        &self,
        population: usize,
        observed: Observed,
        values: &mut Vec<f64>,
    ) {
        let segments = self.segments.iter();
        for segment in segments.filter(|segment| segment.population == population) {
            segment.cells.append_values(observed, values);
        }
    }

    /// Replaces the values of a state variable of the neurons of a population, of which `values` holds
    /// those that have not been replaced yet.
    pub(crate) fn set_values(&mut self, population: usize, variable: usize, values: &mut &[f64]) {
        let segments = self.segments.iter_mut();
        for segment in segments.filter(|segment| segment.population == population) {
            let (own, rest) = values.split_at(segment.surroundings.neurons.len());
            segment.cells.set_values(variable, own);
            *values = rest;
        }
    }

    /// Sets the injected current of some neurons, numbered through the network, in pA.
    pub(crate) fn set_current(&mut self, neurons: &NeuronNumbers, current: f64) {
        for Segment { surroundings, .. } in &mut self.segments {
            let here = Part::of(neurons, &surroundings.neurons);
            if here.len() > 0 {
                let size = surroundings.neurons.len();
                surroundings.current.set_live(size, &here, current);
            }
        }
    }

    /// Copies this block's part of a recording into its record.
    pub(crate) fn copy_samples(&self, recording: usize, record: &mut StateRecord) {
        for Segment { surroundings, .. } in &self.segments {
            let recorders = surroundings.recorders.iter();
            for recorder in recorders.filter(|recorder| recorder.recording == recording) {
                recorder.copy_into(record);
            }
        }
    }

    /// Number of synapses of a projection that end here; where they are not stored, the number to be
    /// expected.
    pub(crate) fn synapses_of(&self, projection: usize) -> u64 {
        let own = self
            .inbound
            .iter()
            .filter(|inbound| inbound.projection == projection);
        own.map(Inbound::len).sum()
    }

    /// Visits the synapses of a projection that end here: source and target, numbered through the network, weight in
    /// nS, inhibitory ones negative, and delay in steps.
    pub(crate) fn visit_synapses(
        &self,
        projection: usize,
        is_inhibitory: impl Fn(Receptor) -> bool,
        level: Level,
        mut visit: impl FnMut(u32, u32, f64, u64),
    ) {
        for inbound in self
            .inbound
            .iter()
            .filter(|inbound| inbound.projection == projection)
        {
            let sign = if is_inhibitory(inbound.receptor) {
                -1.0
            } else {
                1.0
            };
            let first = self.neurons.start;
            level.run(Visit {
                inbound,
                visit: |source, target, weight: f64, delay| {
                    let target = first + inbound.targets.place(target) as u32;
                    visit(source, target, sign * weight, delay);
                },
            });
        }
    }
}

/// Visits all synapses of a pathway in a block: source, numbered through the network, target, counted among those of
/// the pathway in the block, weight in nS and delay in steps.
struct Visit<'a, F, V> {
    inbound: &'a Inbound<F>,
    visit: V,
}

impl<F: Float, V: FnMut(u32, usize, f64, u64)> Task for Visit<'_, F, V> {
    #[inline(always)]
    fn run<M: Machine>(mut self, machine: M) {
        let mut drawn = DrawnRow::default();
        let common = self.inbound.weight.common().unwrap_or_default();
        let delay = self.inbound.delay;
        for (row, source) in self.inbound.sources.iter().enumerate() {
            match &self.inbound.synapses {
                Inward::Stored(rows) => {
                    let (weights, delays) = (rows.weights(row), rows.delays(row));
                    for (k, &target) in rows.targets(row).iter().enumerate() {
                        let weight = weights.map_or(common, |weights| weights[k].to_f64());
                        let more = delays.map_or(0, |delays| u64::from(delays[k]));
                        (self.visit)(source, usize::from(target), weight, delay + more);
                    }
                }
                Inward::Procedural(procedural) => {
                    let visit = |target, weight| (self.visit)(source, target, weight, delay);
                    procedural.visit_synapses(machine, &mut drawn, row as u32, common, visit);
                }
            }
        }
    }
}
