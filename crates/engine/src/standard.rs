//! The standard networks: what throughput is compared by.
//!
//! All have the neurons, the noise and the 0.1 ms steps of the notebook, four fifths of them excitatory, and weights
//! that are scaled by the number K of synapses onto a neuron (10 nS / K on ge, four times as much on gi), so that
//! their activity is alike: about 3.7 Hz after the onset, and 5 Hz in the notebook.

use crate::network::{
    ConnectionRule, NetworkDescription, Population, Projection, Receptor, ReceptorChoice, Slice,
    Storage,
};
use adexnet_model::adex::AdexParameters;
use std::ops::Range;

/// A standard network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardNetwork {
    /// Its name: `notebook`, `n4k`, `n100k`, `n1m` or `n10m`.
    pub name: &'static str,
    /// Number of neurons.
    pub size: usize,
    /// Sources of inhibition; all neurons before 4/5 of them are sources of excitation.
    first_inhibitory: usize,
    /// How its neurons are connected.
    rule: Rule,
    /// Delay of all synapses, in ms.
    pub delay: f64,
    storage: Storage,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Rule {
    /// Every pair with this probability.
    Probability(f64),
    /// This many excitatory and inhibitory synapses onto each neuron.
    InDegrees(u32, u32),
}

/// The standard networks, the smallest first.
pub const STANDARD_NETWORKS: [StandardNetwork; 5] = [
    StandardNetwork {
        name: "notebook",
        size: 100,
        first_inhibitory: 81,
        rule: Rule::Probability(0.05),
        delay: 0.0,
        storage: Storage::Stored,
    },
    StandardNetwork {
        name: "n4k",
        size: 4_000,
        first_inhibitory: 3_200,
        rule: Rule::Probability(0.05),
        delay: 0.0,
        storage: Storage::Stored,
    },
    StandardNetwork {
        name: "n100k",
        size: 100_000,
        first_inhibitory: 80_000,
        rule: Rule::InDegrees(800, 200),
        delay: 1.5,
        storage: Storage::Stored,
    },
    StandardNetwork {
        name: "n1m",
        size: 1_000_000,
        first_inhibitory: 800_000,
        rule: Rule::InDegrees(800, 200),
        delay: 1.5,
        storage: Storage::Stored,
    },
    StandardNetwork {
        name: "n10m",
        size: 10_000_000,
        first_inhibitory: 8_000_000,
        rule: Rule::Probability(1e-4),
        delay: 1.5,
        storage: Storage::Procedural,
    },
];

impl StandardNetwork {
    /// The standard network of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        STANDARD_NETWORKS
            .into_iter()
            .find(|network| network.name == name)
    }

    /// Describes it, with the generator `ChaCha8`.
    ///
    /// ```
    /// use adexnet_engine::{Network, StandardNetwork};
    /// let n4k = StandardNetwork::find("n4k").expect("a standard network");
    /// let network = Network::new(n4k.describe(1234))?;
    /// assert_eq!(network.size(), 4000);
    /// # Ok::<(), adexnet_engine::NetworkError>(())
    /// ```
    #[must_use]
    pub fn describe(&self, seed: u64) -> NetworkDescription {
        let excitatory = self.size * 4 / 5;
        NetworkDescription {
            dt: 0.1,
            seed,
            populations: vec![Population::new(
                "cells",
                self.size,
                AdexParameters::default(),
            )],
            projections: vec![
                self.projection("E", 0..excitatory, Receptor::EXCITATORY),
                self.projection("I", self.first_inhibitory..self.size, Receptor::INHIBITORY),
            ],
            ..NetworkDescription::default()
        }
    }

    fn projection(&self, name: &str, source: Range<usize>, receptor: Receptor) -> Projection {
        let slice = |neurons| Slice::range(0, neurons);
        let autapses = false;
        let (rule, synapses) = match (self.rule, receptor) {
            (Rule::Probability(p), _) => (
                ConnectionRule::PairwiseBernoulli { p, autapses },
                self.size as f64 * p,
            ),
            (Rule::InDegrees(ex, inh), _) => {
                let degree = if receptor == Receptor::EXCITATORY {
                    ex
                } else {
                    inh
                };
                (
                    ConnectionRule::FixedInDegree {
                        degree,
                        autapses,
                        multapses: false,
                    },
                    f64::from(ex + inh),
                )
            }
        };
        let scale = if receptor == Receptor::EXCITATORY {
            1.0
        } else {
            4.0
        };
        Projection {
            name: name.to_owned(),
            source: slice(source),
            target: slice(0..self.size),
            receptor: ReceptorChoice::One(receptor),
            rule,
            weight: (scale * 10.0 / synapses).into(),
            delay: self.delay.into(),
            plasticity: None,
            storage: self.storage,
        }
    }
}
