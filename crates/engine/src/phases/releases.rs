//! What spikes release at synapses with short-term plasticity.
//!
//! One idea: the state of such synapses belongs to their source, so it is brought up to date once for each spike, when
//! the spike is published, and what is released goes along with the spike in a history of its own.

use crate::network::{Network, NeuronNumbers, ShortTerm};
use crate::snapshot::{RestoreError, Restorer, Saver};
use std::collections::VecDeque;

/// The sources of a projection with short-term plasticity.
#[derive(Debug, Clone)]
pub(crate) struct Releases {
    /// Number of the projection.
    pub(crate) projection: usize,
    /// Its name.
    name: String,
    parameters: ShortTerm,
    /// Length of a step, in ms.
    dt: f64,
    sources: NeuronNumbers,
    /// Of each source: utilization and resources just after its last spike, and the step of that.
    states: Vec<(f64, f64, u64)>,
    /// What the spikes of consecutive steps release, in the order of the sources.
    steps: VecDeque<Vec<f64>>,
    /// Step of the first of them.
    first: u64,
    /// Steps that are kept, at least one.
    length: u64,
    /// Memory for the sources that spike in a step.
    spiking: Vec<u32>,
}

impl Releases {
    /// Those of all projections of a network that have any; `length` steps are kept.
    pub(crate) fn of(network: &Network, length: u64) -> Vec<Self> {
        let projections = network.description().projections.iter().enumerate();
        let of = |(number, projection): (usize, &crate::network::Projection)| {
            let sources = network.slice_numbers(&projection.source);
            Some(Self {
                projection: number,
                name: projection.name.clone(),
                parameters: projection.plasticity?,
                dt: network.time_step().ms(),
                states: vec![(0.0, 1.0, 0); sources.len()],
                sources,
                steps: VecDeque::new(),
                first: 0,
                length: length.max(1),
                spiking: Vec::new(),
            })
        };
        projections.filter_map(of).collect()
    }

    /// Appends the releases of the spikes of the next step, which ascend.
    pub(crate) fn publish(&mut self, step: u64, spikes: &[u32]) {
        let mut released = if self.steps.len() as u64 == self.length {
            self.first += 1;
            self.steps.pop_front().unwrap_or_default()
        } else {
            Vec::new()
        };
        released.clear();
        let mut spiking = std::mem::take(&mut self.spiking);
        spiking.clear();
        self.sources.append_indices(spikes, &mut spiking);
        for &source in &spiking {
            let state = &mut self.states[source as usize];
            let passed = (step - state.2) as f64 * self.dt;
            released.push(spike(&self.parameters, state, passed));
            state.2 = step;
        }
        self.spiking = spiking;
        self.steps.push_back(released);
    }

    /// Keeps the states of the sources, and what the spikes of the last steps release.
    pub(crate) fn save(&self, saver: &mut Saver) {
        let states = || self.states.iter();
        let [u, x, last, released] = self.arrays();
        saver.add(&u, states().map(|state| state.0).collect());
        saver.add(&x, states().map(|state| state.1).collect());
        saver.add(&last, states().map(|state| state.2).collect());
        saver.add(
            &released,
            self.steps.iter().flatten().copied().collect::<Vec<f64>>(),
        );
    }

    /// Those that were kept when `step` steps had been simulated; `history` holds the spikes of the last of them.
    pub(crate) fn restored(
        &self,
        step: u64,
        history: &VecDeque<Vec<u32>>,
        restorer: &mut Restorer<'_>,
    ) -> Result<Self, RestoreError> {
        let [u, x, last, released] = self.arrays();
        let sources = self.sources.len();
        let of_sources = restorer.array_of::<f64>(&u, sources)?.iter();
        let of_sources = of_sources.zip(restorer.array_of::<f64>(&x, sources)?);
        let lasts = restorer.array_of::<u64>(&last, sources)?;
        if lasts.iter().any(|&last| last > step) {
            return Err(RestoreError::content(
                &last,
                format!("a spike comes after step {step}"),
            ));
        }
        let states = of_sources.zip(lasts).map(|((&u, &x), &last)| (u, x, last));
        let mut spiking = Vec::new();
        let counts: Vec<usize> = history
            .iter()
            .map(|spikes| {
                spiking.clear();
                self.sources.append_indices(spikes, &mut spiking);
                spiking.len()
            })
            .collect();
        let mut rest = restorer.array_of::<f64>(&released, counts.iter().sum())?;
        let steps = counts.into_iter().map(|count| {
            let (of_step, later) = rest.split_at(count);
            rest = later;
            of_step.to_vec()
        });
        Ok(Self {
            states: states.collect(),
            steps: steps.collect(),
            first: step - history.len() as u64,
            spiking: Vec::new(),
            ..self.clone()
        })
    }

    fn arrays(&self) -> [String; 4] {
        ["utilization", "resources", "last_spike", "released"]
            .map(|part| format!("releases.{}.{part}", self.name))
    }

    /// What the spikes of one of the last steps release, in ascending order of the sources.
    #[inline]
    pub(crate) fn of_step(&self, step: u64) -> &[f64] {
        &self.steps[(step - self.first) as usize]
    }
}

/// Brings a source to a spike that comes some time in ms after its last one, and returns what is released.
fn spike(parameters: &ShortTerm, state: &mut (f64, f64, u64), passed: f64) -> f64 {
    // What is left of a deviation after some time; nothing where the time constant is 0.
    let left = |tau: f64| {
        if tau > 0.0 {
            libm::exp(-passed / tau)
        } else {
            0.0
        }
    };
    let (u, x, _) = *state;
    let u = u * left(parameters.tau_facil);
    let x = 1.0 + (x - 1.0) * left(parameters.tau_rec);
    let u = u + parameters.utilization * (1.0 - u);
    let released = u * x;
    (state.0, state.1) = (u, x - released);
    released
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A regular train reaches the steady state of Tsodyks et al. (1998).
    #[test]
    fn a_regular_train_reaches_its_steady_state() {
        for (utilization, tau_rec, tau_facil) in [(0.5, 800.0, 0.0), (0.1, 100.0, 1000.0)] {
            let parameters = ShortTerm {
                utilization,
                tau_rec,
                tau_facil,
            };
            let mut state = (0.0, 1.0, 0);
            let interval = 50.0;
            let mut released = spike(&parameters, &mut state, 1e9);
            assert_eq!(released, utilization, "the first spike finds all resources");
            for _ in 0..2_000 {
                released = spike(&parameters, &mut state, interval);
            }
            let decay = |tau: f64| {
                if tau > 0.0 {
                    (-interval / tau).exp()
                } else {
                    0.0
                }
            };
            let u = utilization / (1.0 - (1.0 - utilization) * decay(tau_facil));
            let x = (1.0 - decay(tau_rec)) / (1.0 - (1.0 - u) * decay(tau_rec));
            assert!((released - u * x).abs() < 1e-12, "{released}, {}", u * x);
        }
    }
}
