//! Reading a block between two intervals: values, samples and synapses.

use super::Block;
use crate::connectivity::Weight;
use crate::network::Receptor;
use crate::recording::{StateRecord, Variable};
use adexnet_model::float::Float;
use sprs::TriMatI;

impl<F: Float> Block<F> {
    /// Appends the value of a variable of every neuron.
    pub(crate) fn append_values(&self, variable: Variable, values: &mut Vec<f64>) {
        let (v, w, [g_ex, g_in]) = (&self.state.v, &self.state.w, &self.state.g);
        for segment in &self.segments {
            let value = |k: usize| match variable {
                Variable::V => v[k],
                Variable::W => w[k],
                Variable::Ge => g_ex[k],
                Variable::Gi => g_in[k],
                Variable::I => segment.kernel.synaptic_current(v[k], g_ex[k], g_in[k]),
            };
            values.extend(segment.range.clone().map(|k| value(k).to_f64()));
        }
    }

    /// Copies this block's part of a recording into its record.
    pub(crate) fn copy_samples(&self, recording: usize, record: &mut StateRecord) {
        for recorder in self.recorders.iter().filter(|r| r.recording == recording) {
            recorder.copy_into(record, self.neurons.start);
        }
    }

    /// Number of synapses of a projection that end here.
    pub(crate) fn synapses_of(&self, projection: usize) -> u64 {
        let own = self
            .inbound
            .iter()
            .filter(|inbound| inbound.projection == projection);
        own.map(|inbound| inbound.rows.len() as u64).sum()
    }

    /// Adds the synapses of a projection that end here, in nS, inhibitory ones negative.
    pub(crate) fn add_synapses(&self, projection: usize, matrix: &mut TriMatI<f64, u32>) {
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
            for (row, source) in inbound.sources.clone().enumerate() {
                let weights = inbound.rows.weights(row);
                for (k, &target) in inbound.rows.targets(row).iter().enumerate() {
                    let weight = match inbound.weight {
                        Weight::Uniform(weight) => weight,
                        Weight::Individual => weights.map_or(0.0, |weights| weights[k].to_f64()),
                    };
                    let column = first + usize::from(target);
                    matrix.add_triplet(source as usize, column, sign * weight);
                }
            }
        }
    }
}
