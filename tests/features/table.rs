//! The features, each on top of the network of [`nothing`].

use super::{Feature, Setting};
use crate::support::{cells, normals, slice, sparse};
use adexnet::engine::{
    ALWAYS, Arrival, ArrivalInput, ConnectionRule, CurrentInput, Edges, Fluctuating, Fluctuations,
    Generator, Input, Model, NetworkDescription, Noise, PoissonInput, Population, Projection,
    RateRecording, Receptor, ReceptorChoice, Recording, Slice, SpikeRecording, SpikeTimes,
    StateRecording, Storage, Values, Variable, Waveform,
};
use adexnet::model::izhikevich::IzhikevichParameters;
use adexnet::model::lif::LifParameters;
use ndarray::Array2;
use std::sync::Arc;

/// Neurons of the population in which features are switched on: several blocks, and no multiple of 128.
const SIZE: usize = 300;

/// Neurons of the other one.
const OTHERS: usize = 70;

const VARIABLES: [Variable; 4] = [Variable::V, Variable::GE, Variable::GI, Variable::I];

/// The network without any feature: two populations of AdEx neurons with noise, excited at the beginning.
pub(super) fn nothing() -> Setting {
    let excited = |name: &str, size, v: f64| {
        let population = Population {
            name: name.to_owned(),
            ..cells(size)
        };
        population.with_initial("V", v).with_initial("ge", 4.0)
    };
    let projection = |name: &str, source, target, receptor| Projection {
        name: name.to_owned(),
        source,
        target,
        receptor: ReceptorChoice::One(receptor),
        rule: ConnectionRule::PairwiseBernoulli {
            p: 0.06,
            autapses: false,
        },
        weight: 0.3.into(),
        delay: 0.8.into(),
        plasticity: None,
        storage: Storage::Auto,
    };
    let states = StateRecording {
        every: 7,
        ..StateRecording::new("some", &VARIABLES, every(SIZE, 9))
    };
    Setting {
        description: NetworkDescription {
            dt: 0.1,
            seed: 77,
            populations: vec![
                excited("cells", SIZE, -55.0),
                excited("others", OTHERS, -58.0),
            ],
            projections: vec![
                projection(
                    "E",
                    cells_of(0..240),
                    cells_of(0..SIZE),
                    Receptor::EXCITATORY,
                ),
                projection(
                    "I",
                    cells_of(240..SIZE),
                    cells_of(0..SIZE),
                    Receptor::INHIBITORY,
                ),
                projection(
                    "across",
                    cells_of(5..SIZE),
                    slice(1, 0..OTHERS),
                    Receptor::EXCITATORY,
                ),
            ],
            ..NetworkDescription::default()
        },
        recording: Recording {
            spikes: SpikeRecording::All,
            states: vec![states],
            ..Recording::default()
        },
        act: None,
    }
}

/// Neurons of the first population.
fn cells_of(neurons: std::ops::Range<usize>) -> Slice {
    slice(0, neurons)
}

/// Neurons of the first population, except for every `stride`-th.
fn every(size: usize, stride: usize) -> Slice {
    let others = (0..size as u32).filter(|neuron| neuron % stride as u32 != 0);
    Slice::list(0, others.collect::<Vec<_>>())
}

impl Setting {
    /// Changes the first population.
    fn change(&mut self, change: impl FnOnce(Population) -> Population) {
        let population = self.description.populations[0].clone();
        self.description.populations[0] = change(population);
    }

    fn model(&mut self, model: impl Into<Model>, v: f64) {
        let population = Population::new("cells", SIZE, model);
        let population = population.with_initial("V", v).with_initial("ge", 4.0);
        self.description.populations[0] = population.with_parameter("Iext", 8.0);
    }

    fn parameter(&mut self, symbol: &str, values: impl Into<Values>) {
        self.change(|population| population.with_parameter(symbol, values));
    }

    fn initial(&mut self, symbol: &str, values: impl Into<Values>) {
        self.change(|population| population.with_initial(symbol, values));
    }

    fn refractory(&mut self, period: impl Into<Values>) {
        self.change(|population| population.with_refractory(period));
    }

    fn rule(&mut self, rule: ConnectionRule) {
        self.description.projections[0].rule = rule;
    }

    /// A population that is connected to some of the neurons.
    fn source(&mut self, source: Population) {
        let projection = Projection {
            name: "source".to_owned(),
            source: source.all(2),
            target: cells_of(11..290),
            delay: 0.5.into(),
            ..self.description.projections[0].clone()
        };
        self.description.populations.push(source);
        self.description.projections.push(projection);
    }

    fn input(&mut self, input: impl Into<Input>) {
        self.description.inputs.push(input.into());
    }

    fn current(&mut self, waveform: Waveform) {
        let target = cells_of(20..SIZE);
        self.input(CurrentInput { target, waveform });
    }

    fn poisson(&mut self, change: impl FnOnce(&mut PoissonInput)) {
        let mut input = PoissonInput {
            target: cells_of(20..SIZE),
            receptor: Receptor::EXCITATORY,
            sources: 100,
            weight: 0.5,
            times: vec![0.0],
            rates: vec![20.0],
        };
        change(&mut input);
        self.input(input);
    }

    fn fluctuations(&mut self, kind: Fluctuating, [mean, sd, tau]: [f64; 3]) {
        let target = cells_of(20..SIZE);
        self.input(Fluctuations {
            target,
            kind,
            mean,
            sd,
            tau,
        });
    }

    /// Replaces the target of the last input by a list.
    fn listed(&mut self) {
        let list = every(SIZE - 10, 3);
        match self.description.inputs.last_mut() {
            Some(Input::Current(input)) => input.target = list,
            Some(Input::Poisson(input)) => input.target = list,
            Some(Input::Fluctuations(input)) => input.target = list,
            _ => panic!("this input has no target"),
        }
    }

    fn multapses(&mut self) {
        match &mut self.description.projections[0].rule {
            ConnectionRule::FixedInDegree { multapses, .. }
            | ConnectionRule::FixedOutDegree { multapses, .. }
            | ConnectionRule::FixedTotal { multapses, .. } => *multapses = true,
            _ => panic!("this rule has no multapses"),
        }
    }
}

/// Currents in pA, one column for each of some neurons.
fn samples(neurons: usize) -> Arc<Array2<f64>> {
    Arc::new(Array2::from_shape_fn((40, neurons), |(k, neuron)| {
        ((7 * k + 13 * neuron) % 50) as f64 * 4.0
    }))
}

const CONDUCTANCE: Fluctuating = Fluctuating::Conductance { reversal: 0.0 };

/// Switches a feature on, on top of the network without any.
const fn feature(name: &'static str, switch: fn(&mut Setting)) -> Feature {
    on("nothing", name, switch)
}

/// Switches a feature on, on top of another one.
const fn on(below: &'static str, name: &'static str, switch: fn(&mut Setting)) -> Feature {
    Feature {
        name,
        on: Some(below),
        switch,
    }
}

pub(super) fn features() -> Vec<Feature> {
    let nothing = Feature {
        name: "nothing",
        on: None,
        switch: |_| {},
    };
    let parts = [
        vec![nothing],
        neurons(),
        sources(),
        inputs(),
        connections(),
        runs(),
    ];
    parts.into_iter().flatten().collect()
}

/// Models, parameters, initial values, refractory periods and noise.
fn neurons() -> Vec<Feature> {
    vec![
        feature("lif", |s| s.model(LifParameters::default(), -51.0)),
        feature("izhikevich", |s| {
            s.model(IzhikevichParameters::default(), -50.0);
        }),
        feature("drawn parameters", |s| {
            s.parameter("C", Values::normal(104.0, 10.0).truncated(80.0, 120.0));
            s.parameter("b", Values::lognormal(65.0, 30.0));
            s.parameter("tau_e", Values::uniform(4.0, 9.0));
        }),
        on("lif", "drawn parameters of lif", |s| {
            s.parameter("C", Values::uniform(150.0, 250.0));
        }),
        on("izhikevich", "drawn parameters of izhikevich", |s| {
            s.parameter("a", Values::uniform(0.01, 0.1));
        }),
        feature("given parameters", |s| {
            let values = (0..SIZE).map(|neuron| -53.0 + (neuron % 5) as f64);
            s.parameter("VT", values.collect::<Vec<_>>());
        }),
        feature("drawn noise", |s| {
            s.parameter("Iext", Values::uniform(0.0, 20.0));
        }),
        feature("no noise", |s| s.parameter("Iext", 0.0)),
        feature("drawn initial values", |s| {
            s.initial("V", Values::normal(-56.0, 3.0).truncated(-70.0, -50.0));
            s.initial("w", Values::uniform(0.0, 40.0));
            s.initial("gi", Values::lognormal(1.0, 1.0));
        }),
        feature("given initial values", |s| {
            let values = (0..SIZE).map(|neuron| -60.0 + (neuron % 9) as f64);
            s.initial("V", values.collect::<Vec<_>>());
        }),
        feature("refractory period", |s| s.refractory(2.0)),
        feature("drawn refractory periods", |s| {
            s.refractory(Values::uniform(0.0, 5.0));
        }),
        feature("given refractory periods", |s| {
            let periods = (0..SIZE).map(|neuron| (neuron % 4) as f64);
            s.refractory(periods.collect::<Vec<_>>());
        }),
        on("lif", "refractory period of lif", |s| s.refractory(2.0)),
        feature("recorded noise", |s| {
            let normals = normals(5, super::STEPS as usize, SIZE + OTHERS);
            s.description.noise = Noise::Recorded(Arc::new(normals));
        }),
        feature("serial generator", |s| {
            s.description.generator = Generator::NumpyLegacy;
        }),
    ]
}

/// Populations of sources.
fn sources() -> Vec<Feature> {
    vec![
        feature("spike source", |s| {
            let spikes = (0..400).map(|k| (f64::from(k * 31 % 159) * 0.1, k * 7 % 150));
            s.source(Population::spike_source(
                "source",
                150,
                SpikeTimes::new(spikes),
            ));
        }),
        feature("Poisson source", |s| {
            s.source(Population::poisson_source("source", 150, 300.0));
        }),
        feature("Poisson source with drawn rates", |s| {
            let rates = Values::lognormal(300.0, 300.0).truncated(0.0, 2000.0);
            s.source(Population::poisson_source("source", 150, rates));
        }),
    ]
}

/// Currents, arrivals and fluctuations.
fn inputs() -> Vec<Feature> {
    vec![
        feature("stepped current", |s| {
            s.current(Waveform::Steps {
                times: vec![1.0, 7.25, 12.0],
                values: vec![200.0, 0.0, 300.0],
            });
        }),
        feature("sinusoidal current", |s| {
            s.current(Waveform::Sinusoid {
                offset: 50.0,
                amplitude: 200.0,
                frequency: 90.0,
                phase: 0.4,
            });
        }),
        feature("sampled current", |s| {
            let samples = samples(1);
            s.current(Waveform::Sampled {
                every: 0.25,
                samples,
            });
        }),
        feature("sampled currents", |s| {
            let samples = samples(SIZE - 20);
            s.current(Waveform::Sampled {
                every: 0.3,
                samples,
            });
        }),
        on(
            "stepped current",
            "stepped current into a list",
            Setting::listed,
        ),
        on(
            "sinusoidal current",
            "sinusoidal current into a list",
            Setting::listed,
        ),
        on(
            "sampled current",
            "sampled current into a list",
            Setting::listed,
        ),
        feature("sampled currents into a list", |s| {
            let target = every(SIZE, 3);
            let samples = samples(target.neurons.len());
            let waveform = Waveform::Sampled {
                every: 0.3,
                samples,
            };
            s.input(CurrentInput { target, waveform });
        }),
        feature("given arrivals", |s| {
            let events = (0..900).map(|k| Arrival {
                step: k * 17 % 150,
                neuron: (k * 37 % SIZE as u64) as u32,
                count: 1 + (k % 3) as u32,
            });
            s.input(ArrivalInput {
                population: 0,
                receptor: Receptor::EXCITATORY,
                weight: 1.3,
                events: events.collect(),
            });
        }),
        feature("Poisson input", |s| s.poisson(|_| {})),
        feature("inhibitory Poisson input", |s| {
            s.poisson(|input| input.receptor = Receptor::INHIBITORY);
        }),
        feature("stepped Poisson input", |s| {
            s.poisson(|input| {
                input.times = vec![1.0, 7.25, 12.0];
                input.rates = vec![20.0, 0.0, 60.0];
            });
        }),
        on("Poisson input", "Poisson input of a list", Setting::listed),
        feature("fluctuating current", |s| {
            s.fluctuations(Fluctuating::Current, [50.0, 100.0, 5.0]);
        }),
        feature("fluctuating conductance", |s| {
            s.fluctuations(CONDUCTANCE, [1.0, 1.0, 3.0]);
        }),
        on(
            "fluctuating current",
            "fluctuating current into a list",
            Setting::listed,
        ),
        on(
            "fluctuating conductance",
            "fluctuating conductance of a list",
            Setting::listed,
        ),
        on("Poisson input", "all kinds of input", |s| {
            s.fluctuations(Fluctuating::Current, [50.0, 100.0, 5.0]);
            s.fluctuations(CONDUCTANCE, [0.0, 2.0, 3.0]);
            s.input(CurrentInput::constant(every(SIZE, 2), 30.0));
        }),
    ]
}

/// Rules, weights and delays.
fn connections() -> Vec<Feature> {
    use ConnectionRule as Rule;
    vec![
        feature("fixed in-degree", |s| {
            s.rule(Rule::FixedInDegree {
                degree: 30,
                autapses: false,
                multapses: false,
            });
        }),
        feature("fixed out-degree", |s| {
            s.rule(Rule::FixedOutDegree {
                degree: 30,
                autapses: false,
                multapses: false,
            });
        }),
        feature("fixed total", |s| {
            s.rule(Rule::FixedTotal {
                synapses: 9000,
                autapses: true,
                multapses: false,
            });
        }),
        on(
            "fixed in-degree",
            "fixed in-degree, multapses",
            Setting::multapses,
        ),
        on(
            "fixed out-degree",
            "fixed out-degree, multapses",
            Setting::multapses,
        ),
        on("fixed total", "fixed total, multapses", Setting::multapses),
        feature("all to all", |s| {
            s.rule(Rule::AllToAll { autapses: false });
            s.description.projections[0].weight = 0.1.into();
        }),
        feature("one to one", |s| {
            s.description.projections[0].target = cells_of(60..SIZE);
            s.rule(Rule::OneToOne);
            s.description.projections[0].weight = 10.0.into();
        }),
        feature("lists of neurons", |s| {
            s.description.projections[0].source = every(240, 3);
            s.description.projections[0].target = every(SIZE, 4);
        }),
        feature("weights of a matrix", |s| {
            let entry = |(i, j)| match (7 * i + 3 * j) % 40 {
                0 => 1 + (i % 3) as i64,
                1 => -2 - (j % 5) as i64,
                _ => 0,
            };
            let matrix = Array2::from_shape_fn((240, SIZE), entry);
            s.rule(Rule::FromMatrix(Arc::new(sparse(&matrix))));
            s.description.projections[0].receptor = ReceptorChoice::BySign;
        }),
        feature("edges", |s| {
            // Pairs repeat, in no order.
            s.rule(Rule::FromEdges(Arc::new(Edges {
                sources: (0..3000).map(|k| k * 7919 % 239).collect(),
                targets: (0..3000).map(|k| k % 43 * (k % 7)).collect(),
                weights: Some((0..3000).map(|k| f64::from(k % 5) - 1.7).collect()),
                delays: None,
            })));
            s.description.projections[0].receptor = ReceptorChoice::BySign;
        }),
        feature("no delay", |s| {
            s.description.projections[1].delay = 0.0.into();
        }),
        feature("long delay", |s| {
            s.description.projections[0].delay = 9.0.into();
        }),
    ]
}

/// What is recorded, and what is done while a run pauses.
fn runs() -> Vec<Feature> {
    vec![
        feature("some spikes in a window", |s| {
            s.recording.spikes = SpikeRecording::Part {
                neurons: vec![every(SIZE, 4), slice(1, 10..60)],
                window: 33..140,
            };
        }),
        feature("states in a window", |s| {
            s.recording.states.push(StateRecording {
                every: 5,
                window: 33..140,
                ..StateRecording::new("window", &VARIABLES, slice(1, 3..OTHERS))
            });
        }),
        feature("rates", |s| {
            s.recording.rates = vec![
                RateRecording {
                    name: "all".to_owned(),
                    neurons: vec![cells_of(0..SIZE), slice(1, 0..OTHERS)],
                    bin: 9,
                    window: ALWAYS,
                },
                RateRecording {
                    name: "some".to_owned(),
                    neurons: vec![every(SIZE, 4), cells_of(100..200)],
                    bin: 10,
                    window: 33..140,
                },
            ];
        }),
        feature("pauses", |s| s.act = Some(|_, _| {})),
        on("pauses", "a current set in pauses", |s| {
            s.act = Some(|pause, spikes| {
                let current = 300.0 - spikes as f64;
                let set = pause.set_current(&every(SIZE, 3), current);
                set.expect("there are such neurons");
            });
        }),
        on("pauses", "a state set in pauses", |s| {
            s.act = Some(|pause, spikes| {
                let current = pause.simulation().values(0, Variable::W);
                let mut values = current.expect("of AdEx");
                for w in &mut values {
                    *w = 0.5 * *w - spikes as f64;
                }
                let set = pause.set_values(0, Variable::W, &values);
                set.expect("one for each neuron");
            });
        }),
    ]
}
