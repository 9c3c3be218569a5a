//! Projections among listed neurons.

use super::*;
use crate::network::{Neurons, Problem};
use crate::{ALWAYS, Recording, Simulation, SimulationOptions, SpikeRecording, StateRecording};
use adexnet_model::neuron::Variable;

const SIZE: usize = 1_400;

/// Sources and targets of one population, some of which are both.
fn lists() -> (Slice, Slice) {
    let (sources, targets) = (
        (0..1_400).filter(|k| k % 3 != 0),
        (0..1_400).filter(|k| k % 5 < 3 || *k > 1_100),
    );
    (
        Slice::list(0, sources.collect::<Vec<u32>>()),
        Slice::list(0, targets.collect::<Vec<u32>>()),
    )
}

fn between(rule: ConnectionRule, source: Slice, target: Slice) -> NetworkDescription {
    let mut description = description(rule, SIZE, SIZE, 11);
    let cells = description.populations[0].clone();
    description.populations.push(Population {
        name: "others".to_owned(),
        ..cells
    });
    description.projections[0].source = source;
    description.projections[0].target = target;
    description
}

fn rows(description: NetworkDescription) -> Vec<Vec<u32>> {
    let network = Network::new(description).expect("the network is valid");
    let found = pathways(&network, None, &crew(1), Level::best());
    uncut(&found[0])
}

/// If this fails, a list is connected in another way than a range of the same length, or a list of neighbours in
/// another way than their range.
#[test]
fn rules_count_by_the_index_in_the_list() {
    let (source, target) = lists();
    let (sources, targets) = (source.neurons.len(), target.neurons.len());
    for rule in drawn_rules() {
        let elsewhere = Slice {
            population: 1,
            ..target.clone()
        };
        // Distances are those of the neurons, wherever they stand in a list.
        if !matches!(rule, ConnectionRule::Distance { .. }) {
            let listed = rows(between(rule.clone(), source.clone(), elsewhere));
            let (first, second) = (
                Slice::range(0, 5..5 + sources),
                Slice::range(1, 9..9 + targets),
            );
            let ranges = rows(between(rule.clone(), first, second));
            assert!(listed == ranges, "{rule:?}");
        }

        let by_hand = |neurons: Range<u32>| Slice {
            population: 0,
            neurons: Neurons::List(neurons.collect()),
        };
        let listed = rows(between(
            rule.clone(),
            by_hand(10..1_000),
            by_hand(200..1_300),
        ));
        let (first, second) = (Slice::range(0, 10..1_000), Slice::range(0, 200..1_300));
        assert!(
            listed == rows(between(rule.clone(), first, second)),
            "{rule:?}"
        );
    }
}

/// If this fails, neurons of a list connect to themselves, or not to all others.
#[test]
fn no_neuron_of_a_list_connects_to_itself() {
    let (source, target) = lists();
    let whole = Slice::range(0, 0..SIZE);
    let both = [
        (source.clone(), target.clone()),
        (source, whole.clone()),
        (whole, target),
    ];
    for (source, target) in both {
        let sources: Vec<usize> = source.neurons.iter().collect();
        let targets: Vec<usize> = target.neurons.iter().collect();
        for rule in drawn_rules() {
            let rows = rows(between(rule.clone(), source.clone(), target.clone()));
            let mut inward = vec![0_u32; targets.len()];
            for (row, &source) in rows.iter().zip(&sources) {
                for &target in row {
                    inward[target as usize] += 1;
                    assert_ne!(source, targets[target as usize], "{rule:?}");
                }
                if matches!(rule, ConnectionRule::AllToAll { .. }) {
                    let own = usize::from(targets.contains(&source));
                    assert_eq!(row.len(), targets.len() - own);
                }
                if let ConnectionRule::FixedOutDegree { degree, .. } = rule {
                    assert_eq!(row.len(), degree as usize);
                }
            }
            if let ConnectionRule::FixedInDegree { degree, .. } = rule {
                assert!(inward.iter().all(|&found| found == degree));
            }
        }
    }
}

/// Spikes, voltages and matrix of a run.
fn run(
    mut description: NetworkDescription,
    options: SimulationOptions,
) -> (Vec<u32>, Vec<u64>, CsMatI<f64, u32>) {
    for population in &mut description.populations {
        *population = population.clone().with_initial("V", -45.0);
    }
    let network = Network::new(description).expect("the network is valid");
    let state = StateRecording {
        name: "some".to_owned(),
        variables: vec![Variable::V, Variable::GE],
        neurons: Slice::list(0, vec![0, 3, 127, 128, 1_000, 1_399]),
        every: 5,
        window: ALWAYS,
    };
    let recording = Recording {
        spikes: SpikeRecording::All,
        rates: Vec::new(),
        states: vec![state],
    };
    let mut simulation = Simulation::new(&network, recording, options).expect("it can be built");
    simulation.run_for(300).expect("it runs");
    let records = simulation.states();
    assert_eq!(records[0].neurons, [0, 3, 127, 128, 1_000, 1_399]);
    let arrays = records[0].variables.iter();
    let samples = arrays.flat_map(|(_, array)| array.iter().map(|sample| sample.to_bits()));
    let matrix = simulation.projection_matrix(0).expect("it is a matrix");
    (
        simulation.spikes().neurons.clone(),
        samples.collect(),
        matrix,
    )
}

/// If this fails, spikes come from or arrive at other neurons than those of the list.
#[test]
fn a_list_is_simulated_like_the_matrix_that_it_stands_for() {
    let (source, target) = lists();
    let rule = ConnectionRule::PairwiseBernoulli {
        p: 0.05,
        autapses: false,
    };
    let listed = between(rule, source, target);
    let (spikes, samples, matrix) = run(listed.clone(), SimulationOptions::default());
    assert!(spikes.len() > 1_000 && matrix.nnz() > 10_000);
    let within = matrix
        .iter()
        .map(|(&weight, (row, column))| (row, column, weight));
    let mut given = sprs::TriMatI::new((SIZE, SIZE));
    within
        .for_each(|(row, column, weight)| given.add_triplet(row as usize, column as usize, weight));
    let mut by_matrix = listed.clone();
    by_matrix.projections[0] = Projection {
        source: Slice::range(0, 0..SIZE),
        target: Slice::range(0, 0..SIZE),
        rule: ConnectionRule::FromMatrix(Arc::new(given.to_csr())),
        ..by_matrix.projections[0].clone()
    };
    let expected = (spikes, samples, matrix);
    assert!(run(by_matrix, SimulationOptions::default()) == expected);
    for storage in [Storage::Stored, Storage::Procedural] {
        let mut description = listed.clone();
        description.projections[0].storage = storage;
        for (threads, block_size) in [(1, None), (2, Some(128)), (3, Some(384))] {
            let options = SimulationOptions {
                threads,
                block_size,
                ..SimulationOptions::default()
            };
            let found = run(description.clone(), options);
            assert!(found == expected, "{storage:?}, {threads} threads");
        }
    }
}

/// If this fails, a list is used that means something else than was meant.
#[test]
fn lists_must_ascend_and_lie_in_the_population() {
    let rule = ConnectionRule::AllToAll { autapses: true };
    let refused = |list: Vec<u32>| {
        let listed = Slice::list(0, list);
        let description = between(rule.clone(), listed, Slice::range(1, 0..5));
        let error = Network::new(description).expect_err("the list is refused");
        assert_eq!(error.place.key, "source");
        *error.problem
    };
    let (before, after) = (4, 4);
    assert_eq!(
        refused(vec![1, 4, 4, 6]),
        Problem::ListNotAscending { before, after }
    );
    let (before, after) = (4, 2);
    assert_eq!(
        refused(vec![1, 4, 2]),
        Problem::ListNotAscending { before, after }
    );
    let (neuron, size) = (1_400, SIZE);
    assert_eq!(
        refused(vec![1, 1_400]),
        Problem::ListOutside { neuron, size }
    );
    let range = 1_399..1_401;
    assert_eq!(
        refused(vec![1_399, 1_400]),
        Problem::SliceOutside { range, size }
    );
}
