//! Reading a block between two intervals: values, samples and synapses.

use super::{Block, Inbound, Inward, State};
use crate::connectivity::{Scratch, Weight};
use crate::level::{Level, Machine, Task};
use crate::network::Receptor;
use crate::recording::{StateRecord, Variable};
use adexnet_model::float::Float;
use sprs::TriMatI;

impl<F: Float> Block<F> {
    /// Appends the value of a variable of every neuron.
    pub(crate) fn append_values(&self, variable: Variable, values: &mut Vec<f64>) {
        for chunk in &self.chunks {
            let State { v, w, g } = &chunk.state;
            for segment in &chunk.segments {
                let value = |k: usize| match variable {
                    Variable::V => v[k],
                    Variable::W => w[k],
                    Variable::Ge => g[0][k],
                    Variable::Gi => g[1][k],
                    Variable::I => segment.kernel.synaptic_current(v[k], g[0][k], g[1][k]),
                };
                values.extend(segment.range.clone().map(|k| value(k).to_f64()));
            }
        }
    }

    /// Copies this block's part of a recording into its record.
    pub(crate) fn copy_samples(&self, recording: usize, record: &mut StateRecord) {
        for chunk in &self.chunks {
            let recorders = chunk.recorders.iter();
            for recorder in recorders.filter(|recorder| recorder.recording == recording) {
                recorder.copy_into(record, chunk.neurons.start);
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

    /// Adds the synapses of a projection that end here, in nS, inhibitory ones negative.
    pub(crate) fn add_synapses(
        &self,
        projection: usize,
        level: Level,
        matrix: &mut TriMatI<f64, u32>,
    ) {
        for inbound in self
            .inbound
            .iter()
            .filter(|inbound| inbound.projection == projection)
        {
            let sign = match inbound.receptor {
                Receptor::Excitatory => 1.0,
                Receptor::Inhibitory => -1.0,
            };
            let first = self.neurons.start as usize + inbound.targets.start;
            level.run(Visit {
                inbound,
                visit: |source, target, weight: f64| {
                    matrix.add_triplet(source as usize, first + target, sign * weight);
                },
            });
        }
    }
}

/// Visits all synapses of a pathway in a block: source, numbered through the network, target, counted from the
/// first of the pathway in the block, and weight in nS.
struct Visit<'a, F, V> {
    inbound: &'a Inbound<F>,
    visit: V,
}

impl<F: Float, V: FnMut(u32, usize, f64)> Task for Visit<'_, F, V> {
    #[inline(always)]
    fn run<M: Machine>(mut self, machine: M) {
        let mut scratch = Scratch::default();
        for (row, source) in self.inbound.sources.clone().enumerate() {
            let weight_of = |weight: f64| match self.inbound.weight {
                Weight::Uniform(weight) => weight,
                Weight::Individual => weight,
            };
            match &self.inbound.synapses {
                Inward::Stored(rows) => {
                    let weights = rows.weights(row);
                    for (k, &target) in rows.targets(row).iter().enumerate() {
                        let weight = weights.map_or(0.0, |weights| weights[k].to_f64());
                        (self.visit)(source, usize::from(target), weight_of(weight));
                    }
                }
                Inward::Procedural(synapses, first) => {
                    let targets = *first..*first + self.inbound.targets.len() as u32;
                    synapses.visit_row(
                        machine,
                        &mut scratch,
                        row as u32,
                        targets,
                        |target, weight| {
                            (self.visit)(source, (target - first) as usize, weight_of(weight));
                        },
                    );
                }
            }
        }
    }
}
