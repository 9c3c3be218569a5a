//! Every synapse of every spike arrives once, at its time, whatever there is room for and however the run is cut.

use super::*;
use crate::connectivity::{Pathway, Rows, build_rows, pathways};
use crate::level::Level;
use crate::network::{
    ConnectionRule, Network, NetworkDescription, Population, Projection, Receptor, ReceptorChoice,
    Storage, Values,
};
use crate::threads::Crew;
use adexnet_model::adex::AdexParameters;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SOURCES: usize = 600;
const TARGETS: usize = 40;
const STEPS: u64 = 1_200;

struct Case {
    pathway: Pathway,
    rows: Rows<f32>,
    /// Spikes of each step.
    spikes: Vec<Vec<u32>>,
}

impl Case {
    /// Irregular spikes, none for some time, and now and then all sources at once.
    fn new(p: f64, weight: Values, delay: Values) -> Self {
        let sources = Population::new("sources", SOURCES, AdexParameters::default());
        let targets = Population::new("targets", TARGETS, AdexParameters::default());
        let network = Network::new(NetworkDescription {
            dt: 0.1,
            seed: 5,
            projections: vec![Projection {
                name: "tested".to_owned(),
                source: sources.all(0),
                target: targets.all(1),
                receptor: ReceptorChoice::One(Receptor::EXCITATORY),
                rule: ConnectionRule::PairwiseBernoulli { p, autapses: false },
                weight,
                delay,
                plasticity: None,
                storage: Storage::Auto,
            }],
            populations: vec![sources, targets],
            ..NetworkDescription::default()
        });
        let network = network.expect("the network is valid");
        let crew = Crew::new(1).expect("one thread");
        let pathway = pathways(&network, None, &crew, Level::best()).pop();
        let pathway = pathway.expect("there are synapses");
        let all = 0..TARGETS as u32;
        let rows = build_rows(&pathway, std::slice::from_ref(&all), &crew, Level::best()).pop();
        let mut random = ChaCha8Rng::from_seed([3; 32]);
        let mut one = |step: u64| match step {
            300..600 => Vec::new(),
            _ if step % 100 == 7 => (0..SOURCES as u32).collect(),
            _ => (0..SOURCES as u32)
                .filter(|_| random.next_u32() % 200 == 0)
                .collect(),
        };
        Self {
            pathway,
            rows: rows.expect("one part"),
            spikes: (0..STEPS).map(&mut one).collect(),
        }
    }

    fn delayed(&self) -> DelayedRows<'_, f32> {
        self.rows.delayed().expect("delays are individual")
    }

    /// What arrives at each step and target, as bits, and the synaptic events of all steps.
    fn expected(&self) -> (Vec<u32>, u64) {
        let mut sums = vec![0.0_f32; STEPS as usize * TARGETS];
        let mut events = 0;
        let rows = self.delayed();
        for (emission, spikes) in self.spikes.iter().enumerate() {
            for &source in spikes {
                for k in rows.place(source as usize) {
                    let delay = self.pathway.delay as usize + usize::from(rows.delays[k]);
                    let place = (emission + 1 + delay) * TARGETS + usize::from(rows.targets[k]);
                    if let Some(sum) = sums.get_mut(place) {
                        *sum += rows.weights.map_or(1.0, |weights| weights[k]);
                        events += 1;
                    }
                }
            }
        }
        if let Weight::Uniform(weight) = self.pathway.weight {
            for sum in &mut sums {
                *sum *= weight as f32;
            }
        }
        (sums.into_iter().map(f32::to_bits).collect(), events)
    }

    fn ring(&self, room: u64) -> Delayed<f32> {
        let longest = self.delayed().longest();
        Delayed::with_room(self.pathway.weight, TARGETS, longest, room as usize)
    }

    /// The same as received with a ring of `room` steps, in intervals that end after `interval` steps.
    fn received(
        &self,
        room: u64,
        mut interval: impl FnMut(u64) -> u64,
        loses_ring: bool,
    ) -> (Vec<u32>, u64) {
        let (shortest, weight) = (self.pathway.delay, self.pathway.weight);
        let mut delayed = self.ring(room);
        let mut history = History::new(shortest + delayed.longest + 1);
        let (mut spikes, mut arrivals) = (Spikes::default(), Arrivals::default());
        let (mut found, mut events) = (Vec::new(), 0);
        let (mut step, mut settled_until) = (0, 0);
        while step < STEPS {
            let end = STEPS.min(step + interval(step).clamp(1, shortest + 1));
            // Now and then the first step is settled before the others, as at the end of a run.
            let settles = step % 3 == 1;
            let parts = [(settles, step..step + 1), (true, step..end)];
            for (_, steps) in parts.into_iter().filter(|(is_due, _)| *is_due) {
                if loses_ring && step % 50 == 0 {
                    delayed = self.ring(room);
                    delayed.visited = settled_until.max(step).saturating_sub(1 + shortest);
                    delayed.horizon = settled_until.max(step);
                }
                let sources = &self.pathway.sources;
                let own = (shortest, sources, None);
                events +=
                    delayed.receive(self.delayed(), own, steps.clone(), &history, &mut spikes);
                delayed.exchange(&mut arrivals);
                for (k, step) in steps.enumerate() {
                    let mut sums = [0.0; TARGETS];
                    if step < settled_until {
                        assert!(!arrivals.is_pending(k), "step {step} arrives twice");
                        continue;
                    }
                    if arrivals.is_pending(k) {
                        arrivals.drain(k, 0..TARGETS, weight, &mut sums);
                    }
                    found.extend(sums.map(f32::to_bits));
                    settled_until = step + 1;
                }
                delayed.exchange(&mut arrivals);
            }
            for step in step..end {
                history
                    .begin_step(step)
                    .clone_from(&self.spikes[step as usize]);
            }
            step = end;
        }
        (found, events)
    }
}

/// Weights that are counted and summed, delays from 0 or longer, short rows and long, and more than 255 arrivals
/// at a time.
fn cases() -> Vec<(&'static str, Case)> {
    let uniform = || Values::constant(0.3);
    let drawn = || Values::normal(1.0, 0.5);
    vec![
        (
            "counts",
            Case::new(0.3, uniform(), Values::uniform(0.0, 30.0)),
        ),
        ("sums", Case::new(0.3, drawn(), Values::uniform(0.0, 30.0))),
        ("few", Case::new(0.01, drawn(), Values::lognormal(5.0, 5.0))),
        ("late", Case::new(0.1, drawn(), Values::uniform(20.0, 20.5))),
        (
            "a burst",
            Case::new(1.0, uniform(), Values::uniform(0.4, 0.6)),
        ),
        (
            "a late burst",
            Case::new(1.0, uniform(), Values::normal(9.0, 0.1)),
        ),
    ]
}

#[test]
fn spikes_arrive_once_whatever_there_is_room_for() {
    for (name, case) in cases() {
        let expected = case.expected();
        assert!(expected.1 > 1_000, "{name}: {} events", expected.1);
        let shortest = case.pathway.delay;
        let longest = case.delayed().longest();
        let interval = (shortest + 1).min(64);
        for ahead in [1, 2, 7, 32, 100, longest, longest + 50] {
            let mut random = ChaCha8Rng::from_seed([ahead as u8; 32]);
            let room = interval + ahead;
            let whole = case.received(room, |_| interval, false);
            assert!(whole == expected, "{name}: {room} steps");
            let single = case.received(room, |_| 1, false);
            assert!(single == expected, "{name}: {room} steps, single steps");
            let mut cut = || 1 + u64::from(random.next_u32()) % interval;
            let cut = case.received(room, |_| cut(), false);
            assert!(cut == expected, "{name}: {room} steps, cut");
        }
    }
}

/// If this fails, a run that is resumed needs more than the history of spikes.
#[test]
fn a_lost_ring_is_filled_again_from_the_history() {
    for (name, case) in cases() {
        let expected = case.expected();
        for room in [70, 1_000] {
            let found = case.received(room, |_| 10, true);
            assert!(found == expected, "{name}: {room} steps");
        }
    }
}

#[test]
fn rings_take_a_part_of_the_memory_of_synapses() {
    // 1,000 synapses of 4 bytes, counted; with weights of 8 bytes, summed; few synapses; a narrow range.
    assert_eq!(ring_steps(1_000, 1, 4_000.0, 1), 1 + 256);
    assert_eq!(ring_steps(1_000, 1, 12_000.0, 8), 1 + 187);
    assert_eq!(ring_steps(1_000, 16, 12.0, 8), 16 + 32);
    assert_eq!(ring_steps(10, 16, 12_000.0, 8), 16 + 10);
}
